import { ln, pow } from '../../../shared/base/exact-math.ts'

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

const summed = 65_536

/** Σ k^−θ for k = 1 … n: plainly for the first, by the integral between half ranks for the rest. */
export function zeta(n: number, theta: number): number {
  let sum = 0
  for (let k = 1; k <= Math.min(n, summed); k++) sum += pow(k, -theta)
  if (n <= summed) return sum
  const integral = (x: number) => (theta === 1 ? ln(x) : pow(x, 1 - theta) / (1 - theta))
  return sum + integral(n + 0.5) - integral(summed + 0.5)
}

export interface RankDraw {
  /** Rank 0 … items − 1 for a uniform draw. */
  rankOf(uniform: number): number
  /** Probability of a rank. */
  shareOf(rank: number): number
  /** Probability of all ranks below `rank`. */
  shareBelow(rank: number): number
}

export function createZipfRanks(items: number, theta = zipfTheta): RankDraw {
  const total = items === scrambledItems && theta === zipfTheta ? scrambledZeta : zeta(items, theta)
  const alpha = 1 / (1 - theta)
  let sums: Float64Array | undefined
  const antiderivative = (x: number) => pow(x, 1 - theta) / (1 - theta)

  /** Σ of the first `rank` terms, from a table that is made once. */
  function sumBelow(rank: number): number {
    if (!sums) {
      sums = new Float64Array(summed + 1)
      for (let k = 1; k <= summed; k++) sums[k] = sums[k - 1] + pow(k, -theta)
    }
    if (rank <= summed) return sums[rank]
    return sums[summed] + antiderivative(rank + 0.5) - antiderivative(summed + 0.5)
  }

  const eta = (1 - pow(2 / items, 1 - theta)) / (1 - zeta(2, theta) / total)
  return {
    rankOf(uniform) {
      const scaled = uniform * total
      if (scaled < 1) return 0
      if (scaled < 1 + pow(0.5, theta)) return 1
      return Math.min(items - 1, Math.floor(items * pow(eta * uniform - eta + 1, alpha)))
    },
    shareOf: (rank) => pow(rank + 1, -theta) / total,
    shareBelow: (rank) => sumBelow(rank) / total,
  }
}
