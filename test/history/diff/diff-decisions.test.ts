import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  diffDecisions, fates, notCompared, onlyHere, type DecisionDiff,
} from '../../../main/history/diff/diff-decisions.ts' // prettier-ignore
import { nearestInOrder } from '../../../main/history/diff/nearest-in-order.ts'
import { reasonOf } from '../../../shared/documents/decision.ts'
import { createKeptPages } from '../../../shared/documents/comparing/kept-pages.ts'
import { calmly, sourceOf, type LogRow } from './logs.ts'

const row = fc.record({
  timeNs: fc.nat(30),
  page: fc.nat(4),
  from: fc.nat(1),
  to: fc.constant(0),
  reason: fc.constantFrom(0, 1, 2, 4),
  pages: fc.constantFrom(1, 1, 1, 8),
})
const log = fc
  .array(row, { maxLength: 24, size: 'max' })
  .map((rows) => rows.sort((x, y) => x.timeNs - y.timeNs))

/** What decisions match within: page, from → to, verdict, and how many pages. */
const kindOf = ({ page, from = 1, to = 0, reason = 0, pages = 1 }: LogRow) =>
  [page, from, to, reasonOf(reason).verdict, pages].join(' ')

/** The least sum of distances of any assignment in order, by trying every choice. */
function leastDistance(few: readonly number[], many: readonly number[]): number {
  if (few.length === 0) return 0
  let least = Infinity
  for (let j = 0; j + few.length <= many.length; j++)
    least = Math.min(least, Math.abs(few[0] - many[j]) + leastDistance(few.slice(1), many.slice(j + 1)))
  return least
}

/** The plain twin: for each kind, lists of both sides; how many match, and how far apart in time they are at least. */
function plainDiff(a: readonly LogRow[], b: readonly LogRow[]) {
  const kinds = new Set([...a, ...b].map(kindOf))
  const result = { both: 0, onlyA: 0, onlyB: 0, distance: 0 }
  for (const kind of kinds) {
    const times = (rows: readonly LogRow[]) =>
      rows.filter((each) => kindOf(each) === kind).map(({ timeNs }) => timeNs)
    const [inA, inB] = [times(a), times(b)]
    const both = Math.min(inA.length, inB.length)
    result.both += both
    result.onlyA += inA.length - both
    result.onlyB += inB.length - both
    result.distance += inA.length < inB.length ? leastDistance(inA, inB) : leastDistance(inB, inA)
  }
  return result
}

function readDiff(diff: DecisionDiff, a: readonly LogRow[], b: readonly LogRow[]) {
  const result = { both: 0, onlyA: 0, onlyB: 0, distance: 0 }
  const lastPartner = new Map<string, number>()
  const partners = new Set<number>()
  diff.partnerOfA.forEach((partner, rowA) => {
    if (partner === onlyHere) result.onlyA++
    else {
      const kind = kindOf(a[rowA])
      expect(kindOf(b[partner])).toBe(kind)
      expect(partner).toBeGreaterThan(lastPartner.get(kind) ?? -1)
      lastPartner.set(kind, partner)
      partners.add(partner)
      result.both++
      result.distance += Math.abs(a[rowA].timeNs - b[partner].timeNs)
    }
  })
  diff.fateOfB.forEach((fate, rowB) => {
    expect(fate === fates.matched).toBe(partners.has(rowB))
    if (fate === fates.onlyHere) result.onlyB++
  })
  const { bothCount: both, onlyACount: onlyA, onlyBCount: onlyB } = diff.tally
  expect({ both, onlyA, onlyB }).toEqual({ both: result.both, onlyA: result.onlyA, onlyB: result.onlyB })
  return result
}

