import type { ThreadGroup } from '../../agents/thread-group.ts'
import { createClosedLoop } from '../../hardware/closed-loop.ts'
import type { Machine } from '../../hardware/machine.ts'
import { tiersOf } from '../../hardware/tiers.ts'

/**
 * Throughput of each group, accesses (simulated) per second, with every page in the fastest tier and no kernel work:
 * the reference of `slowdownVsAllFast`. Each group has its nearest node of that tier. Capacity is ignored. Constant, for
 * shares there do not change.
 */
export function allFastAccessesPerSec(
  machine: Machine,
  groups: readonly ThreadGroup[],
  scale: number,
): Float64Array {
  const loop = createClosedLoop(machine, groups, scale)
  for (let g = 0; g < groups.length; g++) {
    const { routes } = machine.processors[groups[g].processor]
    const nearest = tiersOf(machine)[0].reduce((best, node) =>
      routes[node].idleLatencyNs < routes[best].idleLatencyNs ? node : best,
    )
    loop.share[g * machine.nodes.length + nearest] = 1
  }
  loop.solve()
  return loop.accessesPerSec.slice()
}
