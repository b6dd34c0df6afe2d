import { reasonCode } from '../../../shared/documents/decision.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { colloidColumns, colloidTracks } from '../colloid/colloid-columns.ts'
import { createTierLatencies } from '../colloid/tier-latencies.ts'
import { createAutonuma } from '../linux/autonuma.ts'
import { autonumaParams } from '../linux/autonuma-params.ts'
import { valuesOf } from '../param-values.ts'
import { createState } from '../policy-state.ts'
import type { Policy, PolicyPart, Why } from '../policy.ts'

const params = [
  ...autonumaParams,
  {
    name: 'measureMs', label: 'Measured every', about: 'How often the counters of the tiers are read.', source: 'as on HeMem: 10 ms', type: 'integer', unit: 'ms', default: 10, min: 1, max: 60_000, live: true, advanced: true,
  },
  {
    name: 'smoothing', label: 'Smoothing', about: 'Weight of the newest measurement in the running means of occupancy and inserts.', source: 'Colloid’s published kernel module: 1/32', type: 'number', unit: 'share', default: 0.03125, min: 0.0001, max: 1, live: true, advanced: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'colloid-autonuma',
  family: 'policy',
  title: 'Colloid on AutoNUMA tiering',
  about: 'Linux NUMA balancing in tiering mode, turned round while the fast tier answers later than the slow one: then nothing goes up, and what faults soon in the fast tier goes down.',
  engines: ['replay', 'rates'],
  traits: ['kswapd'],
  params,
  fidelity: {
    models: [
      'latency of each tier as occupancy over inserts, smoothed, with everybody’s requests in it',
      'hint faults in the fast tier too; while it is the slower one a fault under the threshold demotes and promotions stop',
      'everything else as in Linux AutoNUMA tiering',
    ],
    approximates: ['counters without noise', 'a demotion is one call for one page, paid by the thread that faulted'],
    leavesOut: ['the watermarks of p and the limit of a round, which the kernel variant does not have', 'what Linux AutoNUMA tiering leaves out'],
  },
  sources: ['M. Vuppalapati, R. Agarwal, Colloid, SOSP 2024, and its published kernel (v6.3)', 'Linux 6.8, as for Linux AutoNUMA tiering'],
} // prettier-ignore

export const colloidAutonuma: PolicyPart = {
  info,
  createPolicy(values, host): Policy {
    let knobs = valuesOf(params, values)
    const kernel = createAutonuma(host, knobs, () => true)
    const latencies = createTierLatencies(host, () => knobs.smoothing)
    const isFast = host.nodes.map((_, node) => host.tiers[0].includes(node))
    const why: Why = { reason: 0, a: 0, b: 0, c: 0 }
    const goesDown = reasonCode('hint-fault-balance-down')
    const staysDown = reasonCode('hint-fault-balance-stay')
    let nextMeasureNs = host.nowNs() + knobs.measureMs * 1e6

    function explain(reason: number, latencyMs: number): Why {
      why.reason = reason
      why.a = latencyMs
      why.b = latencies.fastNs
      why.c = latencies.slowNs
      return why
    }

    function demote(page: number, group: number, latencyMs: number): void {
      const from = host.nodeOf(page)
      const target = kernel.demotionTarget(from)
      if (target < 0 || latencyMs >= kernel.thresholdMs()) return
      if (host.move(page, target, explain(goesDown, latencyMs), 1, group)) kernel.onMoved(page, from)
    }

    return {
      placePage: kernel.placePage,
      adopt: kernel.adopt,
      onHintFault(page, group) {
        const latencyMs = kernel.onFault(page, group)
        const turned = latencies.fastNs > latencies.slowNs
        if (isFast[host.nodeOf(page)]) {
          if (turned) demote(page, group, latencyMs)
        } else if (turned) {
          host.turnDown(page, host.nodesFrom(group)[0], explain(staysDown, latencyMs), knobs.faultNs)
        } else kernel.promote(page, group, latencyMs)
        host.accessed.mark(page)
      },
      tick() {
        kernel.tick()
        if (host.nowNs() < nextMeasureNs) return
        nextMeasureNs += knobs.measureMs * 1e6
        latencies.measure()
      },
      set(changed) {
        knobs = { ...knobs, ...valuesOf(params, changed) }
        kernel.set(valuesOf(params, changed))
      },
      belief: kernel.belief,
      columns: [...kernel.columns, ...colloidColumns.slice(0, 3)],
      tracks: [...kernel.tracks, colloidTracks[0]],
      fillRow(row, at) {
        kernel.fillRow(row, at)
        row[at + kernel.columns.length] = latencies.fastNs
        row[at + kernel.columns.length + 1] = latencies.slowNs
        row[at + kernel.columns.length + 2] = latencies.fastShare
      },
      state: createState(() => ({
        ...kernel.readState(),
        promotions: latencies.fastNs > latencies.slowNs ? 'turned round' : 'as in Linux',
      })),
    }
  },
}
