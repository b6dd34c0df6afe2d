/**
 * Event counts of a tiering run, in simulated pages. `run` counts from the start, `epoch` from the last `nextEpoch`.
 * One row per event; hot paths add to both by index.
 */
export const events = [
  'promoted', 'demoted', 'pingPong', 'refused', 'failed',
  'numa_hint_faults', 'numa_pte_updates', 'pgpromote_candidate', 'kswapd_visits', 'kswapd_failures',
] as const // prettier-ignore

export type TieringEvent = (typeof events)[number]

export interface Counters {
  add(event: TieringEvent, pages: number): void
  readonly run: Float64Array
  readonly epoch: Float64Array
  ofRun(event: TieringEvent): number
  ofEpoch(event: TieringEvent): number
  nextEpoch(): void
}

const indexOf = Object.fromEntries(events.map((event, i) => [event, i])) as Record<TieringEvent, number>

export function createCounters(): Counters {
  const run = new Float64Array(events.length)
  const epoch = new Float64Array(events.length)
  return {
    run,
    epoch,
    add(event, pages) {
      const i = indexOf[event]
      run[i] += pages
      epoch[i] += pages
    },
    ofRun: (event) => run[indexOf[event]],
    ofEpoch: (event) => epoch[indexOf[event]],
    nextEpoch: () => void epoch.fill(0),
  }
}
