import type { RunSummary } from '../../../../shared/documents/run.ts'
import { events } from './counters.ts'
import type { World } from './world.ts'
import { zoneSummary } from './zones/zone-columns.ts'

/** What a run adds up to. Simulated amounts go in; the summary is at full size. */
export interface Totals {
  addEpoch(
    served: Float64Array,
    accesses: number,
    latencyNs: number,
    epochNs: number,
    bytesCopied: number,
    lostNs: number,
  ): void
  /** Time that the same accesses would have taken with every page in the fastest tier, ns. */
  addAllFastNs(timeNs: number): void
  readonly accesses: number
  summary(): RunSummary
}

export function createTotals(world: World): Totals {
  const { machine, counters } = world
  const { scale } = world.plan.run
  const served = new Float64Array(machine.nodes.length)
  let accesses = 0
  let latencyTimesAccesses = 0
  let timeNs = 0
  let bytesCopied = 0
  let lostNs = 0
  let allFastNs = 0
  const threads = world.groups.reduce((sum, group) => sum + group.threads, 0)
  const topTier = Math.min(...machine.nodes.map((node) => node.tier))

  return {
    addEpoch(epochServed, epochAccesses, latencyNs, epochNs, epochBytes, epochLostNs) {
      for (let n = 0; n < served.length; n++) served[n] += epochServed[n]
      accesses += epochAccesses
      latencyTimesAccesses += latencyNs * epochAccesses
      timeNs += epochNs
      bytesCopied += epochBytes
      lostNs += epochLostNs
    },
    addAllFastNs(fastNs) {
      allFastNs += fastNs
    },
    get accesses() {
      return accesses * scale
    },
    summary() {
      const share = (part: number) => (accesses > 0 ? part / accesses : 0)
      const fast = machine.nodes.reduce((sum, node, n) => (node.tier === topTier ? sum + served[n] : sum), 0)
      const pages = (value: number) => ({ value: value * scale, unit: 'pages' }) as const
      return {
        fastTierAccessShare: { value: share(fast), unit: 'share' },
        ...Object.fromEntries(
          machine.nodes.map((node, n) => [
            `accessShare.${node.id}`,
            { value: share(served[n]), unit: 'share' },
          ]),
        ),
        meanLatencyNs: { value: share(latencyTimesAccesses), unit: 'ns' },
        throughputAccessesPerSec: {
          value: timeNs > 0 ? (accesses * scale * 1e9) / timeNs : 0,
          unit: 'accessesPerSec',
        },
        slowdownVsAllFast: { value: allFastNs > 0 ? timeNs / allFastNs - 1 : 0, unit: 'share' },
        promotedPages: pages(counters.run[events.promoted]),
        demotedPages: pages(counters.run[events.demoted]),
        pingPongPages: pages(counters.run[events.pingPong]),
        refusedPages: pages(counters.run[events.refused]),
        failedPages: pages(counters.run[events.failed]),
        hintFaults: { value: counters.run[events.numa_hint_faults] * scale, unit: 'count' },
        candidatePages: pages(counters.run[events.pgpromote_candidate]),
        missCount: { value: Math.round((accesses - fast) * scale), unit: 'accesses' },
        missRatio: { value: share(accesses - fast), unit: 'share' },
        migrationBytes: { value: bytesCopied, unit: 'bytes' },
        kernelShare: { value: timeNs > 0 ? lostNs / (threads * timeNs) : 0, unit: 'share' },
        ...(world.zones && zoneSummary(world.zones)),
      }
    },
  }
}
