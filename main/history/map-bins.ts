import type { MapSlice } from '../../shared/contract/lab.ts'

/** Counts a map's cells by state in equal ranges of cells, the last possibly shorter. */
export function binMap(states: Uint8Array, stateCount: number, mostBins: number, frame: number): MapSlice {
  const cellsPerBin = Math.max(1, Math.ceil(states.length / Math.max(1, mostBins)))
  const bins = Math.ceil(states.length / cellsPerBin)
  const counts = new Uint32Array(bins * stateCount)
  for (let bin = 0; bin < bins; bin++) {
    const end = Math.min(states.length, (bin + 1) * cellsPerBin)
    for (let cell = bin * cellsPerBin; cell < end; cell++) counts[bin * stateCount + states[cell]]++
  }
  return { frame, bins, states: stateCount, cellsPerBin, counts }
}
