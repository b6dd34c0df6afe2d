import { ln } from './exact-math.ts'

/**
 * −ln(u) for u = (bits + ½) / 2³², the inverse of a uniform draw, as `uniformAt` makes it: an exponential wait of mean 1.
 * By table and four terms of the series, in the four operations alone, so that it is the same on every V8; within
 * 1e-14 of the exact logarithm, and several times as fast as the port of it.
 */
export function exponentialOf(bits: number): number {
  // u = odd / 2^33 with odd = 2·bits + 1; odd = mantissa · 2^exponent, mantissa in [1, 2).
  const exponent = bits === 0 ? 0 : 32 - Math.clz32(bits)
  const mantissa = (2 * bits + 1) * powerOfHalf[exponent]
  const cell = Math.floor((mantissa - 1) * cells)
  const rest = mantissa * inverseOf[cell] - 1
  const series = rest * (1 - rest * (0.5 - rest * (1 / 3 - rest * 0.25)))
  return (33 - exponent) * lnTwo - lnOf[cell] - series
}

const cells = 2048
const lnTwo = ln(2)
const powerOfHalf = Float64Array.from({ length: 34 }, (_, k) => 1 / powerOfTwo(k))
const lnOf = Float64Array.from({ length: cells }, (_, cell) => ln(1 + (cell + 0.5) / cells))
const inverseOf = Float64Array.from({ length: cells }, (_, cell) => 1 / (1 + (cell + 0.5) / cells))

function powerOfTwo(k: number): number {
  let power = 1
  for (let i = 0; i < k; i++) power *= 2
  return power
}
