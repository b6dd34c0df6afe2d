import type { ParamInfo, SettingsInfo } from '../part.ts'

/** Fields of `run` in the tiering study that give nodes a zone of frames. With `zone: none` none of them is in the plan. */
const zoned = { name: 'zone', is: ['fast', 'all'] } as const

export const nodeZoneParams = [
  {
    name: 'zone', label: 'Frames', about: 'Nodes whose physical frames are followed one by one, so that a huge page of 2 MiB needs a free aligned block of 512. Such a zone has a past, which leaves it fragmented. Needs scale 1 and base pages of 4 KiB; in replay pages then come when they are first accessed.',
    source: 'free choice', type: 'choice', default: 'none', advanced: true,
    choices: [
      { value: 'none', title: 'Counted only' },
      { value: 'fast', title: 'Of the fastest node' },
      { value: 'all', title: 'Of every node' },
    ],
  },
  {
    name: 'zoneFreeShare', label: 'Free', about: 'Share of such a zone that is free when the run begins. The rest is clean cached pages, which can be moved and dropped, and kernel pages, which cannot.',
    source: 'free choice', type: 'number', unit: 'share', default: 0.5, min: 0, max: 1, advanced: true, when: zoned,
  },
  {
    name: 'zoneTurnover', label: 'Turnover', about: 'How often, on average, a frame in use was freed and allocated anew before the run: more is more fragmented.',
    source: 'free choice', type: 'number', unit: 'none', default: 3, min: 0, max: 100, advanced: true, when: zoned,
  },
  {
    name: 'zoneSlabShare', label: 'Slab', about: 'Of the allocations in its past: unreclaimable slab. Other kernel pages are as in the zone “aged” of the compaction study.',
    source: 'free choice', type: 'number', unit: 'share', default: 0.05, min: 0, max: 0.9, advanced: true, when: zoned,
  },
  {
    name: 'compaction', label: 'Compaction', about: 'What a request for a huge page does that finds no block: nothing; compacts and waits for it; goes without and wakes kcompactd.',
    source: 'Linux 6.8: transparent_hugepage/defrag', type: 'choice', default: 'none', advanced: true, when: zoned,
    choices: [
      { value: 'none', title: 'None' },
      { value: 'direct', title: 'Direct' },
      { value: 'background', title: 'In the background' },
    ],
  },
  {
    name: 'compactionRules', label: 'Rules of', about: 'Memory Compaction v1, or with what later kernels added: see the compactors of the compaction study.',
    source: 'M. Gorman, “Memory Compaction v1” (2010); Linux 6.8 mm/compaction.c', type: 'choice', default: 'v6.8', advanced: true, when: zoned,
    choices: [
      { value: 'v1', title: 'v1' },
      { value: 'v6.8', title: 'Linux 6.8' },
    ],
  },
  {
    name: 'hugeReclaim', label: 'Reclaim for huge pages', about: 'Where no block was found, nor won by compaction: drops clean cached pages, from the oldest on and each with those in the aligned block around it, until there is a block or 512 pages were dropped.',
    source: 'Linux before 3.5, lumpy reclaim: a request gives up after as many pages as it asked for', type: 'flag', default: false, advanced: true, when: zoned,
  },
  {
    name: 'dropPageNs', label: 'Drop a page', about: 'CPU time to take one clean cached page off its list and out of the cache.',
    source: 'assumption: as isolating a page for migration', type: 'number', unit: 'ns', default: 400, min: 0, max: 1e6, advanced: true, when: zoned,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

/** The model that these fields bring in. */
export const nodeZones: SettingsInfo = {
  id: 'node-zones',
  title: 'Nodes that own their frames',
  about: 'The physical frames of a node one by one, so that huge pages need aligned blocks, and compaction and reclaim win them.',
  engines: ['replay', 'rates'],
  params: nodeZoneParams,
  when: zoned,
  fidelity: {
    models: [
      'each frame, buddy blocks, and both scanners as in the compaction study',
      'a request at the first touch of each 2 MiB: direct compaction, asynchronous and then synchronous, with deferral and the fragmentation threshold; or kcompactd, a millisecond in each',
      'who waits for compaction and reclaim, and for how long; copies as traffic of the node',
      'huge pages that move whole where there is a block, and are split where there is none',
    ],
    approximates: [
      'memory is full of clean cached pages whose age is drawn and has nothing to do with place',
      'reclaim is the lumpy one of kernels before 3.5',
      'kcompactd has a processor of its own',
      'a huge page that moves pays for 512 pages of one call; zeroing costs what base pages cost: nothing',
      'in rates all pages come before the clock starts, so that attempts are timed and take nobody’s time',
    ],
    leavesOut: [
      'what huge pages save in page walks',
      'khugepaged: no region gets a huge page after its first touch, nor one that was split',
      'pages that are busy, or pinned during the run',
      'kswapd for blocks, watermarks of the zone, cache that comes back',
    ],
  },
  sources: ['M. Gorman, “Memory Compaction v1” (linux-mm, 2010-01-06)', 'Linux 6.8 mm/compaction.c, mm/page_alloc.c, mm/huge_memory.c'],
} // prettier-ignore

/** What these fields come to in a plan where a node owns a zone. */
export interface NodeZoneSettings {
  readonly zone: 'fast' | 'all'
  readonly zoneFreeShare: number
  readonly zoneTurnover: number
  readonly zoneSlabShare: number
  readonly compaction: 'none' | 'direct' | 'background'
  readonly compactionRules: 'v1' | 'v6.8'
  readonly hugeReclaim: boolean
  readonly dropPageNs: number
}

/** `undefined` where no node owns a zone. */
export function nodeZonesOf(run: Partial<NodeZoneSettings>): NodeZoneSettings | undefined {
  return run.zone === undefined ? undefined : (run as NodeZoneSettings)
}

/** The fields of a plan's `run`: none where no node owns a zone, so that such a plan is what it was before there were zones. */
export function nodeZoneFields(values: Readonly<Record<string, unknown>>): Partial<NodeZoneSettings> {
  if (values.zone !== 'fast' && values.zone !== 'all') return {}
  const fields = nodeZoneParams.map(({ name }) => [name, values[name]] as const)
  return Object.fromEntries(fields)
}
