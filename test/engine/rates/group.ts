import { createPageRates, type PageRates } from '../../../main/engine/studies/tiering/rates/page-rates.ts'
import { createPageRecords } from '../../../main/engine/pages/page-records.ts'
import type { Sweep } from '../../../main/engine/workload.ts'

/** Rates of one group with these weights; `accessesPerUnit` of them in a unit of its clock. */
export function groupRates(
  weights: readonly number[],
  accessesPerUnit: number,
  sweep?: Sweep,
  group = 0,
): PageRates {
  return createPageRates(
    {
      fillWeights: (into) => into.set(weights),
      nextChangeNs: () => Infinity,
      change: () => undefined,
      ...(sweep && { sweep }),
    },
    weights.length,
    2,
    accessesPerUnit,
    77,
    group,
    createPageRecords(weights.length),
  )
}

/** A share observed in so many draws lies within four standard deviations of what it should be. */
export function withinFourSigma(seen: number, draws: number, expected: number): boolean {
  const sigma = Math.sqrt((expected * (1 - expected)) / draws)
  return Math.abs(seen / draws - expected) <= 4 * sigma + 1e-12
}
