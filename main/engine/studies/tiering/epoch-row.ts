import type { ThreadGroup } from '../../agents/thread-group.ts'
import type { ClosedLoop } from '../../hardware/closed-loop.ts'
import type { PolicySeat } from './policy-seat.ts'
import type { Totals } from './totals.ts'
import { events } from './counters.ts'
import type { World } from './world.ts'
import { createZoneRow } from './zones/zone-columns.ts'

/**
 * Fills one epoch's row in the order of `tieringSpec` and adds the epoch to the run's totals. `served[node]` are the
 * epoch’s accesses (simulated) by node, background groups apart, `lostNs` the thread time it lost; the closed loop holds its throughput, latencies and traffic.
 */
export function createEpochRow(
  world: World,
  loop: ClosedLoop,
  allGroups: readonly ThreadGroup[],
  policy: Pick<PolicySeat, 'fillRow'>,
  totals: Totals,
  columns: number,
) {
  const { machine, groups, counters, freePages } = world
  const { scale, pageBytes } = world.plan.run
  const nodes = machine.nodes.length
  const row = new Float64Array(columns)
  const threads = groups.reduce((sum, group) => sum + group.threads, 0)
  const fillZones = world.zones && createZoneRow(world.zones)
  const topTier = Math.min(...machine.nodes.map((node) => node.tier))

  /** Latency of a node as its users see it: weighted by their accesses, plain mean where nobody does. */
  function nodeLatencyNs(node: number): number {
    let weighted = 0
    let weight = 0
    let plain = 0
    for (let g = 0; g < groups.length; g++) {
      const accesses = loop.accessesPerSec[g] * loop.share[g * nodes + node]
      weighted += accesses * loop.latencyNs[g * nodes + node]
      weight += accesses
      plain += loop.latencyNs[g * nodes + node]
    }
    return weight > 0 ? weighted / weight : plain / groups.length
  }

  function fastServed(served: Float64Array): number {
    let sum = 0
    for (let n = 0; n < nodes; n++) if (machine.nodes[n].tier === topTier) sum += served[n]
    return sum
  }

  function fillLinks(at: number): number {
    for (let l = 0; l < machine.links.length; l++) {
      row[at++] = (loop.linkBytesPerSec[l] * scale) / machine.links[l].bandwidthBytesPerSec
    }
    return at
  }

  function fillNodes(served: Float64Array, accesses: number): number {
    let at = 0
    for (let n = 0; n < nodes; n++) row[at++] = accesses > 0 ? served[n] / accesses : 0
    for (let n = 0; n < nodes; n++) row[at++] = nodeLatencyNs(n)
    for (let n = 0; n < nodes; n++) row[at++] = loop.bytesPerSec[n] * scale
    for (let n = 0; n < nodes; n++) row[at++] = freePages[n] * pageBytes * scale
    return at
  }

  return function fillRow(
    served: Float64Array,
    epochNs: number,
    lostNs: number,
    migratedBytes: Float64Array,
  ): Float64Array {
    let accesses = 0
    for (let n = 0; n < nodes; n++) accesses += served[n]
    let at = fillLinks(fillNodes(served, accesses))
    let latencyNs = 0
    for (let n = 0; n < nodes; n++) latencyNs += accesses > 0 ? (served[n] / accesses) * row[nodes + n] : 0
    let copied = 0
    for (let n = 0; n < nodes; n++) copied += migratedBytes[n]
    const bytesCopied = (copied / 2) * scale
    row[at++] = epochNs > 0 ? ((accesses * 1e9) / epochNs) * scale : 0
    row[at++] = latencyNs
    row[at++] = counters.epoch[events.promoted] * scale
    row[at++] = counters.epoch[events.demoted] * scale
    row[at++] = counters.epoch[events.pingPong] * scale
    row[at++] = counters.epoch[events.refused] * scale
    row[at++] = counters.epoch[events.failed] * scale
    row[at++] = counters.epoch[events.numa_hint_faults] * scale
    row[at++] = counters.epoch[events.pgpromote_candidate] * scale
    row[at++] = (accesses - fastServed(served)) * scale
    row[at++] = bytesCopied
    row[at++] = epochNs > 0 ? (lostNs * scale) / (threads * epochNs) : 0
    if (allGroups.length > 1) {
      for (let g = 0; g < allGroups.length; g++) row[at++] = loop.accessesPerSec[g] * scale
    }
    if (fillZones) at = fillZones(row, at)
    policy.fillRow(row, at)
    totals.addEpoch(served, accesses, latencyNs, epochNs, bytesCopied, lostNs * scale)
    return row
  }
}
