import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSweepWalk } from '../../../main/engine/studies/tiering/rates/sweep-walk.ts'
import { createPageRecords, createPageWords } from '../../../main/engine/pages/page-records.ts'
import { createDrawnAccessedBits } from '../../../main/engine/studies/tiering/rates/drawn-accessed-bits.ts'
import { groupRates } from './group.ts'

/** A walk that visits one page per unit of its clock, so that visits are the whole numbers. */
interface Walk {
  readonly firstPage: number
  readonly pageCount: number
  readonly perVisit: number
}

const walks: fc.Arbitrary<Walk> = fc.record({
  firstPage: fc.nat(20),
  pageCount: fc.integer({ min: 1, max: 300 }),
  perVisit: fc.integer({ min: 1, max: 8 }),
})
const units = fc.double({ min: 0, max: 2000, noNaN: true })

const sweepOf = ({ firstPage, pageCount, perVisit }: Walk, share = 1) => ({
  firstPage,
  pageCount,
  share,
  accessesPerVisit: perVisit,
})
const build = (walk: Walk) => createSweepWalk(sweepOf(walk), walk.perVisit, 2)

/** The page at each whole position, by walking. */
function plainVisits(walk: Walk, until: number): number[] {
  return Array.from({ length: Math.ceil(until) + walk.pageCount + 2 }, (_, i) => walk.firstPage + (i % walk.pageCount))
} // prettier-ignore

describe('sweep walk', () => {
  it('[E13] waits until the walker comes by, and not at all while it is there', () => {
    fc.assert(
      fc.property(walks, units, fc.nat(299), (walk, now, index) => {
        const page = walk.firstPage + (index % walk.pageCount)
        const visits = plainVisits(walk, now)
        const here = Math.floor(now)
        const next = visits.findIndex((at, i) => i >= here && at === page)
        const waits = next === here ? 0 : next - now
        expect(build(walk).waitUnits(page, now)).toBeCloseTo(waits, 8)
      }),
      { seed: 41, numRuns: 300, endOnFailure: true },
    )
  })

  it('[E13] a page is touched where one of its visits reaches into the time looked at', () => {
    fc.assert(
      fc.property(walks, units, units, fc.nat(299), (walk, one, other, index) => {
        const [since, now] = [Math.min(one, other), Math.max(one, other)]
        fc.pre(now - since > 1e-6)
        const page = walk.firstPage + (index % walk.pageCount)
        const touched = plainVisits(walk, now).some((at, i) => at === page && i <= now && i + 1 > since)
        expect(build(walk).touched(page, since, now)).toBe(touched)
      }),
      { seed: 42, numRuns: 300, endOnFailure: true },
    )
  })

  it('[E13] visits are those that begin within the time, and add up to its accesses', () => {
    fc.assert(
      fc.property(walks, fc.nat(1500), fc.nat(1500), (walk, one, other) => {
        const [from, to] = [Math.min(one, other), Math.max(one, other)]
        const visits = plainVisits(walk, to).slice(from, to)
        const sweep = build(walk)
        let all = 0
        for (let index = 0; index < walk.pageCount; index++) {
          const page = walk.firstPage + index
          const counted = sweep.visits(page, from, to)
          if (index % 17 === 0)
            expect(counted).toBe(visits.filter((at) => at === page).length * walk.perVisit)
          all += counted
        }
        expect(all).toBe((to - from) * walk.perVisit)
      }),
      { seed: 43, numRuns: 100, endOnFailure: true },
    )
  })

  it('[E13] shares of a stretch are those of the pages walked, counted in blocks of 64', () => {
    fc.assert(
      fc.property(walks, units, fc.double({ min: 0.01, max: 800, noNaN: true }), (walk, from, length) => {
        const sweep = build(walk)
        const nodeOf = Array.from({ length: walk.pageCount }, (_, i) => ((i * 7919) % 3 === 0 ? 1 : 0))
        for (const [i, node] of nodeOf.entries()) {
          sweep.onPlaced(walk.firstPage + i, 1 - node)
          sweep.onMoved(walk.firstPage + i, 1 - node, node)
        }
        sweep.onPlaced(walk.firstPage + walk.pageCount, 1)
        const shares = new Float64Array(3)
        sweep.addShares(shares, 1, from, from + length)

        const blockShare = (i: number) => {
          const block = nodeOf.slice(i - (i % 64), i - (i % 64) + 64)
          return block.filter((node) => node === 1).length / block.length
        }
        let slow = 0
        for (let at = Math.floor(from); at < from + length; at++) {
          const part = Math.min(at + 1, from + length) - Math.max(at, from)
          if (part > 0) slow += (part / length) * blockShare(at % walk.pageCount)
        }
        const whole = nodeOf.filter((node) => node === 1).length / walk.pageCount
        expect(shares[2]).toBeCloseTo(length >= walk.pageCount ? whole : slow, 6)
        expect(shares[1] + shares[2]).toBeCloseTo(1, 9)
        expect(shares[0]).toBe(0)
      }),
      { seed: 44, numRuns: 200, endOnFailure: true },
    )
  })

  it('[E13] swept pages are found accessed for certain once passed, the others never', () => {
    const walk = { firstPage: 1, pageCount: 6, perVisit: 4 }
    const group = groupRates(
      Array.from({ length: 8 }, () => 0),
      4,
      sweepOf(walk),
    )
    const bits = createDrawnAccessedBits([group], createPageRecords(8), 3, createPageWords(8))
    const found = () => Array.from({ length: 8 }, (_, page) => (bits.testAndClear(page) ? 1 : 0)).join('')
    group.units = 2.5
    expect(found()).toBe('01110000')
    group.units = 4.5
    expect(found()).toBe('00011100')
    group.units = 30.5
    expect(found()).toBe('01111110')
    expect(group.drawNextUnits(2, 0, 30.5)).toBeCloseTo(31, 9)
    expect(group.drawNextUnits(0, 0, 30.5)).toBe(Infinity)
    expect(group.weightOf(2)).toBeCloseTo(1 / 6, 12)
  })
})
