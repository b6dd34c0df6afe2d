import type { MatrixSpec } from '../../../../../shared/documents/series.ts'
import { createBinOf } from '../../../pages/page-bins.ts'
import type { Recorder } from '../../../recording/recorder.ts'
import { accessesMatrix } from '../address-bins.ts'
import type { PageRates } from './page-rates.ts'

/** True accesses per address bin since the last matrix column, from the rates themselves. */
export interface BinRates {
  /** Called before the page's weight changes. */
  onWeight(page: number, group: number, weight: number): void
  addAccesses(recorder: Recorder, scale: number): void
}

export function createBinRates(spec: MatrixSpec, rates: readonly PageRates[], pageCount: number): BinRates {
  const { bins, pagesPerBin } = spec
  const binOf = createBinOf(pagesPerBin)
  const weights = rates.map((group) => {
    const sums = new Float64Array(bins)
    for (let page = 0; page < pageCount; page++) sums[binOf(page)] += group.weights[page]
    return sums
  })
  const sinceAccesses = rates.map(() => 0)
  const sinceUnits = rates.map(() => 0)
  /** Accesses of intervals in which a bin's weight was another, settled when it changed. */
  const settled = rates.map(() => new Float64Array(bins))
  const settledAt = rates.map(() => new Float64Array(bins))

  function settle(g: number, bin: number): number {
    const from = Math.max(settledAt[g][bin], sinceAccesses[g])
    settledAt[g][bin] = rates[g].accesses
    return weights[g][bin] * (rates[g].accesses - from)
  }

  function settleAll(g: number): void {
    const counted = settled[g]
    for (let bin = 0; bin < bins; bin++) counted[bin] += settle(g, bin)
  }

  function addSweep(g: number): void {
    const { sweep, units } = rates[g]
    if (!sweep) return
    const counted = settled[g]
    for (let bin = 0; bin < bins; bin++) {
      const end = Math.min(pageCount, (bin + 1) * pagesPerBin)
      for (let page = bin * pagesPerBin; page < end; page++) {
        if (sweep.covers(page)) counted[bin] += sweep.visits(page, sinceUnits[g], units)
      }
    }
  }

  return {
    onWeight(page, group, weight) {
      const bin = binOf(page)
      settled[group][bin] += settle(group, bin)
      weights[group][bin] += weight - rates[group].weights[page]
    },
    addAccesses(recorder, scale) {
      for (let g = 0; g < rates.length; g++) {
        const { accesses, units } = rates[g]
        settleAll(g)
        addSweep(g)
        const counted = settled[g]
        for (let bin = 0; bin < bins; bin++) counted[bin] *= scale
        recorder.addToBins(accessesMatrix, counted)
        counted.fill(0)
        sinceAccesses[g] = accesses
        sinceUnits[g] = units
      }
    },
  }
}
