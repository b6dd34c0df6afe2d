import type { PolicyHost } from '../policy.ts'

/**
 * What Colloid measures: occupancy and inserts of the fastest tier and of all slower ones, each smoothed, so that
 * latency is O / I by Little's law. Everybody's requests count. Source: Colloid (SOSP 2024) and its published code.
 */
export interface TierLatencies {
  /** Reads the counters; called once a round. */
  measure(): void
  readonly fastNs: number
  readonly slowNs: number
  /** Share of all requests that the fastest tier serves (p). */
  readonly fastShare: number
  /** Requests per second, simulated. */
  readonly linesPerSec: number
}

export function createTierLatencies(host: PolicyHost, weight: () => number): TierLatencies {
  const tiers = [host.tiers[0], host.tiers.slice(1).flat()]
  const idleNs = tiers.map((nodes) =>
    nodes.length === 0 ? 0 : Math.min(...nodes.map((node) => host.nodes[node].idleLatencyNs)),
  )
  const occupied = new Float64Array(2)
  const inserted = new Float64Array(2)
  let begun = false

  function measureTier(tier: number, share: number): void {
    let occupancy = 0
    let inserts = 0
    for (const node of tiers[tier]) {
      const lines = host.linesPerSec(node)
      inserts += lines
      occupancy += lines * host.latencyNs(node)
    }
    occupied[tier] += share * (occupancy - occupied[tier])
    inserted[tier] += share * (inserts - inserted[tier])
  }

  /** A tier that nobody asks has its idle latency: counters show no less. */
  const latencyOf = (tier: number) =>
    inserted[tier] > 0 ? Math.max(occupied[tier] / inserted[tier], idleNs[tier]) : idleNs[tier]

  return {
    measure() {
      const share = begun ? weight() : 1
      begun = true
      measureTier(0, share)
      measureTier(1, share)
    },
    get fastNs() {
      return latencyOf(0)
    },
    get slowNs() {
      return latencyOf(1)
    },
    get fastShare() {
      const all = inserted[0] + inserted[1]
      return all > 0 ? inserted[0] / all : 0
    },
    get linesPerSec() {
      return inserted[0] + inserted[1]
    },
  }
}