describe('decisions of two runs', () => {
  it('[H11] match per page, in order, by from → to and verdict, as many as can and the nearest in time', async () => {
    let uneven = 0
    await fc.assert(
      fc.asyncProperty(log, log, fc.integer({ min: 1, max: 12 }), async (a, b, rowsPerPass) => {
        const sources = [sourceOf(a), sourceOf(b, { rowsPerBlock: 3 })] as const
        const diff = await diffDecisions(...sources, { ...calmly, rowsPerPass })
        const plain = plainDiff(a, b)
        expect(readDiff(diff, a, b)).toEqual(plain)
        if (plain.both > 0 && plain.onlyA + plain.onlyB > 0) uneven++
      }),
      { seed: 21, numRuns: 600 },
    )
    expect(uneven).toBeGreaterThan(300)
  })

  it('[H11] match the same way in one pass and in many, and after a common beginning', async () => {
    await fc.assert(
      fc.asyncProperty(log, log, log, async (start, restA, restB) => {
        const later = (rows: LogRow[]) => rows.map((each) => ({ ...each, timeNs: each.timeNs + 31 }))
        const [a, b] = [
          [...start, ...later(restA)],
          [...start, ...later(restB)],
        ]
        const once = await diffDecisions(sourceOf(a), sourceOf(b), calmly)
        const often = await diffDecisions(sourceOf(a), sourceOf(b), { ...calmly, rowsPerPass: 4 })
        expect(Array.from(often.partnerOfA)).toEqual(Array.from(once.partnerOfA))
        start.forEach((_, i) => expect(once.partnerOfA[i]).toBe(i))
        expect(readDiff(once, a, b)).toEqual(plainDiff(a, b))
      }),
      { seed: 22, numRuns: 200 },
    )
  })

  it('[H11] of one page in their thousands are matched in order, each with one that leaves enough for the rest', () => {
    const few = Float64Array.from({ length: 2000 }, (_, i) => 2 * i)
    const many = Float64Array.from({ length: 4000 }, (_, i) => i)
    const pairs: number[] = []
    nearestInOrder(few, many, (i, j) => (pairs[i] = j))
    expect(pairs).toEqual(Array.from(few))
  })

  it('[H12] first come apart where the logs, in their own order, decide differently', async () => {
    const plain = (a: readonly LogRow[], b: readonly LogRow[]) => {
      const at = a.findIndex((each, i) => b[i] === undefined || kindOf(each) !== kindOf(b[i]))
      return at >= 0 ? at : b.length > a.length ? a.length : undefined
    }
    await fc.assert(
      fc.asyncProperty(log, log, fc.nat(40), async (start, other, cut) => {
        const b = [...start.slice(0, cut), ...other]
        const { apart } = await diffDecisions(sourceOf(start), sourceOf(b, { rowsPerBlock: 7 }), calmly)
        const at = plain(start, b)
        const wanted =
          at === undefined
            ? undefined
            : { ...(at < start.length && { a: at }), ...(at < b.length && { b: at }) }
        expect(apart).toEqual(wanted)
      }),
      { seed: 23, numRuns: 400 },
    )
  })

  it('[H12] of a run against itself never come apart, and every one has itself for a partner', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => ({ timeNs: i, page: i % 9, reason: i % 3 }))
    const diff = await diffDecisions(sourceOf(rows), sourceOf(rows, { rowsPerBlock: 11 }), calmly)
    expect(diff).toMatchObject({ apart: undefined, changedNs: Infinity })
    expect(Array.from(diff.partnerOfA)).toEqual(rows.map((_, i) => i))
  })

  it('[H12] that fell alike for other numbers are the same decision, and the time of the change is told', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ timeNs: i, page: i % 9, a: 5 }))
    const changed = rows.map((each, i) => (i < 25 ? each : { ...each, a: 6 }))
    const diff = await diffDecisions(sourceOf(rows), sourceOf(changed), calmly)
    expect(diff).toMatchObject({ apart: undefined, changedNs: 25 })
    expect(diff.tally).toMatchObject({ bothCount: 40, onlyACount: 0, onlyBCount: 0 })
  })

  it('[H13] beyond the budget are compared on the pages that both runs kept, and on no others', async () => {
    const random = (page: number) => (page * 7919) % 1000
    const rows = Array.from({ length: 6000 }, (_, i) => ({
      timeNs: i,
      page: random(i),
      reason: i % 2 ? 0 : 2,
    }))
    const isKept = createKeptPages(7, 1 / 64)
    const kept = rows.filter(({ timeNs, page }) => timeNs < 2000 || isKept(page))
    const b = rows.filter((_, i) => i % 10 > 0)
    const options = { keptShare: 1 / 64, completeUntilNs: 2000 }
    const diff = await diffDecisions(sourceOf(kept, options), sourceOf(b), calmly)
    expect(diff.pages).toMatchObject({ share: 1 / 64, completeUntilNs: 2000 })
    const of = (all: readonly LogRow[]) => all.filter(({ page }) => isKept(page))
    const { both, onlyA, onlyB } = plainDiff(of(kept), of(b))
    expect(diff.tally).toMatchObject({ bothCount: both, onlyACount: onlyA, onlyBCount: onlyB })
    expect(onlyA).toBeGreaterThan(0)
    diff.partnerOfA.forEach((partner, i) => expect(partner === notCompared).toBe(!isKept(kept[i].page)))
    // All pages were recorded until 2000, so the first divergence may be on any of them.
    expect(diff.apart).toEqual({ a: 0, b: 0 })
  })
})
