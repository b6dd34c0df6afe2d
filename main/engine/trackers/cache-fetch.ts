import { reasonCode, type ReasonId } from '../../../shared/documents/decision.ts'
import type { PolicyHost, Why } from '../policy.ts'

/** What every cache policy does on a miss: the access is served where the page is, room is made, the page is fetched. */
export interface CacheFetch {
  readonly fastNode: number
  readonly capacityPages: number
  /** `at`: place in the batch. `victim` gives up the frame when the fast tier is full. */
  fetch(page: number, at: number, full: boolean, victim: () => number): void
  /** Second number of the eviction's reason, set by the policy before `fetch` asks for the victim or within it. */
  evictionDetail: number
}

export function createCacheFetch(host: PolicyHost, evictReason: ReasonId): CacheFetch {
  const fastNode = host.tiers[0][0]
  const lower = host.tiers.slice(1).flat()
  const missWhy: Why = { reason: reasonCode('cache-miss'), a: 0, b: 0, c: 0 }
  const evictWhy: Why = { reason: reasonCode(evictReason), a: 0, b: 0, c: 0 }
  const target = () => lower.find((node) => host.freePages(node) > 0) ?? lower[0]
  const cache: CacheFetch = {
    fastNode,
    capacityPages: host.nodes[fastNode].capacityPages,
    evictionDetail: 0,
    fetch(page, at, full, victim) {
      host.serveMiss(page)
      if (full) {
        const leaving = victim()
        evictWhy.a = host.accessNumber() + at
        evictWhy.b = cache.evictionDetail
        host.move(leaving, target(), evictWhy, 1, 0)
      }
      missWhy.a = host.accessNumber() + at
      host.move(page, fastNode, missWhy, 1, 0)
    },
  }
  return cache
}
