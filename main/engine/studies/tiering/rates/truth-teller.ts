import type { ClosedLoop } from '../../../hardware/closed-loop.ts'
import type { TruthWish } from '../../../policy.ts'
import type { PageRates } from './page-rates.ts'

/** Tells a reference policy the expected accesses of the coming span, from the rates as they stand. */
export function createTruthTeller(
  wishNow: () => TruthWish | undefined,
  rates: readonly PageRates[],
  loop: ClosedLoop,
  pageCount: number,
) {
  let known: TruthWish | undefined
  let counts = new Float32Array(0)
  let nextNs = 0
  let toldChanges = -1
  const sweeps = rates.some((group) => group.sweep !== undefined)

  function fill(spanNs: number): void {
    counts.fill(0)
    for (let g = 0; g < rates.length; g++) {
      const { weights, sweep, units, accessesPerUnit } = rates[g]
      const accesses = (loop.accessesPerSec[g] * spanNs) / 1e9
      const untilUnits = units + accesses / accessesPerUnit
      for (let page = 0; page < pageCount; page++) counts[page] += weights[page] * accesses
      if (!sweep) continue
      for (let page = 0; page < pageCount; page++) {
        if (sweep.covers(page)) counts[page] += sweep.visits(page, units, untilUnits)
      }
    }
  }

  return {
    /** `changes` counts changes of any rate so far; where nothing changed the policy is told so. */
    tellIfDue(nowNs: number, changes: number): void {
      const wish = wishNow()
      if (wish === undefined) return
      if (wish !== known) {
        known = wish
        counts = new Float32Array(pageCount)
        nextNs = nowNs
        toldChanges = -1
      }
      if (nowNs < nextNs) return
      const changed = changes !== toldChanges || sweeps
      if (changed) fill(wish.spanNs())
      wish.onTruth(counts, changed)
      toldChanges = changes
      nextNs = nowNs + wish.spanNs()
    },
  }
}
