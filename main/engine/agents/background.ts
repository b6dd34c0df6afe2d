import type { ClosedLoop } from '../hardware/closed-loop.ts'
import { nearestNode } from '../hardware/copy-routes.ts'
import type { Machine } from '../hardware/machine.ts'
import type { ThreadGroup } from './thread-group.ts'

/** Tells the closed loop where background groups stream: on the node nearest to their processor. */
export function shareBackground(loop: ClosedLoop, machine: Machine, groups: readonly ThreadGroup[]): void {
  const nodes = machine.nodes.length
  groups.forEach((group, g) => {
    if (group.background) loop.share[g * nodes + nearestNode(machine, group.processor)] = 1
  })
}
