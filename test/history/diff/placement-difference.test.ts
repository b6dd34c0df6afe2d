import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { Keyframe, MapWrites } from '../../../shared/documents/recorded.ts'
import { placementDifference, type MapTape } from '../../../main/history/diff/placement-difference.ts'
import { calmly } from './logs.ts'
import { packCells } from '../../documents/plain-packing.ts'

const cells = 23
const legend = ['·', '▲', '▽'].map((sign) => ({ title: sign, role: 'plain' as const, sign }))

/** States of all cells at the end of each frame, and a tape of them: some frames told by keyframe, others by writes. */
function tapeOf(states: readonly Uint8Array[], timeNs: Float64Array, keyed: readonly boolean[]): MapTape {
  const keyframes: Keyframe[] = []
  const blocks: MapWrites[] = []
  let open: { first: number; perFrame: number[]; cell: number[]; was: number[]; now: number[] } | undefined
  states.forEach((now, frame) => {
    const was = states[frame - 1] ?? new Uint8Array(cells)
    const alone = frame === 0 || keyed[frame % keyed.length]
    if (alone) keyframes.push({ map: 0, frame, packed: packCells(now, 2) })
    open ??= { first: frame, perFrame: [], cell: [], was: [], now: [] }
    let count = 0
    if (!alone)
      now.forEach((state, cell) => {
        if (state === was[cell]) return
        count++
        open?.cell.push(cell)
        open?.was.push(was[cell])
        open?.now.push(state)
      })
    open.perFrame.push(count)
    if (open.perFrame.length === 4 || frame === states.length - 1) {
      blocks.push({
        map: 0,
        firstFrame: open.first,
        perFrame: Uint32Array.from(open.perFrame),
        cell: Uint32Array.from(open.cell),
        was: Uint8Array.from(open.was),
        now: Uint8Array.from(open.now),
      })
      open = undefined
    }
  })
  return {
    spec: { cells, legend },
    timeNs,
    async *writes() {
      // Blocks without writes are not stored.
      yield* blocks.filter(({ cell }) => cell.length > 0)
    },
    async *keyframes() {
      yield* keyframes
    },
  }
}

const side = fc
  .record({
    times: fc.uniqueArray(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 14 }),
    changes: fc.array(fc.array(fc.tuple(fc.nat(cells - 1), fc.nat(2)), { maxLength: 8 }), { minLength: 14, maxLength: 14 }),
    keyed: fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }),
  })
  .map(({ times, changes, keyed }) => {
    const timeNs = Float64Array.from(times.sort((x, y) => x - y))
    const states: Uint8Array[] = []
    timeNs.forEach((_, frame) => {
      const next = states[frame - 1]?.slice() ?? new Uint8Array(cells)
      for (const [cell, state] of changes[frame]) next[cell] = state
      states.push(next)
    })
    return { timeNs, states, tape: tapeOf(states, timeNs, keyed) }
  }) // prettier-ignore

it('[H18] cells that stand differently are counted right at every step, in one pass over both runs’ writes', async () => {
  let seen = 0
  const isOdd = (cell: number) => cell % 2 === 1
  await fc.assert(
    fc.asyncProperty(side, side, fc.boolean(), async (a, b, odd) => {
      const found = await placementDifference(a.tape, b.tape, {
        ...calmly, ...(odd && { isCompared: isOdd }), mostColumns: 5, mostRows: 4,
      }) // prettier-ignore
      const at = ({ timeNs, states }: typeof a, time: number) =>
        states[timeNs.filter((end) => end <= time).length - 1] ?? new Uint8Array(cells)
      const plain = (time: number) => {
        const [inA, inB] = [at(a, time), at(b, time)]
        return Array.from(inB, (_, cell) => cell).filter(
          (cell) => inA[cell] !== inB[cell] && (!odd || isOdd(cell)),
        )
      }
      found.timeNs.forEach((time, step) => {
        const cellsApart = plain(time)
        seen += cellsApart.length
        expect(found.differing[step]).toBe(cellsApart.length)
        const inB = at(b, time)
        found.byState.forEach((count, state) =>
          expect(count[step]).toBe(cellsApart.filter((cell) => inB[cell] === state).length),
        )
      })
      found.untilNs.forEach((time, column) => {
        const inB = at(b, time)
        const counts = new Uint32Array(found.rows * found.states)
        for (const cell of plain(time))
          counts[Math.floor(cell / found.cellsPerRow) * found.states + inB[cell]]++
        const width = found.rows * found.states
        expect(found.counts.slice(column * width, (column + 1) * width)).toEqual(counts)
      })
      expect(found.cells).toBe(odd ? 11 : cells)
    }),
    { seed: 51, numRuns: 300 },
  )
  expect(seen).toBeGreaterThan(3000)
})
