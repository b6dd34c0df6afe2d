import { exp } from '../../../../../shared/base/exact-math.ts'

const stepsPerUnit = 64
const lastStep = 40 * stepsPerUnit
/** 1 − exp(−k / 64): bounds between which the exact value of a draw lies. */
const occursBelow = Float64Array.from({ length: lastStep + 2 }, (_, k) => 1 - exp(-k / stepsPerUnit))

/**
 * Did at least one Poisson event with this expected number happen, for a uniform draw? Exactly
 * `uniform < 1 − exp(−expected)`; a table settles all but some one per cent of the draws without the exponential.
 */
export function occurs(uniform: number, expected: number): boolean {
  const step = expected * stepsPerUnit
  if (step >= lastStep) return true
  const k = Math.floor(step)
  if (uniform < occursBelow[k]) return true
  if (uniform >= occursBelow[k + 1]) return false
  return uniform < 1 - exp(-expected)
}
