import type { Catalog, Example } from '../../shared/contract/lab.ts'
import { setupFormat, type ExperimentSetup, type TieringSetup } from '../../shared/documents/experiment.ts'
import type { MachineSketch } from '../../shared/documents/machine-sketch.ts'
import type { PartInfo } from '../../shared/documents/part.ts'
import { studies } from '../../shared/documents/studies/studies.ts'

/** A small catalog for looking at the screens without a core: its words and figures mean nothing. */

const fidelity = {
  models: ['loaded latency of each node', 'capacity and watermarks'],
  approximates: ['the curve between two measured points, by a line'],
  leavesOut: ['row buffers, refresh, ECC'],
}

const part = (info: Pick<PartInfo, 'id' | 'family' | 'title' | 'about' | 'params'>): PartInfo => ({
  ...info,
  engines: ['rates', 'replay'],
  fidelity,
  sources: ['invented for tests'],
})

const parts: readonly PartInfo[] = [
  part({
    id: 'two-tiers',
    family: 'machine',
    title: 'One socket with a CXL expander',
    about: 'Local DDR5 and a CXL 2.0 x8 memory expander.',
    params: [
      { name: 'dramGiB', label: 'DRAM', about: 'Capacity of the fast node.', source: 'free choice', type: 'number', unit: 'GiB', default: 16, min: 0.01, max: 4096 },
      { name: 'cxlGiB', label: 'CXL memory', about: 'Capacity of the slow node.', source: 'free choice', type: 'number', unit: 'GiB', default: 64, min: 0.01, max: 4096 },
      { name: 'cxlLatencyNs', label: 'CXL idle latency', about: 'Unloaded, from the socket.', source: 'assumption', type: 'number', unit: 'ns', default: 214, min: 50, max: 2000, advanced: true },
    ],
  }),
  part({
    id: 'own-nodes',
    family: 'machine',
    title: 'A machine of your own',
    about: 'Nodes as you list them.',
    params: [
      {
        name: 'nodes', label: 'Nodes', about: 'Memory nodes, fastest first.', source: 'free choice', type: 'table', minRows: 1, maxRows: 8,
        columns: [
          { name: 'title', label: 'Name', about: 'Shown everywhere.', source: 'free choice', type: 'text', default: 'DRAM', maxLength: 40 },
          { name: 'gib', label: 'Capacity', about: 'How much.', source: 'free choice', type: 'number', unit: 'GiB', default: 16, min: 0.01, max: 4096 },
          { name: 'role', label: 'Kind', about: 'Its technology.', source: 'free choice', type: 'choice', default: 'dram', choices: [{ value: 'dram', title: 'DRAM' }, { value: 'cxl', title: 'CXL' }] },
        ],
        default: [{ title: 'DRAM 0', gib: 16, role: 'dram' }, { title: 'CXL 1', gib: 64, role: 'cxl' }],
      },
    ],
  }),
  part({
    id: 'zipf',
    family: 'workload',
    title: 'Zipf',
    about: 'Few pages get most accesses.',
    params: [
      { name: 'workingSetGiB', label: 'Working set', about: 'Pages that are touched at all.', source: 'free choice', type: 'number', unit: 'GiB', default: 48, min: 0.001, max: 4096 },
      { name: 'skew', label: 'Skew', about: '0 is uniform; more is steeper.', source: 'YCSB: 0.99', type: 'number', unit: 'none', default: 0.99, min: 0, max: 2 },
      { name: 'threads', label: 'Threads', about: 'Working threads.', source: 'free choice', type: 'integer', unit: 'threads', default: 16, min: 1, max: 512 },
      { name: 'scramble', label: 'Scramble addresses', about: 'Hot pages lie anywhere.', source: 'free choice', type: 'flag', default: true },
    ],
  }),
  part({
    id: 'trace',
    family: 'workload',
    title: 'Trace',
    about: 'Accesses recorded from a real program.',
    params: [{ name: 'file', label: 'File', about: 'valgrind lackey or CSV.', source: 'free choice', type: 'file', default: '' }],
  }),
  part({
    id: 'autonuma',
    family: 'policy',
    title: 'AutoNUMA tiering',
    about: 'Promotes on hint faults below an adaptive latency threshold; kswapd demotes.',
    params: [
      { name: 'hot_threshold_ms', label: 'Hot threshold', about: 'Hint faults faster than this mean hot.', source: 'kernel: numa_balancing_hot_threshold_ms', type: 'number', unit: 'ms', default: 1000, min: 1, max: 60_000, live: true, rangeReason: 'a scan round takes at most 60 s' },
      { name: 'scan_size_mb', label: 'Scan size', about: 'Unmapped per scan.', source: 'kernel', type: 'number', unit: 'MiB', default: 256, min: 1, max: 4096 },
      { name: 'adapt', label: 'Adapt the threshold', about: 'Every 60 s, towards the rate limit.', source: 'kernel', type: 'flag', default: true },
    ],
  }),
  part({
    id: 'static',
    family: 'policy',
    title: 'Static',
    about: 'Pages stay where they were first touched.',
    params: [],
  }),
  part({
    id: 'migrate_pages',
    family: 'mechanism',
    title: 'migrate_pages',
    about: 'Isolate, unmap, shoot down, copy, remap.',
    params: [
      { name: 'copyUs', label: 'Copy', about: 'Per page.', source: 'assumption', type: 'number', unit: 'us', default: 0.9, min: 0, max: 1000 },
    ],
  }),
] // prettier-ignore

