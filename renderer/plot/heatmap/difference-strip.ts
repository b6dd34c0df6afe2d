import type { MapDiff } from '../../../shared/contract/run-queries.ts'

/**
 * Draws, per bin, which share of its cells stands differently at B, coloured by the state they are in then; lowest
 * cells at the bottom, nothing where nothing changed.
 */
export function paintDifference(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  diff: MapDiff,
  colours: readonly string[],
): void {
  const { bins, cellsPerBin, now, perBin } = diff
  context.clearRect(0, 0, width, height)
  const byState = now.length === 0 ? [] : [...new Set(now)].sort((a, b) => a - b)
  for (let bin = 0; bin < bins; bin++) {
    const top = Math.round(height - ((bin + 1) * height) / bins)
    const bottom = Math.round(height - (bin * height) / bins)
    let x = 0
    for (const state of byState) {
      let cells = 0
      for (let k = 0; k < now.length; k++) if (now[k] === state) cells += perBin[k * bins + bin]
      if (cells === 0) continue
      const share = Math.max(1, (cells / cellsPerBin) * width)
      context.fillStyle = colours[state] ?? '#888'
      context.fillRect(x, top, share, bottom - top)
      x += share
    }
  }
}
