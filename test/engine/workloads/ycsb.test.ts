import { describe, expect, it } from 'vitest'
import {
  createZipfRanks,
  createZipfSums,
  scatter,
  scrambledItems,
} from '../../../main/engine/agents/ycsb-keys.ts'
import { linesPerOperation, ycsbMixes } from '../../../main/engine/agents/ycsb-mix.ts'
import { ycsb } from '../../../main/engine/workloads/ycsb.ts'
import { countPages, ratesAt, workloadOf } from './workload-facts.ts'

const mask = (1n << 64n) - 1n

/** The 64-bit hash over the eight bytes of a number, in plain big integers. */
function plainScatter(value: number, modulus: number): number {
  let hash = 0xcbf29ce484222325n
  let rest = BigInt(value)
  for (let byte = 0; byte < 8; byte++) {
    hash = ((hash ^ (rest & 0xffn)) * 1099511628211n) & mask
    rest >>= 8n
  }
  const signed = BigInt.asIntN(64, hash)
  return Number((signed < 0n ? -signed : signed) % BigInt(modulus))
}

describe('YCSB', () => {
  it('[E52] scattered keys are the 64-bit hash that plain big integers give', () => {
    const values = [0, 1, 2, 255, 256, 65_537, 123_456_789, 4_294_967_296, 9_999_999_999]
    for (const modulus of [7, 1000, 25_165_824, 2 ** 33 + 1]) {
      expect(values.map((value) => scatter(value, modulus))).toEqual(
        values.map((value) => plainScatter(value, modulus)),
      )
    }
  })

  it('[E52] the constant of ten thousand million ranks is the sum, and ranks are drawn by their shares', () => {
    expect(createZipfSums(0.99).upTo(scrambledItems)).toBeCloseTo(26.46902820178302, 5)
    const ranks = createZipfRanks(1000)
    const draws = 200_000
    const counts = new Float64Array(1000)
    for (let i = 0; i < draws; i++) counts[ranks.rankOf((i + 0.5) / draws)] += 1 / draws
    expect(counts[0]).toBeCloseTo(ranks.shareOf(0), 3)
    expect(counts[1]).toBeCloseTo(ranks.shareOf(1), 3)
    const below = counts.subarray(0, 100).reduce((sum, count) => sum + count, 0)
    const { between, upTo } = createZipfSums(0.99)
    expect(Math.abs(below / (between(0, 100) / upTo(1000)) - 1)).toBeLessThan(0.02)
  })

  it('[E52] sums of stretches of ranks are those of plain addition, in any order and of any length', () => {
    const ranks = 300_000
    const plain = new Float64Array(ranks + 1)
    for (let k = 1; k <= ranks; k++) plain[k] = plain[k - 1] + 1 / k ** 0.99
    const { between, upTo } = createZipfSums(0.99)
    const ends = [0, 1, 256, 65_535, 65_536, 65_537, 66_000, 90_000, 90_256, 300_000]
    const wrong = ends.flatMap((from) =>
      ends.flatMap((until) => {
        if (until <= from) return []
        const exact = plain[until] - plain[from]
        return Math.abs(between(from, until) / exact - 1) < 1e-8 ? [] : [[from, until]]
      }),
    )
    expect(wrong).toEqual([])
    expect(Math.abs(upTo(ranks) / plain[ranks] - 1)).toBeLessThan(1e-9)
  })

  it('[E53] operations touch the lines of their records: A writes a field in half of them, E scans fifty records', () => {
    expect(linesPerOperation(ycsbMixes['A'], 1024)).toEqual({ lines: 0.5 * 16 + 0.5 * 2, stores: 0.5 * 2 })
    expect(linesPerOperation(ycsbMixes['C'], 1024)).toEqual({ lines: 16, stores: 0 })
    const scans = linesPerOperation(ycsbMixes['E'], 1024)
    expect(scans.lines).toBeCloseTo(0.95 * 50.5 * 16 + 0.05 * 16, 9)
    expect(scans.stores).toBeCloseTo(0.05 * 16, 9)
  })

  for (const mix of ['A', 'B', 'C', 'D', 'E', 'F']) {
    it(`[E53] ${mix}: rates and replay put the same accesses on the same pages, within the noise of the draw`, () => {
      // No room for inserts: replay would move the table's end. Scans are few and long, so pages are larger for them.
      const pageBytes = mix === 'E' ? 2 ** 20 : 65_536
      const workload = workloadOf(ycsb, { mix, workingSetGiB: 1 / 64, loadedShare: 1 }, { pageBytes })
      const rates = ratesAt(workload, 0, 0)
      const drawn = countPages(workload, 0, 4_000_000, 0)
      const total = rates.reduce((sum, share) => sum + share, 0)
      let distance = 0
      for (let page = 0; page < rates.length; page++) distance += Math.abs(rates[page] - drawn[page]) / 2
      expect(total).toBeCloseTo(1, 5)
      expect(distance).toBeLessThan(0.03)
    })
  }

  it('[E53] the latest records are the popular ones, and inserts move them on', () => {
    const workload = workloadOf(
      ycsb,
      { mix: 'D', workingSetGiB: 1 / 64, insertsPerSec: 100 },
      { pageBytes: 65_536 },
    )
    const peakAt = (sec: number) => {
      const rates = ratesAt(workload, 0, sec * 1e9)
      return rates.indexOf(Math.max(...rates))
    }
    expect(peakAt(0)).toBe(Math.floor((0.9 * 16_384 - 1) / 64))
    expect(peakAt(10) - peakAt(0)).toBeGreaterThan(10)
  })
})