export const fakeSetup = (
  name: string,
  about: string,
  more: Partial<TieringSetup> = {},
): ExperimentSetup => ({
  format: setupFormat,
  study: 'tiering',
  name,
  about,
  run: { lengthSec: 720 },
  machine: { kind: 'two-tiers' },
  workload: { kind: 'zipf' },
  policy: { kind: 'autonuma' },
  mechanism: { kind: 'migrate_pages' },
  ...more,
})

const example = (id: string, setup: ExperimentSetup): Example => ({
  id,
  topic: 'Tiered memory',
  setup,
  yaml: `name: ${setup.name}\n`,
})

export const fakeCatalog: Catalog = {
  parts,
  studies,
  metrics: [
    { name: 'fastTierAccessShare', title: 'accesses to the fast tier', unit: 'share', about: 'Accesses served by the fast tier over all accesses.', formula: 'of the fake run', source: 'a fake run', kind: 'total' },
    { name: 'meanLatencyNs', title: 'mean latency', unit: 'ns', about: 'Mean over all accesses.', formula: 'of the fake run', source: 'a fake run', kind: 'total' },
    { name: 'promotedPages', title: 'promoted', unit: 'pages', about: 'Pages moved up.', formula: 'of the fake run', source: 'a fake run', kind: 'total' },
  ],
  examples: [
    example('autonuma-zipf', fakeSetup('A threshold that only rises', 'AutoNUMA tiering adapts its hot threshold until nothing counts as cold any more.')),
    example('zipf-flat', fakeSetup('Almost uniform', 'With little skew there is nothing to win by moving pages.', { workload: { kind: 'zipf', skew: 0.3 } })),
    example('static-zipf', fakeSetup('First touch', 'Pages stay where they fell: the baseline.', { policy: { kind: 'static' }, workload: { kind: 'zipf', skew: 1.2 } })),
  ],
} // prettier-ignore

export const fakeMachine: MachineSketch = {
  nodes: [
    { id: 'dram0', title: 'DRAM 0', role: 'dram', tier: 0, capacityBytes: 16 * 1024 ** 3, idleLatencyNs: 82, latenciesNs: [82], bandwidthBytesPerSec: 307e9, curves: [{ readShare: 2 / 3, bytesPerSec: [0, 200e9, 300e9], latencyNs: [82, 110, 400] }] },
    { id: 'cxl1', title: 'CXL 1', role: 'cxl', tier: 1, capacityBytes: 64 * 1024 ** 3, idleLatencyNs: 214, latenciesNs: [214], bandwidthBytesPerSec: 31e9, curves: [{ readShare: 2 / 3, bytesPerSec: [0, 20e9, 30e9], latencyNs: [214, 260, 900] }] },
  ],
  processors: [{ id: 'cpu0', title: 'CPU 0', threads: 32 }],
  links: [
    { id: 'ddr0', title: '8 × DDR5', from: 'cpu0', to: 'dram0', bandwidthBytesPerSec: 307e9 },
    { id: 'cxl0', title: 'CXL 2.0 ×8', from: 'cpu0', to: 'cxl1', bandwidthBytesPerSec: 31e9 },
  ],
} // prettier-ignore
