import type { ColumnSpec, TrackSpec } from '../../../shared/documents/series.ts'
import type { PolicyHost } from '../policy.ts'
import type { Watermarks } from './watermarks.ts'

/** Columns that AutoNUMA tiering adds, in the order in which the policy fills them. */
export const autonumaColumns: readonly ColumnSpec[] = [
  {
    name: 'hotThresholdMs', title: 'hot threshold', unit: 'ms', fold: 'last', role: 'policy', counter: 'nbp_threshold',
    about: 'A hint fault sooner than this after arming makes a page a promotion candidate.',
  },
  {
    name: 'hintFaultLatencyMs', title: 'hint-fault latency', unit: 'ms', fold: 'mean', role: 'plain',
    about: 'Mean time from arming to fault, over the hint faults of the epoch; holds its value while there are none.',
  },
  { name: 'scanPeriodMs', title: 'scan period', unit: 'ms', fold: 'last', role: 'plain', counter: 'numa_scan_period', about: 'Time between two scans of scan_size_mb.' },
  { name: 'activePages', title: 'active', unit: 'pages', fold: 'last', role: 'dram', counter: 'nr_active_anon', about: 'Pages on the active lists of the fastest tier.' },
  { name: 'inactivePages', title: 'inactive', unit: 'pages', fold: 'last', role: 'plain', counter: 'nr_inactive_anon', about: 'Pages on the inactive lists of the fastest tier.' },
] // prettier-ignore

/** `marks`: of each node of the fastest tier. They are drawn at full size, in bytes. */
export function autonumaTracks(marks: readonly Watermarks[], host: PolicyHost): readonly TrackSpec[] {
  const free = marks.map((each, i) => freeTrack(each, host, i))
  return [
    {
      id: 'hotThreshold', title: 'Hot threshold', unit: 'ms', draw: 'steps', pinned: true,
      about: 'The adaptive threshold, and the mean latency of the hint faults it is held against.',
      formula: 'each minute: candidates > 1.1 · target: − an eighth of the reference; < 0.9 · target: + an eighth, up to twice',
      source: 'Linux 6.8 kernel/sched/fair.c, numa_promotion_adjust_threshold',
      columns: ['hotThresholdMs', 'hintFaultLatencyMs'],
    },
    ...free,
    { id: 'scanPeriod', title: 'Scan period', unit: 'ms', draw: 'steps', pinned: false, about: 'How often the scanner arms the next window.', formula: 'time between two scans, within numa_balancing_scan_period_min and _max', source: 'Linux 6.8 kernel/sched/fair.c, update_task_scan_period', columns: ['scanPeriodMs'] },
    { id: 'lruLists', title: 'LRU lists', unit: 'pages', draw: 'lines', pinned: false, about: 'Pages on the two lists of the fastest tier’s nodes.', formula: 'pages on the list', source: 'Linux 6.8 mm/vmscan.c, mm/swap.c', columns: ['activePages', 'inactivePages'] },
  ] // prettier-ignore
}

function freeTrack(marks: Watermarks, host: PolicyHost, i: number): TrackSpec {
  const fast = host.nodes[host.tiers[0][i]]
  const bytes = (pages: number) => pages * host.scale * host.pageBytes
  return {
      id: i === 0 ? 'freeFast' : `freeFast.${fast.id}`, title: `Free on ${fast.title}`, unit: 'bytes', draw: 'lines', pinned: i === 0,
      about: 'Free memory of the fast node against its watermarks. kswapd sleeps above promo; above the shortcut every hint fault promotes.',
      formula: 'capacity − pages there · page size',
      source: 'the page table of the model; marks from Linux 6.8 mm/page_alloc.c',
      columns: [`freeBytes.${fast.id}`],
      marks: [
        { title: 'min', value: bytes(marks.minPages) },
        { title: 'low', value: bytes(marks.lowPages) },
        { title: 'high', value: bytes(marks.highPages) },
        { title: 'promo', value: bytes(marks.promoPages) },
        { title: 'shortcut', value: bytes(marks.shortcutPages) },
      ],
    } // prettier-ignore
}
