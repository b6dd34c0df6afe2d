import type { Fidelity } from '../../../shared/documents/part.ts'

/** The card of the cache policies, which differ only in what they model. */
export function cacheFidelity(models: string): Fidelity {
  return {
    models: [
      models,
      'mandatory promotion: a miss is served by the slow tier and then fetched, at the mechanism’s cost',
    ],
    approximates: ['the saving of a move, by unloaded latencies'],
    leavesOut: [
      'how a system would learn of every access: real tiers cannot run this policy, it is a reference',
      'prefetching and fetching in the background: the missing thread waits',
    ],
  }
}
