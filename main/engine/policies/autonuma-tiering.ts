import { giB, miB } from '../../../shared/units/sizes.ts'
import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { createFirstTouch } from '../linux/first-touch.ts'
import { createKswapd } from '../linux/kswapd.ts'
import { createNodeLru } from '../linux/node-lru.ts'
import { createLatencyBelief } from '../linux/latency-belief.ts'
import { createNumaScanner } from '../linux/numa-scanner.ts'
import { createPromotion } from '../linux/promotion.ts'
import { watermarksOf } from '../linux/watermarks.ts'
import { valuesOf } from '../param-values.ts'
import { fromAll, fromIdle, policyEvents, type Policy, type PolicyHost, type PolicyPart } from '../policy.ts'
import { createState } from '../policy-state.ts'
import { autonumaColumns, autonumaTracks } from '../linux/autonuma-columns.ts'

/** Linux NUMA balancing in memory-tiering mode (`kernel.numa_balancing = 2`), v6.8, with demotion by kswapd. */
const knob = { type: 'integer', live: true } as const
const params = [
  {
    ...knob, name: 'hot_threshold_ms', label: 'Hot threshold', about: 'A slow page is hot when it is accessed sooner than this after it was armed. Reference of the adaptive threshold.',
    source: 'Linux 6.8 kernel/sched/fair.c: 1000', unit: 'ms', default: 1000, min: 8, max: 60_000, rangeReason: 'below 8 ms the adaptation step is zero; a scan round takes at most 60 s',
  },
  {
    ...knob, name: 'numa_balancing_promote_rate_limit_MBps', label: 'Promotion rate limit', about: 'Candidates beyond this many MiB a second are refused; the adaptation steers towards it too, unless a target is given.',
    source: 'Linux 6.8: 65536', unit: 'MiBps', default: 65_536, min: 1, max: 1_048_576,
  },
  {
    ...knob, name: 'numa_balancing_promote_throughput_MBps', label: 'Candidate target', about: 'What the adaptive threshold steers candidates towards, apart from the hard limit: the configurable threshold that fixes over-promotion. 0 is mainline, where the limit is the target.',
    source: 'EMDC-OS CXL-AutoNUMA on Linux 6.8: default 1', unit: 'MiBps', default: 0, min: 0, max: 1_048_576,
  },
  {
    name: 'adapt_threshold', label: 'Adapt the threshold', about: 'Every scan_period_max the threshold moves a sixteenth of its range up or down. Off: the threshold is hot_threshold_ms.', source: 'Linux 6.8: always', type: 'flag', default: true, live: true,
  },
  {
    name: 'demotion_enabled', label: 'Demotion', about: 'kswapd moves cold pages of the fast node down instead of leaving it full. (/sys/kernel/mm/numa/demotion_enabled.)',
    source: 'Linux 6.8 default is off; tiering set-ups turn it on', type: 'flag', default: true, live: true,
  },
  {
    ...knob, name: 'scan_size_mb', label: 'Scan size', about: 'How much address space one scan arms.', source: 'Linux 6.8: 256', unit: 'MiB', default: 256, min: 1, max: 65_536,
  },
  {
    ...knob, name: 'scan_period_min_ms', label: 'Scan period, least', about: 'Shortest time for a whole pass, before it is divided by the number of windows.', source: 'Linux 6.8: 1000', unit: 'ms', default: 1000, min: 10, max: 600_000,
  },
  {
    ...knob, name: 'scan_period_max_ms', label: 'Scan period, most', about: 'Longest time for a whole pass; also the window of the threshold adaptation.', source: 'Linux 6.8: 60000', unit: 'ms', default: 60_000, min: 100, max: 600_000,
  },
  {
    ...knob, name: 'scan_delay_ms', label: 'Scan delay', about: 'Before a process is scanned for the first time.', source: 'Linux 6.8: 1000', unit: 'ms', default: 1000, min: 0, max: 600_000, advanced: true, live: false,
  },
  {
    name: 'scan_period_drift', label: 'Scan period drifts', about: 'In pure tiering mode no fault counts as local or shared, so the period doubles after each pass up to its maximum.',
    source: 'derived from Linux 6.8 fair.c (update_task_scan_period)', type: 'flag', default: true, live: true, advanced: true,
  },
  {
    name: 'free_space_shortcut', label: 'Free-space shortcut', about: 'While the fast node has plenty of free memory every fault promotes: no latency test, no limit, and the adaptation is forgotten.',
    source: 'Linux 6.8: on', type: 'flag', default: true, live: true, advanced: true,
  },
  {
    ...knob, name: 'shortcut_MiB', label: 'Shortcut level', about: 'Free memory above the promo watermark that opens the shortcut, unless a sixteenth of the node is more.', source: 'Linux 6.8: 1 GiB', unit: 'MiB', default: 1024, min: 0, max: 1_048_576, advanced: true,
  },
  {
    ...knob, name: 'watermark_scale_factor', label: 'watermark_scale_factor', about: 'Distance between two watermarks, in 1/10000 of the node.', source: 'Linux 6.8: 10', unit: 'none', default: 10, min: 1, max: 3000, advanced: true, live: false,
  },
  {
    name: 'faultNs', label: 'Hint fault', about: 'CPU time of a hint fault, before any migration; paid by the faulting thread.', source: 'assumption of the prototype: 1.5 µs', type: 'number', unit: 'ns', default: 1500, min: 0, max: 1e6, live: true, advanced: true,
  },
  {
    name: 'pteNs', label: 'Scan of a PTE', about: 'CPU time to look at one PTE; paid by the application’s threads.', source: 'assumption of the prototype: 30 ns', type: 'number', unit: 'ns', default: 30, min: 0, max: 1e5, live: true, advanced: true,
  },
  {
    name: 'visitNs', label: 'LRU visit', about: 'CPU time of kswapd to look at one page.', source: 'assumption of the prototype: 150 ns', type: 'number', unit: 'ns', default: 150, min: 1, max: 1e6, live: true, advanced: true,
  },
  {
    name: 'kswapd_shares_cores', label: 'kswapd shares cores', about: 'Its CPU time is taken from the application. Off: it runs on a core nobody uses.', source: 'assumption: all cores busy', type: 'flag', default: true, live: true, advanced: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'autonuma-tiering',
  family: 'policy',
  traits: ['kswapd'],
  title: 'Linux AutoNUMA tiering',
  about: 'NUMA balancing mode 2 of Linux 6.8: promotes slow pages whose hint faults come soon after they were armed; kswapd demotes from the inactive tail.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: [
      'the PTE scanner with its windows, bounds and drifting period',
      'hint-fault latency, adaptive threshold, rate limit and free-space shortcut, in the kernel’s order and arithmetic',
      'kswapd with watermarks, two-list LRU, second chance, batches of 32 and the switch-off after 16 fruitless trips',
      'CPU time of faults, scans, moves and reclaim, taken from the application',
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
    let knobs = valuesOf(params, values)
    const [fastNode] = host.tiers[0]
    const isSlow = host.nodes.map((node) => node.tier > 0)
    const firstTouch = createFirstTouch(host)
    const giBPerPage = (host.scale * host.pageBytes) / giB
    const lru = createNodeLru(
      host.accessed,
      host.takeWords(),
      host.takeWords(),
      (pages) => pages * giBPerPage,
      0,
      (page) => belief.onListed(page),
    )
    const belief = createLatencyBelief(host, lru.isActive, fastNode)
    const marks = watermarks(host, fastNode, knobs)
    const lower = host.tiers.slice(1).flat()
    const kswapd = createKswapd(host, fastNode, lru, {
      markPages: () => marks.promoPages,
      visitNs: () => knobs.visitNs,
      demotionEnabled: () => knobs.demotion_enabled,
      payer: () => (knobs.kswapd_shares_cores ? fromAll : fromIdle),
      target: () => lower.find((node) => host.freePages(node) > 0) ?? lower[0] ?? -1,
      onDemoted: (page) => belief.onDemoted(page),
    })
    const scanner = createNumaScanner(host, {
      scanDelayMs: () => knobs.scan_delay_ms,
      scanPeriodMinMs: () => knobs.scan_period_min_ms,
      scanPeriodMaxMs: () => knobs.scan_period_max_ms,
      scanSizeMiB: () => knobs.scan_size_mb,
      pteNs: () => knobs.pteNs,
      periodDrift: () => knobs.scan_period_drift,
      slow: (node) => isSlow[node],
    })
    const promotion = createPromotion(host, fastNode, {
      hotThresholdMs: () => knobs.hot_threshold_ms,
      rateLimitMiBps: () => knobs.numa_balancing_promote_rate_limit_MBps,
      targetMiBps: () =>
        knobs.numa_balancing_promote_throughput_MBps || knobs.numa_balancing_promote_rate_limit_MBps,
      adapts: () => knobs.adapt_threshold,
      adaptWindowMs: () => knobs.scan_period_max_ms,
      shortcut: () => knobs.free_space_shortcut,
      watermarks: () => marks,
      wakeKswapd: () => kswapd.wake(),
      faultNs: () => knobs.faultNs,
    })
    let epochFaults = 0
    let epochLatencyMs = 0
    let meanLatencyMs = 0

    function refreshMarks(): void {
      Object.assign(marks, watermarks(host, fastNode, knobs))
    }

    return {
      placePage(page) {
        const node = firstTouch.nodeForNewPage()
        if (node === fastNode) {
          host.accessed.mark(page)
          lru.add(page)
        }
        return node
      },
      adopt(page, from) {
        if (from === fastNode) lru.remove(page)
        if (host.nodeOf(page) === fastNode) lru.add(page)
        if (from === fastNode) belief.onDemoted(page)
        else belief.onListed(page)
      },
      onHintFault(page, group) {
        const latencyMs = (Math.floor(host.nowNs() / 1e6) - scanner.armedAtMs(page)) >>> 0
        epochFaults++
        epochLatencyMs += latencyMs
        host.count(policyEvents.numa_hint_faults, 1)
        host.charge(group, knobs.faultNs)
        const moved = promotion.onFault(page, group, latencyMs)
        if (moved) lru.add(page)
        belief.onTested(page, latencyMs < promotion.thresholdMs, moved)
        host.accessed.mark(page)
      },
      tick() {
        scanner.tick()
        kswapd.run()
      },
      set(changed) {
        knobs = { ...knobs, ...valuesOf(params, changed) }
        refreshMarks()
      },
      belief,
      columns: autonumaColumns,
      tracks: autonumaTracks(marks, host),
      fillRow(row, at) {
        if (epochFaults > 0) meanLatencyMs = epochLatencyMs / epochFaults
        epochFaults = 0
        epochLatencyMs = 0
        row[at] = promotion.thresholdMs
        row[at + 1] = meanLatencyMs
        row[at + 2] = scanner.periodMs
        row[at + 3] = lru.activePages * host.scale
        row[at + 4] = lru.inactivePages * host.scale
      },
      state: createState(() => ({
        'hot threshold': { value: promotion.thresholdMs, unit: 'ms' },
        'scan period': { value: scanner.periodMs, unit: 'ms' },
        'scan passes': scanner.passes,
        'candidates in the last window': {
          value: promotion.lastWindowCandidates * host.scale,
          unit: 'pages',
        },
        'candidate budget of a window': { value: promotion.candidateBudget * host.scale, unit: 'pages' },
        kswapd: kswapd.off ? 'off' : kswapd.awake ? 'awake' : 'asleep',
      })),
    }
  },
}

function watermarks(
  host: PolicyHost,
  node: number,
  knobs: { watermark_scale_factor: number; shortcut_MiB: number },
) {
  return watermarksOf({
    nodeBytes: host.nodes[node].fullBytes,
    machineBytes: host.nodes.reduce((sum, each) => sum + each.fullBytes, 0),
    minFreeKiB: 0,
    scaleFactor: knobs.watermark_scale_factor,
    shortcutBytes: knobs.shortcut_MiB * miB,
    shortcutShare: 1 / 16,
    pageBytes: host.pageBytes,
    scale: host.scale,
  })
}
