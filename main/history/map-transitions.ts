import type { MapDiff } from '../../shared/contract/run-queries.ts'
import type { MapBins } from './map-counts.ts'

/** Counts the cells that stand differently in two states of a map, by what they were, what they are, and where. */
export function mapTransitions(
  before: Uint8Array,
  after: Uint8Array,
  binning: MapBins,
): Omit<MapDiff, 'fromFrame' | 'toFrame'> {
  const { bins, cellsPerBin } = binning
  const kinds = new Map<number, Uint32Array>()
  let key = -1
  let perBin: Uint32Array = new Uint32Array(0)
  const differs = (cell: number, bin: number) => {
    const kind = (before[cell] << 8) | after[cell]
    if (kind !== key) {
      key = kind
      perBin = kinds.get(kind) ?? new Uint32Array(bins)
      kinds.set(kind, perBin)
    }
    perBin[bin]++
  }
  for (let bin = 0; bin < bins; bin++) {
    const end = Math.min(before.length, (bin + 1) * cellsPerBin)
    for (let cell = bin * cellsPerBin; cell < end; cell++)
      if (before[cell] !== after[cell]) differs(cell, bin)
  }
  const found = [...kinds].map(([kind, counts]) => ({
    kind,
    counts,
    cells: counts.reduce((sum, n) => sum + n, 0),
  }))
  found.sort((x, y) => y.cells - x.cells || x.kind - y.kind)
  const all = new Uint32Array(found.length * bins)
  found.forEach(({ counts }, k) => all.set(counts, k * bins))
  return {
    bins,
    cellsPerBin,
    was: Uint8Array.from(found, ({ kind }) => kind >>> 8),
    now: Uint8Array.from(found, ({ kind }) => kind & 255),
    cells: Float64Array.from(found, ({ cells }) => cells),
    perBin: all,
  }
}
