import { encodeFrame } from '../../shared/rpc/frame.ts'

export const setupExamples: readonly string[] = [
  `format: 1
study: tiering
name: whole
about: an experiment with every section
run: { engine: replay, accessLimit: 1000, seed: 7 }
machine: { kind: custom, fastPages: 16, nodes: [{ id: a, title: A, role: dram, tier: 0, capacityGiB: 1, idleNs: 90, peakGBps: 100, steepness: 0.1, linkGBps: 0 }] }
workload: { kind: zipf, workingSetGiB: 0.01, skew: 0.99 }
policy: { kind: lru }
mechanism: { kind: migrate_pages }
sweep:
  - { path: policy.kind, values: [lru, fifo] }
  - { path: machine.fastPages, values: [1, 2, 10 %] }
`,
  `format: 1
study: tiering
name: scheduled
run: &run { lengthSec: 10, scale: 64 }
machine: { kind: spr-ddr5-cxl }
workload: { kind: hot-set }
policy: { kind: autonuma-tiering, hot_threshold_ms: 500 ms }
mechanism: { kind: migrate_pages }
schedule: [{ atSec: 5, set: { policy.hot_threshold_ms: 250 } }]
`,
  'a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: &c [*b, *b, *b]\nd: [*c, *c, *c]\n',
  '{"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}\n',
]

const values: readonly unknown[] = [
  { id: 1, method: 'startRun', request: { workspace: 'w', experiment: 'e', point: 3 } },
  { id: 2, columns: [new Float64Array([1, Number.NaN]), new Uint8Array(5), new BigInt64Array(2)], odd: -0 },
  [[[[{ $column: 'not a mark', $: 1 }]]], null, 'text', Infinity],
]

export const frameExamples: readonly Uint8Array[] = values.map((value) => encodeFrame(value))
