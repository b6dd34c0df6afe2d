import type { ThreadGroup } from '../../../agents/thread-group.ts'
import { createStream, uniformAt } from '../../../../../shared/base/random.ts'
import type { AccessSamples, SamplePeriods } from '../../../trackers/samples.ts'
import type { PageRates } from './page-rates.ts'
import { createWeightTree, type WeightTree } from './weight-tree.ts'

/**
 * Samples without accesses. Which page the n-th access of Poisson accesses falls on is an independent draw by the
 * pages' weights, so every period-th of them costs one draw; a swept page is where the walk was at that access.
 */
export interface DrawnSamples extends AccessSamples {
  /** Called before the page's weight changes. */
  onWeight(page: number, group: number, weight: number): void
}

interface Counter {
  readonly perAccess: number
  credit: number
  drawn: number
}

export function createDrawnSamples(
  rates: readonly PageRates[],
  groups: readonly ThreadGroup[],
  seed: number,
  onSeen: (page: number) => void,
): DrawnSamples {
  const streams = rates.map((_, g) => createStream(seed, `rates.samples.${g}`))
  const drainedAt = rates.map(() => 0)
  let trees: readonly WeightTree[] = []
  let loads: readonly Counter[] = []
  let stores: readonly Counter[] = []

  function counters(period: number, shareOf: (group: ThreadGroup) => number): readonly Counter[] {
    return rates.map((_, g) => ({ perAccess: period > 0 ? shareOf(groups[g]) / period : 0, credit: 0, drawn: 0 })) // prettier-ignore
  }

  function start({ load, store }: SamplePeriods): void {
    if (trees.length === 0) trees = rates.map(({ weights }) => createWeightTree(weights))
    for (let g = 0; g < rates.length; g++) drainedAt[g] = rates[g].accesses
    loads = counters(load, () => 1)
    stores = counters(store, (group) => 1 / group.readShare - 1)
  }

  /** `back`: accesses between the sampled one and now. */
  function drawPage(g: number, uniform: number, back: number): number {
    const { sweep, units, accessesPerUnit } = rates[g]
    const poisson = trees[g].total
    const target = uniform * (poisson + (sweep?.share ?? 0))
    if (sweep === undefined || target < poisson) return trees[g].find(target)
    return sweep.pageAt(Math.max(0, units - back / accessesPerUnit))
  }

  function drainCounter(g: number, counter: Counter, id: number, accesses: number, tell: (page: number) => void) {
    if (counter.perAccess === 0) return
    counter.credit += accesses * counter.perAccess
    while (counter.credit >= 1) {
      counter.credit--
      const uniform = uniformAt(streams[g], id, counter.drawn++)
      tell(drawPage(g, uniform, counter.credit / counter.perAccess))
    }
  } // prettier-ignore

  return {
    start,
    drain(onSample) {
      for (let g = 0; g < loads.length; g++) {
        const accesses = rates[g].accesses - drainedAt[g]
        drainedAt[g] = rates[g].accesses
        drainCounter(g, loads[g], 0, accesses, (page) => {
          onSeen(page)
          onSample(page, false)
        })
        drainCounter(g, stores[g], 1, accesses, (page) => {
          onSeen(page)
          onSample(page, true)
        })
      }
    },
    onWeight(page, group, weight) {
      if (trees.length > 0) trees[group].add(page, weight - rates[group].weights[page])
    },
  }
}
