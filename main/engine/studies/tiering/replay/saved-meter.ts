import type { Machine } from '../../../hardware/machine.ts'
import type { ThreadGroup } from '../../../agents/thread-group.ts'

/** How much memory time a page took, by idle latencies of the processors that touched it. */
export interface SavedMeter {
  /** Where the accesses of each group from another processor than the first group's are counted. */
  readonly touchedFrom: readonly (Uint32Array | undefined)[]
  /** Time that the page would have taken on `from` less that on `to`, of `accesses` in all. */
  savedNs(page: number, accesses: number, from: number, to: number): number
}

export function createSavedMeter(
  machine: Machine,
  groups: readonly ThreadGroup[],
  pageCount: number,
): SavedMeter {
  const [home, ...others] = [...new Set(groups.map((group) => group.processor))].map((processor) => ({
    processor,
    idleNs: machine.processors[processor].routes.map((route) => route.idleLatencyNs),
  }))
  const touched = others.map(() => new Uint32Array(pageCount))
  return {
    touchedFrom: groups.map(
      ({ processor }) => touched[others.findIndex((other) => other.processor === processor)],
    ),
    savedNs(page, accesses, from, to) {
      let fromHome = accesses
      let savedNs = 0
      for (let p = 0; p < others.length; p++) {
        const { idleNs } = others[p]
        savedNs += touched[p][page] * (idleNs[from] - idleNs[to])
        fromHome -= touched[p][page]
      }
      return savedNs + fromHome * (home.idleNs[from] - home.idleNs[to])
    },
  }
}
