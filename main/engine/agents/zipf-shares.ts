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
  let edge = NaN
  for (let i = 0; i < pages; i++) {
    const last = (i + 1) * scale
    let sum = 0
    let rank = i * scale + 1
    for (; rank <= last && rank <= summedRanks; rank++) sum += pow(rank, -skew)
    if (rank <= last) {
      const from = Number.isNaN(edge) ? antiderivative(rank - 0.5, skew) : edge
      edge = antiderivative(last + 0.5, skew)
      sum += edge - from
    }
    sums[i] = sum
    total += sum
  }
  for (let i = 0; i < pages; i++) shares[pageOfRank[i]] = sums[i] / total
}

/** Of x^−θ. */
function antiderivative(x: number, skew: number): number {
  return skew === 1 ? ln(x) : pow(x, 1 - skew) / (1 - skew)
}
