import type { EngineId, ParamInfo } from '../part.ts'
import { nodeZoneParams } from './node-zone-params.ts'

const seed: ParamInfo = {
  name: 'seed',
  label: 'Seed',
  about: 'Everything random follows from it. Equal plans with equal seeds give equal bytes.',
  source: 'free choice',
  type: 'integer',
  unit: 'none',
  default: 1,
  min: 0,
  max: Number.MAX_SAFE_INTEGER,
}

const pageKiB: ParamInfo = {
  name: 'pageKiB',
  label: 'Base page size',
  about: 'The size of a base page. Kernel amounts given in bytes (scan_size_mb, watermarks) follow it.',
  source: 'Linux: 4 KiB on x86-64; 4, 16 or 64 KiB on arm64',
  type: 'choice',
  default: '4',
  choices: [
    { value: '4', title: '4 KiB' },
    { value: '16', title: '16 KiB' },
    { value: '64', title: '64 KiB' },
    { value: '2048', title: '2 MiB' },
  ],
  advanced: true,
}

const frames: ParamInfo = {
  name: 'frames',
  label: 'Frames at most',
  about:
    'How many moments are recorded at most. Between frames minima and maxima are kept, so no spike is lost.',
  source: 'free choice; ARCHITECTURE.md (recording and rewind)',
  type: 'integer',
  unit: 'none',
  default: 6000,
  min: 2,
  max: 10_000,
  advanced: true,
}

const recordMiB: ParamInfo = {
  name: 'recordMiB',
  label: 'Recording budget',
  about:
    'Memory for map writes and decisions. Within it they are complete; beyond it they are kept whole for a hash-chosen set of pages, and the screen says so.',
  source: 'free choice; ARCHITECTURE.md (recording and rewind)',
  type: 'integer',
  unit: 'MiB',
  default: 256,
  min: 1,
  max: 8192,
  advanced: true,
}

/** Fields of `run` in the tiering study. */
export const tieringRunParams: readonly ParamInfo[] = [
  {
    name: 'engine',
    label: 'Engine',
    about:
      'rates: pages have access rates and accesses are Poisson, so minutes cost seconds. replay: every access is charged, one by one.',
    source: 'docs/engines.md',
    type: 'choice',
    default: 'rates',
    choices: [
      { value: 'rates', title: 'Rates (Poisson)' },
      { value: 'replay', title: 'Replay (every access)' },
    ] satisfies { value: EngineId; title: string }[],
  },
  seed,
  {
    name: 'lengthSec',
    label: 'Simulated time',
    about:
      'How long to simulate. A replay that has an end of its own, a trace or a limit of accesses, ends there instead.',
    source: 'free choice',
    type: 'number',
    unit: 's',
    default: 600,
    min: 1e-6,
    max: 86_400,
  },
  {
    name: 'accessLimit',
    label: 'Accesses at most',
    about: 'Ends a replay after this many accesses; 0: at the end of the trace, or of the simulated time.',
    source: 'free choice',
    type: 'integer',
    unit: 'accesses',
    default: 0,
    min: 0,
    max: 1e15,
    when: { name: 'engine', is: ['replay'] },
  },
  {
    name: 'scale',
    label: 'Scale',
    about:
      'Each simulated page stands for this many consecutive pages; capacities, bandwidths and rates shrink with it, counters are multiplied back. 1 is full resolution.',
    source: 'docs/engines.md (scale): scales 16 and 64 agree within 1 %',
    type: 'choice',
    default: '64',
    choices: ['1', '2', '4', '8', '16', '32', '64', '128', '256', '512'].map((value) => ({
      value,
      title: value === '1' ? '1 (every page)' : `1 : ${value}`,
    })),
    when: { name: 'engine', is: ['rates'] },
  },
  pageKiB,
  {
    name: 'epochMs',
    label: 'Epoch',
    about:
      'How often throughput and loaded latencies are solved anew. Kernel threads act every millisecond within it.',
    source: 'docs/engines.md: 1 ms and 10 ms agree within 0.5 %',
    type: 'integer',
    unit: 'ms',
    default: 10,
    min: 1,
    max: 1000,
    advanced: true,
  },
  {
    name: 'epochAccesses',
    label: 'Epoch in accesses',
    about:
      'Replays with an end of their own count epochs in accesses, so that short traces have a timeline. 0 chooses: about 2,000 epochs, of at most 65,536 accesses.',
    source: 'free choice',
    type: 'integer',
    unit: 'accesses',
    default: 0,
    min: 0,
    max: 65_536,
    advanced: true,
    when: { name: 'engine', is: ['replay'] },
  },
  frames,
  recordMiB,
  {
    name: 'pingPongSec',
    label: 'Ping-pong window',
    about: 'A promotion counts as ping-pong when the page was demoted at most this long before.',
    source: 'free choice; docs/engines.md',
    type: 'number',
    unit: 's',
    default: 60,
    min: 0.001,
    max: 86_400,
    advanced: true,
  },
  ...nodeZoneParams,
]

/** Fields of `run` in the compaction study. */
export const compactionRunParams: readonly ParamInfo[] = [
  seed,
  {
    name: 'lengthSec',
    label: 'Simulated time at most',
    about:
      'Ends the run where it has not ended by itself: a zone that is compacted once ends when the scanners have met.',
    source: 'free choice',
    type: 'number',
    unit: 's',
    default: 600,
    min: 1e-6,
    max: 86_400,
  },
  pageKiB,
  frames,
  recordMiB,
]
