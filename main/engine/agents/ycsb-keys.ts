import { pow } from '../../../shared/base/exact-math.ts'
import { antiderivative, createZipfIntegral, summedRanks } from './zipf-integral.ts'

/**
 * The request generators of YCSB, from the description of its core workload: Gray's zipfian sampler over a fixed ten
 * thousand million items with θ = 0.99, whose ranks an FNV hash scatters over the records.
 */
export const zipfTheta = 0.99
export const scrambledItems = 10_000_000_000
const scrambledZeta = 26.46902820178302

/** FNV-1 style 64-bit hash of a whole number below 2^53, byte by byte; its absolute value modulo `modulus` (< 2^36). */
export function scatter(value: number, modulus: number): number {
  let high = 0xcbf29ce4
  let low = 0x84222325
  let rest = value
  for (let byte = 0; byte < 8; byte++) {
    low = (low ^ (rest & 0xff)) >>> 0
    rest = Math.floor(rest / 256)
    // times 2^40 + 435, modulo 2^64
    const product = low * 435
    high = (high * 435 + Math.floor(product / 4294967296) + low * 256) % 4294967296
    low = product % 4294967296
  }
  if (high >= 0x8000_0000) {
    low = (~low + 1) >>> 0
    high = (~high + (low === 0 ? 1 : 0)) >>> 0
  }
  let remainder = high % modulus
  remainder = (remainder * 65_536 + (low >>> 16)) % modulus
  return (remainder * 65_536 + (low & 0xffff)) % modulus
}

/** Σ k^−θ over ranks, from 1 on: plainly for the first, by the integral between half ranks for the rest. */
export interface ZipfSums {
  /** k = 1 … n. */
  upTo(n: number): number
  /** k = from + 1 … until; fastest in ascending order. */
  between(from: number, until: number): number
}

export function createZipfSums(theta: number): ZipfSums {
  const integral = createZipfIntegral(theta)
  let table: Float64Array | undefined

  function summed(): Float64Array {
    if (table) return table
    table = new Float64Array(summedRanks + 1)
    for (let k = 1; k <= summedRanks; k++) table[k] = table[k - 1] + pow(k, -theta)
    return table
  }

  return {
    upTo(n) {
      if (n <= summedRanks) return summed()[n]
      return summed()[summedRanks] + antiderivative(n + 0.5, theta) - antiderivative(summedRanks + 0.5, theta)
    },
    between(from, until) {
      const tabled = summed()[Math.min(until, summedRanks)] - summed()[Math.min(from, summedRanks)]
      if (until <= summedRanks) return tabled
      return tabled + integral(Math.max(from, summedRanks) + 0.5, until + 0.5)
    },
  }
}

export interface RankDraw {
  /** Rank 0 … items − 1 for a uniform draw. */
  rankOf(uniform: number): number
  /** Probability of a rank. */
  shareOf(rank: number): number
}

export function createZipfRanks(items: number): RankDraw {
  const theta = zipfTheta
  const sums = createZipfSums(theta)
  const total = items === scrambledItems ? scrambledZeta : sums.upTo(items)
  const alpha = 1 / (1 - theta)
  const eta = (1 - pow(2 / items, 1 - theta)) / (1 - (1 + pow(2, -theta)) / total)
  return {
    rankOf(uniform) {
      const scaled = uniform * total
      if (scaled < 1) return 0
      if (scaled < 1 + pow(0.5, theta)) return 1
      return Math.min(items - 1, Math.floor(items * pow(eta * uniform - eta + 1, alpha)))
    },
    shareOf: (rank) => pow(rank + 1, -theta) / total,
  }
}
