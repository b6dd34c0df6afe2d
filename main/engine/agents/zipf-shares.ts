import { pow } from '../../../shared/base/exact-math.ts'

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

const terms = 9
/** Within this part of an anchor the series is exact to the last bits: 1/128 to the ninth is 1e-19. */
const reach = 1 / 128

/**
 * The integral of x^−θ between two places at least 65,536 from zero and within a hundredth of each other, to 1e-15 of
 * itself: the value in the middle, with the next terms of its expansion. Places come in ascending order, so the power is
 * taken at an anchor now and then and continued by the binomial series.
 */
function createZipfIntegral(skew: number): (from: number, to: number) => number {
  const binomial = new Float64Array(terms)
  binomial[0] = 1
  for (let k = 1; k < terms; k++) binomial[k] = (binomial[k - 1] * (-skew - k + 1)) / k
  const second = (skew * (skew + 1)) / 24
  const fourth = (second * (skew + 2) * (skew + 3)) / 80
  const anchor = { x: 0, inverse: 0, power: 0, until: 0 }

  return (from, to) => {
    const middle = 0.5 * (from + to)
    if (middle > anchor.until) {
      anchor.x = middle
      anchor.inverse = 1 / middle
      anchor.power = pow(middle, -skew)
      anchor.until = middle * (1 + reach)
    }
    const ahead = (middle - anchor.x) * anchor.inverse
    let series = 0
    for (let k = terms - 1; k >= 0; k--) series = series * ahead + binomial[k]
    const spread = ((to - from) / middle) * ((to - from) / middle)
    return (to - from) * anchor.power * series * (1 + spread * (second + spread * fourth))
  }
}
