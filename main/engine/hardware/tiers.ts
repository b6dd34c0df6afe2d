import type { Machine } from './machine.ts'

/** Node numbers by tier, fastest first; within a tier by idle latency. */
export function tiersOf(machine: Machine): readonly (readonly number[])[] {
  const tiers = [...new Set(machine.nodes.map((node) => node.tier))].sort((a, b) => a - b)
  return tiers.map((tier) =>
    machine.nodes
      .map((_, n) => n)
      .filter((n) => machine.nodes[n].tier === tier)
      .sort((a, b) => machine.nodes[a].idleLatencyNs - machine.nodes[b].idleLatencyNs || a - b),
  )
}
