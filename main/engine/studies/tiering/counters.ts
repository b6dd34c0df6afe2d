import { policyEvents } from '../../policy.ts'

/** What is counted in a tiering run, by number: the kernel's counters, and moves. */
export const events = {
  ...policyEvents,
  promoted: 5,
  demoted: 6,
  pingPong: 7,
  refused: 8,
  failed: 9,
} as const

export type TieringEvent = (typeof events)[keyof typeof events]

/** Counts in simulated pages: `run` from the start, `epoch` from the last `nextEpoch`; one entry per event. */
export interface Counters {
  readonly run: Float64Array
  readonly epoch: Float64Array
  add(event: TieringEvent, pages: number): void
  nextEpoch(): void
}

export function createCounters(): Counters {
  const kinds = Object.keys(events).length
  const run = new Float64Array(kinds)
  const epoch = new Float64Array(kinds)
  return {
    run,
    epoch,
    add(event, pages) {
      run[event] += pages
      epoch[event] += pages
    },
    nextEpoch: () => void epoch.fill(0),
  }
}
