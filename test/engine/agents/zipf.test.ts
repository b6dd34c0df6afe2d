import { describe, expect, it } from 'vitest'
import { createRankSampler } from '../../../main/engine/agents/rank-sampler.ts'
import { samplerError } from '../../../bench/sampler-error.ts'
import { fillZipfShares } from '../../../main/engine/agents/zipf-shares.ts'

const ascending = (pages: number) => Uint32Array.from({ length: pages }, (_, rank) => rank)

function zipfShares(pages: number, skew: number, scale = 1): Float32Array {
  const shares = new Float32Array(pages)
  fillZipfShares(shares, ascending(pages), skew, scale)
  return shares
}

/** Σ 1/k^θ by plain addition, smallest first. */
function plainShares(pages: number, skew: number): Float64Array {
  const weights = Float64Array.from({ length: pages }, (_, i) => 1 / (i + 1) ** skew)
  const total = weights.reduceRight((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

const sum = (values: Float32Array) => values.reduce((total, value) => total + value, 0)

/**
 * Exact distance between the shares and what the sampler makes of all draws (2^32, or 2^53 where a rank takes two
 * numbers): picks rise with the draw, so the draws of each rank lie between two bounds, found for all ranks at once by
 * halving.
 */
function totalVariation(shares: Float32Array): number {
  const sampler = createRankSampler(shares)
  const two = sampler.numbersPerRank === 2
  const bitsOfDraw = two ? 53 : 32
  const all = 2 ** bitsOfDraw
  const ranks = shares.length
  const low = new Float64Array(ranks)
  const high = new Float64Array(ranks).fill(all - 1)
  const draws = new Uint32Array(ranks * sampler.numbersPerRank)
  const picked = new Uint32Array(ranks)
  const middle = (rank: number) => low[rank] + Math.floor((high[rank] - low[rank]) / 2)
  for (let round = 0; round < bitsOfDraw; round++) {
    for (let rank = 0; rank < ranks; rank++) {
      const draw = middle(rank)
      if (two) {
        draws[2 * rank] = Math.floor(draw / 2 ** 21)
        draws[2 * rank + 1] = (draw % 2 ** 21) * 2 ** 11
      } else draws[rank] = draw
    }
    sampler.pick(draws, picked, ranks)
    for (let rank = 0; rank < ranks; rank++) {
      if (low[rank] >= high[rank]) continue
      if (picked[rank] >= rank) high[rank] = middle(rank)
      else low[rank] = middle(rank) + 1
    }
  }
  const total = sum(shares)
  let distance = 0
  for (let rank = 0; rank < ranks; rank++) {
    const drawn = ((rank + 1 < ranks ? low[rank + 1] : all) - low[rank]) / all
    distance += Math.abs(drawn - shares[rank] / total) / 2
  }
  return distance
}

describe('zipf shares', () => {
  it('[E10] equal the plain sums, whatever the skew, and add up to 1', () => {
    for (const skew of [0, 0.5, 0.99, 1, 1.4]) {
      const shares = zipfShares(200_000, skew)
      const plain = plainShares(200_000, skew)
      expect(Math.abs(sum(shares) - 1)).toBeLessThan(1e-6)
      for (const rank of [0, 1, 2, 100, 65_534, 65_535, 65_536, 70_000, 199_999]) {
        expect(Math.abs(shares[rank] / plain[rank] - 1)).toBeLessThan(1e-6)
      }
    }
  })

  it('[E10] skew 0 is uniform; skew 1 falls as 1 over the rank', () => {
    const uniform = zipfShares(1000, 0)
    expect(new Set(uniform)).toEqual(new Set([Math.fround(1 / 1000)]))
    const harmonic = zipfShares(1000, 1)
    for (const rank of [2, 10, 1000]) expect(harmonic[0] / harmonic[rank - 1]).toBeCloseTo(rank, 3)
  })

  it('[E10] a scaled page carries the sum of its full-size pages', () => {
    for (const skew of [0, 0.99, 1, 1.2]) {
      for (const scale of [2, 64, 512]) {
        const plain = plainShares(512 * 400, skew)
        const scaled = zipfShares((512 * 400) / scale, skew, scale)
        for (let page = 0; page < scaled.length; page += 7) {
          let carried = 0
          for (let i = 0; i < scale; i++) carried += plain[page * scale + i]
          expect(Math.abs(scaled[page] / carried - 1)).toBeLessThan(1e-6)
        }
      }
    }
  })

  it('[E10] the order of popularity says which page has which share', () => {
    const shares = new Float32Array(4)
    fillZipfShares(shares, Uint32Array.of(2, 0, 3, 1), 1, 1)
    const ranked = zipfShares(4, 1)
    expect([...shares]).toEqual([ranked[1], ranked[3], ranked[0], ranked[2]])
  })
})

describe('rank sampler', () => {
  it('[E11] the distribution of its draws is within 1e-5 of zipf 0.99 over 65,536 pages and over a million', () => {
    expect(totalVariation(zipfShares(65_536, 0.99))).toBeLessThan(1e-5)
    expect(totalVariation(zipfShares(1 << 20, 0.99))).toBeLessThan(1e-5)
  })

  it('[Z8] as worked out from its cells, the distance is what counting all draws finds, and below 2e-5 over 4 M pages', () => {
    for (const pages of [70_000, 200_000]) {
      const shares = zipfShares(pages, 0.99)
      expect(samplerError(shares) / totalVariation(shares)).toBeCloseTo(1, 3)
    }
    expect(samplerError(zipfShares(4_000_000, 0.99))).toBeLessThan(2e-5)
  })

  it('[E11] whatever the skew it stays within 4e-5 over 65,536 pages, and is exact where shares are equal', () => {
    for (const skew of [0.5, 1.2, 2]) {
      expect(totalVariation(zipfShares(65_536, skew))).toBeLessThan(4e-5)
    }
    expect(totalVariation(zipfShares(65_536, 0))).toBeLessThan(1e-7)
  })

  it('[E11] ranks without a share are never drawn, and the last draw is the last rank', () => {
    const shares = Float32Array.of(0.25, 0, 0.5, 0, 0.25)
    const sampler = createRankSampler(shares)
    const draws = Uint32Array.from({ length: 4096 }, (_, i) => (i * 2 ** 20 + 12_345) >>> 0)
    const picked = new Uint32Array(4096)
    sampler.pick(draws, picked, 4096)
    const counts = [0, 0, 0, 0, 0]
    for (const rank of picked) counts[rank]++
    expect(counts).toEqual([1024, 0, 2048, 0, 1024])
    sampler.pick(Uint32Array.of(0, 2 ** 32 - 1), picked, 2)
    expect([picked[0], picked[1]]).toEqual([0, 4])
  })
})
