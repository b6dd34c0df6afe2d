import fc from 'fast-check'
import { expect, it } from 'vitest'
import { allMatch, matchingRows, mayMatch, rangeOf } from '../../main/history/decision-search.ts'

const row = fc.record({
  timeNs: fc.nat(50),
  page: fc.nat(60),
  pages: fc.integer({ min: 1, max: 5 }),
  reason: fc.nat(12),
})
const query = fc.record(
  { fromNs: fc.nat(50), toNs: fc.nat(50), page: fc.nat(64), reason: fc.nat(12) },
  { requiredKeys: ['fromNs', 'toNs'] },
)

it('[H9] a block is skipped only where no row matches, and counted unread only where all do', () => {
  let skipped = 0
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), query, (rows, asked) => {
      const block = {
        rows: rows.length,
        timeNs: Float64Array.from(rows, (r) => r.timeNs),
        page: Uint32Array.from(rows, (r) => r.page),
        pages: Uint32Array.from(rows, (r) => r.pages),
        reason: Uint8Array.from(rows, (r) => r.reason),
      }
      const wanted = rows.flatMap((r, i) => {
        const inTime = r.timeNs >= asked.fromNs && r.timeNs <= asked.toNs
        const onPage = asked.page === undefined || (asked.page >= r.page && asked.page < r.page + r.pages)
        return inTime && onPage && (asked.reason ?? r.reason) === r.reason ? [i] : []
      })
      expect(Array.from(matchingRows(block, asked))).toEqual(wanted)
      const range = rangeOf(0, block)
      if (!mayMatch(range, asked)) {
        skipped++
        expect(wanted).toEqual([])
      }
      if (allMatch(range, asked)) expect(wanted).toHaveLength(rows.length)
    }),
    { seed: 13, numRuns: 2000 },
  )
  expect(skipped).toBeGreaterThan(500)
})
