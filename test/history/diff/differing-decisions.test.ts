import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { DivergencePlace } from '../../../shared/contract/comparing.ts'
import { diffDecisions } from '../../../main/history/diff/diff-decisions.ts'
import { firstDivergence, isUnmatched, stepDivergence } from '../../../main/history/diff/diff-steps.ts'
import { differingDecisions } from '../../../main/history/diff/differing-decisions.ts'
import { calmly, sourceOf, type LogRow } from './logs.ts'

const row = fc.record({ timeNs: fc.nat(40), page: fc.nat(5), reason: fc.constantFrom(0, 2, 4) })
const log = fc
  .array(row, { maxLength: 30, size: 'max' })
  .map((rows) => rows.sort((x, y) => x.timeNs - y.timeNs))

async function pairOf(rowsA: readonly LogRow[], rowsB: readonly LogRow[]) {
  const [a, b] = [sourceOf(rowsA), sourceOf(rowsB, { rowsPerBlock: 4 })]
  return { a, b, diff: await diffDecisions(a, b, calmly) }
}

it('[H14] decisions in one run only and in both are listed by time, page and reason, in pages', async () => {
  const seldom = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined, freq: 1 })
  const query = fc
    .record({
      fromNs: fc.nat(12),
      toNs: fc.integer({ min: 10, max: 40 }),
      page: seldom(fc.nat(5)),
      reason: seldom(fc.constantFrom(0, 2)),
    })
    .map(({ fromNs, toNs, page, reason }) => ({
      fromNs,
      toNs,
      ...(page !== undefined && { page }),
      ...(reason !== undefined && { reason }),
    }))
  const which = fc.constantFrom('onlyA', 'onlyB', 'both')
  let listed = 0
  await fc.assert(
    fc.asyncProperty(log, log, query, which, fc.nat(3), async (rowsA, rowsB, asked, list, offset) => {
      const pair = await pairOf(rowsA, rowsB)
      const rows = list === 'onlyB' ? rowsB : rowsA
      const wanted = rows.flatMap((each, i) => {
        const own = isUnmatched(pair, list === 'onlyB' ? 'b' : 'a', i)
        if (own !== (list !== 'both') || each.timeNs < asked.fromNs || each.timeNs > asked.toNs) return []
        if ('page' in asked && asked.page !== each.page) return []
        return !('reason' in asked) || asked.reason === each.reason ? [i] : []
      })
      const page = await differingDecisions(pair, { ...asked, which: list, offset, limit: 4 })
      expect(page.total).toBe(wanted.length)
      const shown = wanted.slice(offset, offset + 4)
      listed += shown.length
      expect(Array.from(page.rows.timeNs)).toEqual(shown.map((i) => rows[i].timeNs))
      expect(Array.from(page.rows.page)).toEqual(shown.map((i) => rows[i].page))
      if (list !== 'both') return
      expect(Array.from(page.matched?.timeNs ?? [])).toEqual(
        shown.map((i) => rowsB[pair.diff.partnerOfA[i]].timeNs),
      )
    }),
    { seed: 31, numRuns: 500 },
  )
  expect(listed).toBeGreaterThan(300)
})

it('[H15] steps go through every unmatched decision once, in time, forwards and backwards, and number them', async () => {
  let steps = 0
  await fc.assert(
    fc.asyncProperty(log, log, async (rowsA, rowsB) => {
      const pair = await pairOf(rowsA, rowsB)
      const unmatched = (['a', 'b'] as const).flatMap((side) =>
        (side === 'a' ? rowsA : rowsB).flatMap(({ timeNs }, i) =>
          isUnmatched(pair, side, i) ? [{ timeNs, side, row: i }] : [],
        ),
      )
      unmatched.sort((x, y) => x.timeNs - y.timeNs || x.side.localeCompare(y.side) || x.row - y.row)
      const walk = async (place: DivergencePlace, direction: 'next' | 'previous') => {
        const places: DivergencePlace[] = []
        for (;;) {
          const step = await stepDivergence(pair, place, direction)
          if (!step) return places
          const at = direction === 'next' ? places.length + 1 : unmatched.length - places.length
          expect(step.number).toBe(at)
          places.push((place = step.place))
        }
      }
      const start = { timeNs: -Infinity, side: 'a', row: -1 } as const
      const end = { timeNs: Infinity, side: 'b', row: 0 } as const
      expect(await walk(start, 'next')).toEqual(unmatched)
      expect(await walk(end, 'previous')).toEqual([...unmatched].reverse())
      steps += unmatched.length
    }),
    { seed: 32, numRuns: 100 },
  )
  expect(steps).toBeGreaterThan(500)
})

it('[H15] a divergence shows what the other run decided about that page within a second', async () => {
  const sec = 1e9
  const a = [
    { timeNs: 1 * sec, page: 3, reason: 2 },
    { timeNs: 5 * sec, page: 7, reason: 0, a: 412 },
    { timeNs: 9 * sec, page: 8, reason: 0 },
  ]
  const b = [a[0], { timeNs: 5.001 * sec, page: 7, reason: 2, a: 412 }]
  const pair = await pairOf(a, b)
  expect(await firstDivergence(pair)).toMatchObject({
    timeNs: 5 * sec,
    page: 7,
    number: 1,
    a: { row: 1, reason: 0, a: 412 },
    b: { row: 1, reason: 2, a: 412 },
  })
  const last = await stepDivergence(pair, { timeNs: Infinity, side: 'b', row: 0 }, 'previous')
  expect(last).toMatchObject({ page: 8, number: 3, a: { row: 2 } })
  expect(last?.b).toBeUndefined()
  expect(await firstDivergence(await pairOf(a, a))).toBeNull()
})
