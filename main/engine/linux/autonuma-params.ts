import type { ParamInfo } from '../../../shared/documents/part.ts'
import type { ValuesOf } from '../param-values.ts'

const knob = { type: 'integer', live: true } as const

/** Fields of Linux NUMA balancing in memory-tiering mode (`kernel.numa_balancing = 2`), v6.8, with demotion by kswapd. */
export const autonumaParams = [
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

export type AutonumaKnobs = ValuesOf<typeof autonumaParams>
