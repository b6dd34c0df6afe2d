import { ln, pow } from '../../../shared/base/exact-math.ts'

/** Ranks whose shares are added up one by one; beyond them the sum is the integral between half ranks. */
export const summedRanks = 65_536

const terms = 9
/** Within this part of an anchor the series is exact to the last bits: 1/128 to the ninth is 1e-19. */
const reach = 1 / 128
/** Nearer to each other than this part of their middle, two places are spanned by the series; else by the powers. */
const span = 1 / 100

/**
 * The integral of x^−θ between two places at least 65,536 from zero, to 1e-15 of itself where they are within a hundredth
 * of each other: the value in the middle, with the next terms of its expansion. Places mostly come in ascending
 * order, so the power is taken at an anchor now and then and continued by the binomial series.
 */
export function createZipfIntegral(skew: number): (from: number, to: number) => number {
  const binomial = new Float64Array(terms)
  binomial[0] = 1
  for (let k = 1; k < terms; k++) binomial[k] = (binomial[k - 1] * (-skew - k + 1)) / k
  const second = (skew * (skew + 1)) / 24
  const fourth = (second * (skew + 2) * (skew + 3)) / 80
  const anchor = { x: 0, inverse: 0, power: 0, until: 0 }

  return (from, to) => {
    const middle = 0.5 * (from + to)
    if (to - from > span * middle) return antiderivative(to, skew) - antiderivative(from, skew)
    if (middle > anchor.until || middle < anchor.x) {
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

/** Of x^−θ. */
export function antiderivative(x: number, skew: number): number {
  return skew === 1 ? ln(x) : pow(x, 1 - skew) / (1 - skew)
}
