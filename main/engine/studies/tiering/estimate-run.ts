import { sampleShareOf, type TieringPlan } from '../../../../shared/documents/plan.ts'
import type { RunEstimate } from '../../../../shared/documents/run-estimate.ts'
import { workingSetBytes } from '../../../../shared/documents/sweep.ts'
import { shareBackground } from '../../agents/background.ts'
import type { ThreadGroup } from '../../agents/thread-group.ts'
import { createClosedLoop } from '../../hardware/closed-loop.ts'
import { loadPointAt } from '../../hardware/load-curve.ts'
import type { Machine } from '../../hardware/machine.ts'
import { tiersOf } from '../../hardware/tiers.ts'
import { assemble, type TieringParts } from './assembly.ts'
import { memoryBytes, wallSec } from './engine-speeds.ts'

/** Enough pages for a workload to lay itself out; its groups do not depend on how many there are. */
const fewestPages = 4096

/** What the closed loop and measured speeds say of a run before it is made. */
export function estimateRun(plan: TieringPlan, parts: TieringParts): RunEstimate {
  const { pageBytes, scale } = plan.run
  const fullPages = (workingSetBytes(plan) * sampleShareOf(plan)) / pageBytes
  const { machine, workload, policyPartOf } = assemble(coarse(plan, fullPages), parts)
  const { groups } = workload
  const placed = filled(machine, fullPages * pageBytes)
  const loop = createClosedLoop(machine, groups, 1)
  const nodes = machine.nodes.length
  const total = placed.reduce((sum, bytes) => sum + bytes, 0)
  shareBackground(loop, machine, groups)
  groups.forEach((group, g) => {
    if (group.background) return
    for (let n = 0; n < nodes; n++) loop.share[g * nodes + n] = placed[n] / total
  })
  loop.solve()
  const accessesPerSec = groups.reduce(
    (sum, group, g) => (group.background ? sum : sum + loop.accessesPerSec[g]),
    0,
  )
  const reads = readShareOf(groups)
  const run = {
    pages: fullPages / scale,
    accessesPerSec,
    traits: policyPartOf(plan.policy.kind).info.traits ?? [],
    groups: groups.length,
    nodes,
    fastNodes: tiersOf(machine)[0].length,
  }
  return {
    nodes: machine.nodes.map((node, n) => ({
      id: node.id,
      placedBytes: placed[n],
      bytesPerSec: loop.bytesPerSec[n],
      latencyNs: loop.latencyNs[n],
      load: loop.bytesPerSec[n] / loadPointAt(node.curve, reads).asymptoteBytesPerSec,
    })),
    accessesPerSec,
    threads: machine.processors.map((_, p) =>
      groups.reduce((sum, group) => (group.processor === p ? sum + group.threads : sum), 0),
    ),
    wallSec: wallSec(plan, run),
    memoryBytes: memoryBytes(plan, run),
    pages: run.pages,
  }
}

/** The same plan with as few simulated pages as will do. */
function coarse(plan: TieringPlan, pages: number): TieringPlan {
  let scale = 512
  while (scale > plan.run.scale && pages / scale < fewestPages) scale /= 2
  return { ...plan, run: { ...plan.run, scale } }
}

/** Bytes on each node when the working set fills the tiers from the fastest on, peers by latency. */
function filled(machine: Machine, bytes: number): number[] {
  const order = machine.nodes
    .map((node, n) => ({ n, tier: node.tier, ns: machine.processors[0].routes[n].idleLatencyNs }))
    .sort((a, b) => a.tier - b.tier || a.ns - b.ns)
  const placed = machine.nodes.map(() => 0)
  let left = bytes
  for (const { n } of order) {
    placed[n] = Math.min(left, machine.nodes[n].capacityBytes)
    left -= placed[n]
  }
  return placed
}

function readShareOf(groups: readonly ThreadGroup[]): number {
  const weight = (group: ThreadGroup) => group.threads * group.linesPerThread
  const all = groups.reduce((sum, group) => sum + weight(group), 0)
  return groups.reduce((sum, group) => sum + weight(group) * group.readShare, 0) / all
}
