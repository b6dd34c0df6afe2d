import { bitsPerCell, type MapSpec } from '../../shared/documents/map.ts'
import { unpackCells } from '../../shared/documents/pack-cells.ts'
import { writesWithin, type MapHistory } from './map-history.ts'

/**
 * A map as counts of states by bins: what the screen shows of it. Counts come out of packed keyframes without unpacking
 * them, and follow the writes from frame to frame, so that a seek costs what changed, not the cells.
 */
export interface MapBins {
  readonly bins: number
  readonly states: number
  readonly cellsPerBin: number
}

/** Bins of a map for a screen that has room for so many. */
export function binsOf(spec: Pick<MapSpec, 'cells' | 'legend'>, mostBins: number): MapBins {
  const cellsPerBin = Math.max(1, Math.ceil(spec.cells / Math.max(1, mostBins)))
  return { bins: Math.ceil(spec.cells / cellsPerBin), states: spec.legend.length, cellsPerBin }
}

/** Below so many cells a histogram of bytes costs more than looking at each cell. */
const fewCells = 2048

/** `counts[bin * states + state]` of a packed keyframe. */
export function countPacked(
  packed: Uint8Array,
  spec: Pick<MapSpec, 'cells' | 'legend'>,
  binning: MapBins,
): Uint32Array {
  const { bins, states, cellsPerBin } = binning
  const bits = bitsPerCell(states)
  const counts = new Uint32Array(bins * states)
  if (cellsPerBin < fewCells) {
    const cells = new Uint8Array(spec.cells)
    unpackCells(packed, bits, cells)
    for (let cell = 0, bin = -1, end = 0; cell < cells.length; cell++) {
      if (cell === end) {
        bin++
        end += cellsPerBin
      }
      counts[bin * states + cells[cell]]++
    }
    return counts
  }
  const perByte = 8 / bits
  const mask = (1 << bits) - 1
  const stateAt = (cell: number) => (packed[Math.floor(cell / perByte)] >>> ((cell % perByte) * bits)) & mask
  const seen = new Uint32Array(256)
  for (let bin = 0; bin < bins; bin++) {
    const first = bin * cellsPerBin
    const end = Math.min(spec.cells, first + cellsPerBin)
    const firstByte = Math.ceil(first / perByte)
    const endByte = Math.floor(end / perByte)
    const at = bin * states
    if (endByte <= firstByte) {
      for (let cell = first; cell < end; cell++) counts[at + stateAt(cell)]++
      continue
    }
    for (let cell = first; cell < firstByte * perByte; cell++) counts[at + stateAt(cell)]++
    for (let cell = endByte * perByte; cell < end; cell++) counts[at + stateAt(cell)]++
    seen.fill(0)
    for (let byte = firstByte; byte < endByte; byte++) seen[packed[byte]]++
    for (let value = 0; value < 256; value++) {
      if (seen[value] === 0) continue
      for (let shift = 0; shift < 8; shift += bits) counts[at + ((value >>> shift) & mask)] += seen[value]
    }
  }
  return counts
}

/** Counts before the first write: every cell in state 0. */
export function countUntouched(spec: Pick<MapSpec, 'cells'>, binning: MapBins): Uint32Array {
  const counts = new Uint32Array(binning.bins * binning.states)
  for (let bin = 0; bin < binning.bins; bin++)
    counts[bin * binning.states] = Math.min(binning.cellsPerBin, spec.cells - bin * binning.cellsPerBin)
  return counts
}

/** Carries counts from one frame to another by the writes between them, in either direction of time. */
export function moveCounts(
  writes: MapHistory['writes'],
  { states, cellsPerBin }: MapBins,
  counts: Uint32Array,
  from: number,
  to: number,
): void {
  const forwards = to >= from
  const [first, last] = forwards ? [from + 1, to] : [to + 1, from]
  for (const block of writes) {
    const [begin, end] = writesWithin(block, first, last)
    const { cell } = block
    const [gone, come] = forwards ? [block.was, block.now] : [block.now, block.was]
    for (let i = begin; i < end; i++) {
      const at = Math.floor(cell[i] / cellsPerBin) * states
      counts[at + gone[i]]--
      counts[at + come[i]]++
    }
  }
}
