import { ln, pow } from '../../../shared/base/exact-math.ts'

/** Ranks whose shares are added up one by one; beyond them the sum is the integral between half ranks. */
const summedRanks = 65_536

/**
 * Zipf shares of simulated pages into `shares[pageOfRank[i]]`: page i of the popularity order carries the sum of the
 * full-size ranks i·scale … (i+1)·scale − 1, so that a scaled run has the skew of the full one. Shares sum to 1.
 */
export function fillZipfShares(
  shares: Float32Array,
  pageOfRank: Uint32Array,
  skew: number,
  scale: number,
): void {
  const pages = pageOfRank.length
  const sums = new Float64Array(pages)
  let total = 0
  for (let i = 0; i < pages; i++) {
    sums[i] = sumOfRanks(i * scale + 1, (i + 1) * scale, skew)
    total += sums[i]
  }
  for (let i = 0; i < pages; i++) shares[pageOfRank[i]] = sums[i] / total
}

/** Σ k^−θ for k = first … last (1-based ranks). */
function sumOfRanks(first: number, last: number, skew: number): number {
  let sum = 0
  let rank = first
  for (; rank <= last && rank <= summedRanks; rank++) sum += pow(rank, -skew)
  return rank > last ? sum : sum + integral(rank - 0.5, last + 0.5, skew)
}

function integral(from: number, to: number, skew: number): number {
  if (skew === 1) return ln(to / from)
  return (pow(to, 1 - skew) - pow(from, 1 - skew)) / (1 - skew)
}
