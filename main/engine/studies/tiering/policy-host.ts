import { nodeMask } from '../../pages/page-table.ts'
import { loadPointAt } from '../../hardware/load-curve.ts'
import type { Machine } from '../../hardware/machine.ts'
import { tiersOf } from '../../hardware/tiers.ts'
import type { Mechanism } from '../../mechanism.ts'
import type { PolicyHost } from '../../policy.ts'
import type { AccessedBits } from '../../trackers/accessed-bits.ts'
import type { HintTraps } from '../../trackers/hint-traps.ts'
import type { World } from './world.ts'

/** What differs between the engines. */
export type EngineSide = Pick<PolicyHost, 'latencyNs' | 'linesPerSec' | 'samples' | 'accessNumber'>

/** What a policy sees of a world: hardware and kernel, no ground truth. */
export function createPolicyHost(
  world: World,
  mechanism: Mechanism,
  traps: HintTraps,
  accessed: AccessedBits,
  engine: EngineSide,
): PolicyHost {
  const { plan, machine, table, freePages, capacityPages, counters, clock } = world
  const { hot } = table
  const distances = world.groups.map((group) => byDistance(machine, group.processor))
  return {
    seed: plan.run.seed,
    scale: plan.run.scale,
    pageBytes: plan.run.pageBytes,
    pageCount: table.pageCount,
    nodes: machine.nodes.map((node, n) => ({
      id: node.id,
      title: node.title,
      tier: node.tier,
      capacityPages: capacityPages[n],
      fullBytes: node.capacityBytes,
      idleLatencyNs: node.idleLatencyNs,
      bandwidthBytesPerSec: loadPointAt(node.curve, 2 / 3).asymptoteBytesPerSec,
      demotionTargets: demotionOrder(machine, n),
    })),
    tiers: tiersOf(machine),
    threads: world.groups.reduce((sum, group) => sum + group.threads, 0),
    nodesFrom: (group) => distances[group],
    nowNs: () => clock.nowNs,
    nodeOf: (page) => hot[page] & nodeMask,
    freePages: (node) => freePages[node],
    takeWords: world.records.takeWords,
    traps,
    accessed,
    ...engine,
    move: world.move,
    turnDown: world.turnDown,
    charge: world.charge,
    movePageNs: (batchPages) => mechanism.movePageNs(batchPages),
    count: (event, pages) => counters.add(event, pages),
  }
}

/** Slower nodes by tier, and within a tier by their latency from the processor that is nearest to `node`. */
function demotionOrder(machine: Machine, node: number): readonly number[] {
  const { nodes, processors } = machine
  const home = processors.reduce((best, each) =>
    each.routes[node].idleLatencyNs < best.routes[node].idleLatencyNs ? each : best,
  )
  const distance = (n: number) => home.routes[n].idleLatencyNs
  return nodes
    .map((_, n) => n)
    .filter((n) => nodes[n].tier > nodes[node].tier)
    .sort((a, b) => nodes[a].tier - nodes[b].tier || distance(a) - distance(b) || a - b)
}

function byDistance(machine: Machine, processor: number): readonly number[] {
  const { routes } = machine.processors[processor]
  return tiersOf(machine).flatMap((tier) =>
    tier.toSorted((a, b) => routes[a].idleLatencyNs - routes[b].idleLatencyNs || a - b),
  )
}
