import type { ThreadGroup } from '../../../agents/thread-group.ts'
import { nodeMask, nowhere, type PageTable } from '../../../pages/page-table.ts'
import type { PageRates } from './page-rates.ts'

/** Share of each group's accesses that falls on each node, kept up to date move by move. */
export interface NodeShares {
  onPlaced(page: number, node: number): void
  onMoved(page: number, from: number, to: number): void
  /** Called before the page's weight changes. */
  onWeight(page: number, group: number, node: number, weight: number): void
  /** Adds up anew from the pages, so that rounding never grows. */
  recount(table: PageTable): void
  /** Writes `share[g * nodes + n]` for an epoch that begins now. */
  fill(share: Float64Array, epochNs: number, accessesPerSec: Float64Array): void
  threads(groups: readonly ThreadGroup[]): number
}

const fillsPerRecount = 4096

export function createNodeShares(rates: readonly PageRates[], nodes: number): NodeShares {
  const sums = new Float64Array(rates.length * nodes)
  const sweeps = rates.flatMap(({ sweep }) => (sweep ? [sweep] : []))
  let lastTable: PageTable | undefined
  let fills = 0

  function add(page: number, node: number, sign: number): void {
    for (let g = 0; g < rates.length; g++) {
      const { singles, shift, first } = rates[g].weight
      sums[g * nodes + node] += sign * singles[(page << shift) + first]
    }
  }

  function recount(table: PageTable): void {
    lastTable = table
    sums.fill(0)
    const { hot } = table
    for (let g = 0; g < rates.length; g++) {
      const { weights } = rates[g]
      for (let page = 0; page < hot.length; page++) {
        const node = hot[page] & nodeMask
        if (node !== nowhere) sums[g * nodes + node] += weights[page]
      }
    }
  }

  return {
    onPlaced(page, node) {
      add(page, node, 1)
      for (let s = 0; s < sweeps.length; s++) sweeps[s].onPlaced(page, node)
    },
    onMoved(page, from, to) {
      add(page, from, -1)
      add(page, to, 1)
      for (let s = 0; s < sweeps.length; s++) sweeps[s].onMoved(page, from, to)
    },
    onWeight(page, group, node, weight) {
      if (node !== nowhere) sums[group * nodes + node] += weight - rates[group].weights[page]
    },
    recount,
    fill(share, epochNs, accessesPerSec) {
      if (lastTable && ++fills % fillsPerRecount === 0) recount(lastTable)
      for (let g = 0; g < rates.length; g++) {
        const { sweep, units, accessesPerUnit } = rates[g]
        for (let n = 0; n < nodes; n++) share[g * nodes + n] = Math.max(0, sums[g * nodes + n])
        if (!sweep) continue
        const ahead = ((accessesPerSec[g] || accessesPerUnit * 1e3) * epochNs) / 1e9 / accessesPerUnit
        sweep.addShares(share, g * nodes, units, units + ahead)
      }
    },
    threads: (groups) => groups.reduce((sum, group) => sum + group.threads, 0),
  }
}
