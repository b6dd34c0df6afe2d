import type { MetricInfo } from '../../../../shared/documents/run.ts'

/** What the figures of a run's summary mean. `accessShare.<node>` stands for one metric per node. */
export const tieringMetrics: readonly MetricInfo[] = [
  { name: 'fastTierAccessShare', title: 'accesses served by the fastest tier', unit: 'share', about: 'Accesses served by nodes of the fastest tier / all accesses of the run.' },
  { name: 'accessShare.<node>', title: 'accesses served by a node', unit: 'share', about: 'Accesses served by the node / all accesses of the run.' },
  { name: 'meanLatencyNs', title: 'mean memory latency', unit: 'ns', about: 'Loaded latency averaged over all accesses, without think time and without faults.' },
  { name: 'throughputAccessesPerSec', title: 'throughput', unit: 'accessesPerSec', about: 'Accesses (cache lines) of all thread groups / simulated time.' },
  { name: 'slowdownVsAllFast', title: 'slowdown against all-fast', unit: 'share', about: 'T / T(all in the fastest tier, no kernel work) − 1, for the same accesses. Negative where a second tier’s bandwidth helps.' },
  { name: 'promotedPages', title: 'promoted', unit: 'pages', about: 'Pages moved to a faster tier.', counter: 'pgpromote_success' },
  { name: 'demotedPages', title: 'demoted', unit: 'pages', about: 'Pages moved to a slower tier.', counter: 'pgdemote_kswapd' },
  { name: 'pingPongPages', title: 'ping-pong', unit: 'pages', about: 'Promotions within the ping-pong window (60 s unless set) of that page’s demotion.' },
  { name: 'refusedPages', title: 'refused', unit: 'pages', about: 'Hint faults that found the page cold or the limit reached.' },
  { name: 'failedPages', title: 'failed moves', unit: 'pages', about: 'Moves that were wanted and found no room.' },
  { name: 'hintFaults', title: 'hint faults', unit: 'count', about: 'NUMA hint faults taken.', counter: 'numa_hint_faults' },
  { name: 'candidatePages', title: 'promotion candidates', unit: 'pages', about: 'Pages found hot by latency, promoted or not; the free-space shortcut is not counted.', counter: 'pgpromote_candidate' },
  { name: 'missCount', title: 'misses', unit: 'accesses', about: 'Accesses that the fastest tier did not serve. For a cache policy: its misses.' },
  { name: 'missRatio', title: 'miss ratio', unit: 'share', about: 'Misses / accesses.' },
  { name: 'migrationBytes', title: 'migrated', unit: 'bytes', about: 'Bytes of pages copied between nodes, each copy counted once.' },
  { name: 'kernelShare', title: 'kernel time', unit: 'share', about: 'Thread time lost to hint faults, scans, migrations and reclaim / thread time.' },
  { name: 'keptPageShare', title: 'pages kept of the trace', unit: 'share', about: 'Where a trace was sampled by page: the share of its pages that was replayed, on that share of every node’s capacity. Counts are those of these pages.' },
] // prettier-ignore
