import type { MapSlice } from '../../../shared/contract/lab.ts'
import type { MapSpec } from '../../../shared/documents/map.ts'
import { formatNumber } from '../../../shared/units/format.ts'

export interface StateCount {
  readonly state: number
  readonly title: string
  readonly role: MapSpec['legend'][number]['role']
  readonly sign: string
  readonly cells: number
}

/** How many cells of a map are in each state, in the order of the legend; states nobody is in are left out. */
export function stateCounts(spec: MapSpec, slice: MapSlice): StateCount[] {
  const cells = new Float64Array(slice.states)
  slice.counts.forEach((count, i) => (cells[i % slice.states] += count))
  return spec.legend
    .map((entry, state) => ({ state, ...entry, cells: cells[state] ?? 0 }))
    .filter((entry) => entry.cells > 0)
}

/** Per cent of all cells; of what is a few cells of millions, only that it is not nothing, or not all. */
export function cellShareText(cells: number, all: number): string {
  const percent = (100 * cells) / Math.max(1, all)
  if (percent > 0 && percent < 0.01) return '< 0.01 %'
  return percent < 100 && percent > 99.99 ? '> 99.99 %' : `${formatNumber(percent)} %`
}

/** The colour token of a legend's role. */
export function roleToken(role: MapSpec['legend'][number]['role']): string {
  if (role === 'absent') return '--sunk'
  return role === 'pinned' ? '--text' : `--${role}`
}

/** Draws the bins as rows of stacked shares, lowest cells at the bottom. */
export function paintPlacement(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  slice: MapSlice,
  colours: readonly string[],
): void {
  const { bins, states, counts } = slice
  context.clearRect(0, 0, width, height)
  for (let bin = 0; bin < bins; bin++) {
    const top = Math.round(height - ((bin + 1) * height) / bins)
    const bottom = Math.round(height - (bin * height) / bins)
    let total = 0
    for (let state = 0; state < states; state++) total += counts[bin * states + state]
    let x = 0
    for (let state = 0; state < states; state++) {
      const share = (counts[bin * states + state] / Math.max(1, total)) * width
      if (share === 0) continue
      context.fillStyle = colours[state] ?? '#888'
      context.fillRect(x, top, share, bottom - top)
      x += share
    }
  }
}

/** Draws the bins side by side, the lowest cells on the left, each a stack of its states' shares. */
export function paintMapBar(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  slice: MapSlice,
  colours: readonly string[],
): void {
  const { bins, states, counts } = slice
  context.clearRect(0, 0, width, height)
  for (let bin = 0; bin < bins; bin++) {
    const left = Math.round((bin * width) / bins)
    const right = Math.round(((bin + 1) * width) / bins)
    let total = 0
    for (let state = 0; state < states; state++) total += counts[bin * states + state]
    let bottom = height
    for (let state = 0; state < states; state++) {
      const share = (counts[bin * states + state] / Math.max(1, total)) * height
      if (share === 0) continue
      context.fillStyle = colours[state] ?? '#888'
      context.fillRect(left, bottom - share, right - left, share)
      bottom -= share
    }
  }
}

/** How many cells are in each state in the bins that cells `first` to `last` touch; states nobody is in left out. */
export function binStates(spec: MapSpec, slice: MapSlice, first: number, last: number): StateCount[] {
  const { states, cellsPerBin, counts } = slice
  const from = Math.floor(first / cellsPerBin) * states
  const to = (Math.floor(last / cellsPerBin) + 1) * states
  return stateCounts(spec, { ...slice, counts: counts.subarray(from, to) })
}
