import type { MetricInfo } from '../../../../shared/documents/run.ts'
import { zoneMetrics } from './zones/zone-columns.ts'

const counted = 'counted by the model as events happen; a scaled run multiplies by its scale'
const loop = 'closed loop of throughput and loaded latency: docs/engines.md'

/** What the figures of a run's summary mean. `accessShare.<node>` stands for one metric per node. */
export const tieringMetrics: readonly MetricInfo[] = [
  { name: 'fastTierAccessShare', title: 'accesses served by the fastest tier', unit: 'share', better: 'more', kind: 'ratio', about: 'How much of the work the fastest tier did.', formula: 'Σ accesses served by tier 0 / Σ accesses', source: counted },
  { name: 'accessShare.<node>', title: 'accesses served by a node', unit: 'share', kind: 'ratio', about: 'How much of the work one node did.', formula: 'Σ accesses served by the node / Σ accesses', source: counted },
  { name: 'meanLatencyNs', title: 'mean memory latency', unit: 'ns', better: 'less', kind: 'mean', about: 'Loaded latency averaged over all accesses, without think time and without faults.', formula: 'Σ (accesses · loaded latency of the node that served them) / Σ accesses', source: loop },
  { name: 'throughputAccessesPerSec', title: 'throughput', unit: 'accessesPerSec', better: 'more', kind: 'mean', about: 'Accesses (cache lines) of all thread groups per simulated second.', formula: 'Σ accesses / simulated time', source: loop },
  { name: 'slowdownVsAllFast', title: 'time against all-fast', unit: 'share', better: 'less', shownAs: 'factor', kind: 'ratio', about: 'How much longer the same accesses took than with every page in the fastest tier and no kernel work. 1 × is as fast; below 1 × a second tier’s bandwidth helped. Stored as the excess over 1.', formula: 'T / T(all in the fastest tier, no kernel work) − 1', source: loop },
  { name: 'promotedPages', title: 'promoted', unit: 'pages', kind: 'total', about: 'Pages moved to a faster tier.', formula: 'Σ moves up', source: counted, counter: 'pgpromote_success' },
  { name: 'demotedPages', title: 'demoted', unit: 'pages', kind: 'total', about: 'Pages moved to a slower tier.', formula: 'Σ moves down', source: counted, counter: 'pgdemote_kswapd' },
  { name: 'pingPongPages', title: 'ping-pong', unit: 'pages', better: 'less', kind: 'total', about: 'Promotions within the ping-pong window (60 s unless set) of that page’s demotion.', formula: 'Σ promotions with t(promoted) − t(demoted) ≤ window', source: counted },
  { name: 'refusedPages', title: 'refused', unit: 'pages', kind: 'total', about: 'Hint faults that found the page cold or the limit reached.', formula: 'Σ pages looked at and left', source: counted },
  { name: 'failedPages', title: 'failed moves', unit: 'pages', better: 'less', kind: 'total', about: 'Moves that were wanted and found no room.', formula: 'Σ moves wanted − Σ moves made', source: counted },
  { name: 'hintFaults', title: 'hint faults', unit: 'count', kind: 'total', about: 'NUMA hint faults taken.', formula: 'Σ faults on armed pages', source: counted, counter: 'numa_hint_faults' },
  { name: 'candidatePages', title: 'promotion candidates', unit: 'pages', kind: 'total', about: 'Pages found hot by latency, promoted or not; the free-space shortcut is not counted.', formula: 'Σ hint faults with latency < threshold', source: counted, counter: 'pgpromote_candidate' },
  { name: 'missCount', title: 'misses', unit: 'accesses', better: 'less', kind: 'total', about: 'Accesses that the fastest tier did not serve. For a cache policy: its misses.', formula: 'Σ accesses − Σ accesses served by tier 0', source: counted },
  { name: 'missRatio', title: 'miss ratio', unit: 'share', better: 'less', kind: 'ratio', about: 'How often an access missed the fastest tier.', formula: 'misses / Σ accesses', source: counted },
  { name: 'migrationBytes', title: 'migrated', unit: 'bytes', kind: 'total', about: 'Bytes of pages copied between nodes, each copy counted once.', formula: 'Σ pages copied · page size', source: counted },
  { name: 'kernelShare', title: 'kernel time', unit: 'share', better: 'less', kind: 'ratio', about: 'Thread time lost to hint faults, scans, migrations and reclaim.', formula: 'Σ kernel time of the threads / (threads · simulated time)', source: 'costs of the mechanism and the policy’s parts; assumptions where nobody measured them (docs/sources.md)' },
  { name: 'keptPageShare', title: 'pages kept of the trace', unit: 'share', kind: 'ratio', about: 'Where a trace was sampled by page: the share of its pages that was replayed, on that share of every node’s capacity. Counts are those of these pages.', formula: 'pages kept / pages of the trace', source: 'workload.sampleShare' },
  ...zoneMetrics,
] // prettier-ignore
