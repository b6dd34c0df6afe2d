import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  binsOf,
  countPacked,
  countUntouched,
  moveCounts,
  type MapBins,
} from '../../main/history/map-counts.ts'
import { isWhole } from '../../main/history/map-history.ts'
import { bitsPerCell } from '../../shared/documents/map.ts'
import { play, plainMap, tapes, type Tape } from '../engine/recording/tape.ts'
import { packCells } from '../documents/plain-packing.ts'

function plainCounts(states: Uint8Array, { bins, states: width, cellsPerBin }: MapBins): Uint32Array {
  const counts = new Uint32Array(bins * width)
  states.forEach((state, cell) => counts[Math.floor(cell / cellsPerBin) * width + state]++)
  return counts
}

it('[H41] counts of a packed keyframe are the plain counts, few cells to a bin or many', () => {
  const cells = fc.oneof(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 4000, max: 30_000 }))
  fc.assert(
    fc.property(cells, fc.constantFrom(2, 3, 4, 5, 16, 17, 256), fc.integer({ min: 1, max: 9 }), fc.nat(1e6), (n, width, mostBins, salt) => {
      const spec = plainMap(n, width)
      const states = Uint8Array.from({ length: n }, (_, i) => (Math.imul(i + salt, 2654435761) >>> 7) % width)
      const binning = binsOf(spec, mostBins)
      expect(countPacked(packCells(states, bitsPerCell(width)), spec, binning)).toEqual(plainCounts(states, binning))
      expect(countUntouched(spec, binning)).toEqual(plainCounts(new Uint8Array(n), binning))
    }),
    { seed: 41, numRuns: 120 },
  ) // prettier-ignore
})

it('[H42] counts follow the writes from one frame to another, forwards and backwards', () => {
  let moves = 0
  const whole = tapes.map((tape): Tape => ({ ...tape, frames: { everyEpochs: 1 }, budgetBytes: 1 << 24 }))
  fc.assert(
    fc.property(
      whole,
      fc.nat(100),
      fc.nat(100),
      fc.integer({ min: 1, max: 90 }),
      (tape, one, other, mostBins) => {
        const { chunks, statesAfter } = play(tape, (call) => call % 13 === 0)
        const from = one % statesAfter.length
        const to = other % statesAfter.length
        const writes = chunks.flatMap((chunk) => chunk.writes)
        const keyframes = chunks.flatMap((chunk) => chunk.keyframes)
        const history = { writes, keyframes, wholeFrames: statesAfter.length }
        if (!isWhole(history, Math.min(from, to) + 1, Math.max(from, to))) return
        const binning = binsOf(plainMap(tape.cells, tape.states), mostBins)
        const counts = plainCounts(statesAfter[from], binning)
        moveCounts(writes, binning, counts, from, to)
        expect(counts).toEqual(plainCounts(statesAfter[to], binning))
        if (from !== to) moves++
      },
    ),
    { seed: 42, numRuns: 200 },
  )
  expect(moves).toBeGreaterThan(20)
})
