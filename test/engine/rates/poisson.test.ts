import { describe, expect, it } from 'vitest'
import { createStream, uniformAt } from '../../../shared/base/random.ts'
import { exp } from '../../../shared/base/exact-math.ts'
import { createPageRecords, createPageWords } from '../../../main/engine/pages/page-records.ts'
import { createDrawnAccessedBits } from '../../../main/engine/studies/tiering/rates/drawn-accessed-bits.ts'
import { occurs } from '../../../main/engine/studies/tiering/rates/occurs.ts'
import { groupRates, withinFourSigma } from './group.ts'

const plain = (uniform: number, expected: number) => uniform < 1 - exp(-expected)

/** The double next above or below. */
function neighbour(x: number, step: 1 | -1): number {
  const bits = new BigInt64Array(new Float64Array([x]).buffer)
  bits[0] += BigInt(step)
  return new Float64Array(bits.buffer)[0]
}

describe('did an event occur?', () => {
  it('[E12] says exactly whether the draw is below 1 − exp(−x), for two million drawn pairs', () => {
    const stream = createStream(31, 'occurs')
    let wrong = 0
    for (let i = 0; i < 2_000_000; i++) {
      const uniform = uniformAt(stream, i, 0)
      const spread = [1e-6, 0.01, 1, 5, 50][i % 5]
      const expected = uniformAt(stream, i, 1) * spread
      if (occurs(uniform, expected) !== plain(uniform, expected)) wrong++
    }
    expect(wrong).toBe(0)
  })

  it('[E12] also on the edge itself, at table steps and beside them', () => {
    const wrong: number[][] = []
    for (let k = 0; k <= 41 * 64; k++) {
      for (const expected of [k / 64, neighbour(k / 64 || 1e-300, 1), neighbour(k / 64 || 1e-300, -1)]) {
        const edge = 1 - exp(-expected)
        for (const uniform of [edge, neighbour(edge || 1e-300, -1), neighbour(edge || 1e-300, 1), 0.5]) {
          if (uniform <= 0 || uniform >= 1) continue
          if (occurs(uniform, expected) !== plain(uniform, expected)) wrong.push([uniform, expected])
        }
      }
    }
    expect(wrong).toEqual([])
    expect([occurs(0.999, 0), occurs(1e-10, 0), occurs(0.5, Infinity)]).toEqual([false, false, true])
  })
})

describe('drawn accessed bits', () => {
  const pages = 20_000
  const rate = (page: number) => [0, 0.01, 0.3, 1, 4][page % 5]
  const weights = Array.from({ length: pages }, (_, page) => rate(page) / 1000)

  function setShares(bits: { testAndClear(page: number): boolean }): number[] {
    const set = [0, 0, 0, 0, 0]
    for (let page = 0; page < pages; page++) if (bits.testAndClear(page)) set[page % 5]++
    return set
  }

  it('[E14] a bit is set with probability 1 − exp(−rate · time), then clear until time has passed', () => {
    const group = groupRates(weights, 1000)
    const bits = createDrawnAccessedBits([group], createPageRecords(pages), 5, createPageWords(pages))
    for (const span of [0.5, 1, 2.5]) {
      group.units += span
      for (const [kind, seen] of setShares(bits).entries()) {
        expect(withinFourSigma(seen, pages / 5, 1 - Math.exp(-rate(kind) * span))).toBe(true)
      }
      expect(setShares(bits)).toEqual([0, 0, 0, 0, 0])
    }
  })

  it('[E14] two groups that share pages add their rates', () => {
    const groups = [groupRates(weights, 1000), groupRates(weights, 500)]
    const bits = createDrawnAccessedBits(groups, createPageRecords(pages), 6, createPageWords(pages))
    groups[0].units += 1
    groups[1].units += 3
    for (const [kind, seen] of setShares(bits).entries()) {
      expect(withinFourSigma(seen, pages / 5, 1 - Math.exp(-rate(kind) * (1 + 1.5)))).toBe(true)
    }
  })

  it('[E14] settling before a rate changes keeps the probability exact over both times', () => {
    const group = groupRates(weights, 1000)
    const bits = createDrawnAccessedBits([group], createPageRecords(pages), 8, createPageWords(pages))
    group.units += 0.7
    for (let page = 0; page < pages; page++) {
      bits.settle(page)
      group.setWeight(page, rate(page + 2) / 1000)
    }
    group.units += 0.4
    for (const [kind, seen] of setShares(bits).entries()) {
      const expected = rate(kind) * 0.7 + rate(kind + 2) * 0.4
      expect(withinFourSigma(seen, pages / 5, 1 - Math.exp(-expected))).toBe(true)
    }
  })

  it('[E14] a marked page is found accessed once, however little time has passed', () => {
    const bits = createDrawnAccessedBits(
      [groupRates([0, 0], 1000)],
      createPageRecords(2),
      9,
      createPageWords(2),
    )
    bits.mark(1)
    expect([bits.testAndClear(0), bits.testAndClear(1), bits.testAndClear(1)]).toEqual([false, true, false])
  })
})

describe('waits for the next access', () => {
  it('[E14] are exponential with the page’s rate: quarters of them lie between its quartiles', () => {
    const group = groupRates([0.002, 0], 1000)
    group.units = 40
    const quarters = [0, 0, 0, 0]
    const draws = 40_000
    for (let draw = 0; draw < draws; draw++) {
      const waited = group.drawNextUnits(0, draw, 40) - 40
      quarters[Math.floor(4 * (1 - Math.exp(-2 * waited)))]++
    }
    for (const seen of quarters) expect(withinFourSigma(seen, draws, 0.25)).toBe(true)
    expect(group.drawNextUnits(1, 0, 40)).toBe(Infinity)
  })
})
