import type { PlacementDelta } from '../../../shared/contract/comparing.ts'
import type { MapSpec } from '../../../shared/documents/map.ts'
import { roleLook } from '../../../shared/figures/column-text.ts'
import { pixelAtTime, type TimeRange } from '../../../shared/figures/time-range.ts'
import type { Palette } from '../palette.ts'
import { hatch } from './hatch.ts'

/** Where the two runs hold pages differently: address upwards, time to the right, in the colour of the tier in B. */
export function paintPlacement(
  context: CanvasRenderingContext2D,
  delta: PlacementDelta,
  map: MapSpec,
  range: TimeRange,
  width: number,
  height: number,
  palette: Palette,
): void {
  context.clearRect(0, 0, width, height)
  const { columns, rows, states, counts, untilNs, cellsPerRow, comparedShare } = delta
  const rowHeight = height / Math.max(1, rows)
  // A row shows as differing from an eighth of its cells on; fainter below.
  const full = Math.max(1, (cellsPerRow * comparedShare) / 8)
  const fills = map.legend.map((entry, state) => {
    const role = entry.role === 'absent' || entry.role === 'free' || entry.role === 'pinned' ? 'plain' : entry.role
    const colour = palette(roleLook(role).colour)
    return state <= 1 ? colour : hatch(context, colour)
  }) // prettier-ignore
  for (let column = 0; column < columns; column++) {
    const left = column === 0 ? 0 : pixelAtTime(range, untilNs[column - 1], width)
    const right = pixelAtTime(range, untilNs[column], width)
    if (right < 0 || left > width) continue
    for (let row = 0; row < rows; row++) {
      const at = (column * rows + row) * states
      let [most, total, which] = [0, 0, -1]
      for (let state = 0; state < states; state++) {
        total += counts[at + state]
        if (counts[at + state] > most) [most, which] = [counts[at + state], state]
      }
      if (total === 0) continue
      context.globalAlpha = Math.min(1, 0.2 + (0.8 * total) / full)
      context.fillStyle = fills[which] ?? palette('--plain')
      context.fillRect(
        left,
        height - (row + 1) * rowHeight,
        Math.max(1, right - left),
        Math.max(1, rowHeight),
      )
    }
  }
  context.globalAlpha = 1
}
