import { pow } from '../../../shared/base/exact-math.ts'
import { createZipfIntegral, summedRanks } from './zipf-integral.ts'

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
  const integral = createZipfIntegral(skew)
  let total = 0
  for (let i = 0; i < pages; i++) {
    const last = (i + 1) * scale
    let sum = 0
    let rank = i * scale + 1
    for (; rank <= last && rank <= summedRanks; rank++) sum += pow(rank, -skew)
    if (rank <= last) sum += integral(rank - 0.5, last + 0.5)
    sums[i] = sum
    total += sum
  }
  for (let i = 0; i < pages; i++) shares[pageOfRank[i]] = sums[i] / total
}
