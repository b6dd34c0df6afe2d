import type { MapDiff } from '../../shared/contract/run-queries.ts'
import type { MapBins } from './map-counts.ts'

/** Counts the cells that stand differently in two states of a map, by what they were, what they are, and where. */
export function mapTransitions(
  before: Uint8Array,
  after: Uint8Array,
  binning: MapBins,
): Omit<MapDiff, 'fromFrame' | 'toFrame'> {
  const { bins, cellsPerBin, states } = binning
  const kinds = states * states
  const seen = new Uint32Array(kinds)
  const perBinOf = new Map<number, Uint32Array>()
  for (let bin = 0; bin < bins; bin++) {
    const end = Math.min(before.length, (bin + 1) * cellsPerBin)
    for (let cell = bin * cellsPerBin; cell < end; cell++) seen[before[cell] * states + after[cell]]++
    for (let kind = 0; kind < kinds; kind++) {
      if (seen[kind] === 0) continue
      // Every (states + 1)th kind is a state that stayed.
      if (kind % (states + 1) !== 0) {
        let perBin = perBinOf.get(kind)
        if (perBin === undefined) perBinOf.set(kind, (perBin = new Uint32Array(bins)))
        perBin[bin] = seen[kind]
      }
      seen[kind] = 0
    }
  }
  const found = [...perBinOf].map(([kind, counts]) => ({
    kind,
    counts,
    cells: counts.reduce((sum, n) => sum + n, 0),
  }))
  found.sort((x, y) => y.cells - x.cells || x.kind - y.kind)
  const perBin = new Uint32Array(found.length * bins)
  found.forEach(({ counts }, k) => perBin.set(counts, k * bins))
  return {
    bins,
    cellsPerBin,
    was: Uint8Array.from(found, ({ kind }) => Math.floor(kind / states)),
    now: Uint8Array.from(found, ({ kind }) => kind % states),
    cells: Float64Array.from(found, ({ cells }) => cells),
    perBin,
  }
}
