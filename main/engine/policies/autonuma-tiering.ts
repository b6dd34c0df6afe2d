import type { PartInfo } from '../../../shared/documents/part.ts'
import { createAutonuma } from '../linux/autonuma.ts'
import { autonumaParams } from '../linux/autonuma-params.ts'
import { valuesOf } from '../param-values.ts'
import type { Policy, PolicyPart } from '../policy.ts'

/** Linux NUMA balancing in memory-tiering mode (`kernel.numa_balancing = 2`), v6.8, with demotion by kswapd. */
const info: PartInfo = {
  id: 'autonuma-tiering',
  family: 'policy',
  traits: ['kswapd'],
  title: 'Linux AutoNUMA tiering',
  about: 'NUMA balancing mode 2 of Linux 6.8: promotes slow pages whose hint faults come soon after they were armed; kswapd demotes from the inactive tail.',
  engines: ['replay', 'rates'],
  params: autonumaParams,
  fidelity: {
    models: [
      'the PTE scanner with its windows, bounds and drifting period',
      'hint-fault latency, adaptive threshold, rate limit and free-space shortcut, in the kernel’s order and arithmetic',
      'kswapd with watermarks, two-list LRU, second chance, batches of 32 and the switch-off after 16 fruitless trips',
      'CPU time of faults, scans, moves and reclaim, taken from the application',
      'several nodes: a page goes up to the fast node nearest to whoever faulted; each node but the slowest has lists and a kswapd of its own, which demotes to the next slower node, nearest first',
    ],
    approximates: [
      'one address space with one large mapping',
      'fruitless trips of kswapd stand for the priority loop',
      'scan pace by wall time instead of the scanning task’s CPU time',
    ],
    leavesOut: [
      'multi-generational LRU, huge pages, file pages, swap',
      'cpusets and memory policies, several processes',
      'contention on locks in the fault path: costs above 250,000 faults a second are optimistic',
    ],
  },
  sources: [
    'Linux 6.8 kernel/sched/fair.c, mm/migrate.c, mm/vmscan.c, mm/memory-tiers.c',
    'github.com/EMDC-OS/CXL-AutoNUMA (candidate target)',
  ],
} // prettier-ignore

export const autonumaTiering: PolicyPart = {
  info,
  createPolicy(values, host): Policy {
    const kernel = createAutonuma(host, valuesOf(autonumaParams, values), (node) => host.nodes[node].tier > 0)
    return {
      placePage: kernel.placePage,
      adopt: kernel.adopt,
      onHintFault(page, group) {
        const latencyMs = kernel.onFault(page, group)
        kernel.promote(page, group, latencyMs)
        host.accessed.mark(page)
      },
      tick: kernel.tick,
      set: (changed) => kernel.set(valuesOf(autonumaParams, changed)),
      belief: kernel.belief,
      columns: kernel.columns,
      tracks: kernel.tracks,
      fillRow: kernel.fillRow,
      state: kernel.state,
    }
  },
}
