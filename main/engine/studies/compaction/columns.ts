import type { CompactionPlan } from '../../../../shared/documents/plan.ts'
import type { RecordingSpec } from '../../../../shared/documents/recorded.ts'
import type { ColumnSpec, TrackSpec } from '../../../../shared/documents/series.ts'
import type { Zone } from '../../frames/zone.ts'

const counted = 'counted frame by frame'
const kernel = 'Linux mm/vmstat.c'
const chapter = 'chapter: P(hot) = 1 − exp(−λτ)'
const assumed = 'times are parameters: see the cards of the compactor and the mechanism'

/** What a compaction run records. The order of the columns is that in which `epoch-row.ts` fills them. */
export function compactionSpec(plan: CompactionPlan, zone: Zone, order: number): RecordingSpec {
  const orders = Array.from({ length: zone.free.maxOrder + 1 }, (_, at) => at)
  return {
    columns: [...baseColumns(order), ...orders.map(orderColumn)],
    tracks: tracks(orders.map((at) => `freeFrames.order${at}`)),
    maps: [
      {
        id: 'frames', title: 'Frames of the zone', cells: zone.frames, cellTitle: 'frame',
        legend: [
          { title: 'free', role: 'free', sign: 'F' },
          { title: 'movable', role: 'dram', sign: 'M' },
          { title: 'reclaimable', role: 'cxl', sign: 'R' },
          { title: 'slab', role: 'remote', sign: 'S' },
          { title: 'pinned', role: 'pinned', sign: 'P' },
          { title: 'other unmovable', role: 'plain', sign: 'U' },
          { title: 'listed to be moved', role: 'gpu', sign: '▸' },
          { title: 'set aside as a target', role: 'absent', sign: '◂' },
          { title: 'movable, moved here', role: 'pmem', sign: 'm' },
        ],
      },
    ], // prettier-ignore
    matrices: [],
    nodes: [
      { title: 'its frame', role: 'dram' },
      { title: 'a frame further up', role: 'dram' },
    ],
    scale: 1,
    pageBytes: plan.run.pageBytes,
  }
}

const orderColumn = (order: number): ColumnSpec => ({
  name: `freeFrames.order${order}`,
  title: `order ${order}`,
  unit: 'frames',
  fold: 'last',
  role: 'plain',
  about: `Free frames in buddy blocks of ${1 << order} frames.`,
})

function baseColumns(order: number): readonly ColumnSpec[] {
  return [
    { name: 'largestFreeRunFrames', title: 'largest free run', unit: 'frames', fold: 'last', role: 'promote', about: 'Contiguous free frames, whatever their alignment.' },
    { name: 'bestRunFrames', title: 'best possible', unit: 'frames', fold: 'last', role: 'plain', about: 'min(longest segment between frames that cannot be moved, free frames).' },
    { name: 'freeFrames', title: 'free', unit: 'frames', fold: 'last', role: 'plain', counter: 'nr_free_pages', about: 'Free frames, without those that are set aside.' },
    { name: 'migrateFrame', title: 'migrate scanner', unit: 'frames', fold: 'last', role: 'promote', about: 'The frame that the migrate scanner looks at next; 0 before it starts.' },
    { name: 'freeFrame', title: 'free scanner', unit: 'frames', fold: 'last', role: 'demote', about: 'The lowest frame that the free scanner has taken; the end of the zone before it starts.' },
    { name: 'listedFrames', title: 'to move', unit: 'frames', fold: 'last', role: 'promote', about: 'Pages on the migrate scanner’s list.' },
    { name: 'targetFrames', title: 'room for them', unit: 'frames', fold: 'last', role: 'demote', about: 'Free frames on the free scanner’s list.' },
    { name: 'movedFrames', title: 'moved', unit: 'frames', fold: 'sum', role: 'promote', counter: 'compact_migrate_success', about: 'Pages moved to another frame.' },
    { name: 'scannedFrames', title: 'scanned', unit: 'frames', fold: 'sum', role: 'plain', counter: 'compact_migrate_scanned + compact_free_scanned', about: 'Frames that both scanners looked at.' },
    { name: 'failedFrames', title: 'failed', unit: 'frames', fold: 'sum', role: 'trouble', about: 'Pages that were busy and stayed where they were.' },
    { name: 'compactionNs', title: 'compaction', unit: 'ns', fold: 'sum', role: 'trouble', about: 'CPU time of scanning and moving, with waits for busy pages.' },
    { name: 'unusableFreeIndex', title: 'unusable free', unit: 'share', fold: 'last', role: 'plain', about: `Share of the free frames in blocks too small for order ${order}.` },
    { name: 'fragmentationIndex', title: 'fragmentation index', unit: 'none', fold: 'last', role: 'policy', about: `For order ${order}: -1000 a block is free, towards 0 memory is short, towards 1000 it is scattered.` },
    { name: 'freeBlocks', title: 'free blocks', unit: 'count', fold: 'last', role: 'promote', about: `Free aligned blocks of order ${order}.` },
    { name: 'requestsGot', title: 'got', unit: 'count', fold: 'sum', role: 'promote', about: 'Requests that got their block.' },
    { name: 'requestsMissed', title: 'went without', unit: 'count', fold: 'sum', role: 'trouble', about: 'Requests that found no block and got none.' },
    { name: 'stallNs', title: 'waits', unit: 'ns', fold: 'sum', role: 'trouble', about: 'Time that requests waited for direct compaction.' },
    { name: 'paidDisruptionUs', title: 'paid', unit: 'us', fold: 'sum', role: 'trouble', about: 'Copies, and penalties where a page was wanted while it was moved.' },
    { name: 'predictedDisruptionUs', title: 'expected', unit: 'us', fold: 'sum', role: 'policy', about: 'Copies, and penalties times the chance that the page is wanted.' },
  ] // prettier-ignore
}

function tracks(orders: readonly string[]): readonly TrackSpec[] {
  return [
    { id: 'runs', title: 'Largest free run', unit: 'frames', about: 'What is contiguous and free, against what could be at best.', columns: ['largestFreeRunFrames', 'bestRunFrames'], draw: 'steps', pinned: true, formula: 'max run; min(longest segment, free frames)', source: counted },
    { id: 'orders', title: 'Free per order', unit: 'frames', about: 'Free frames by the order of their buddy block.', columns: orders, draw: 'stack', pinned: true, formula: 'blocks_k · 2^k', source: counted },
    { id: 'scanners', title: 'Scanners', unit: 'frames', about: 'Where both scanners stand. They go towards each other and never cross.', columns: ['migrateFrame', 'freeFrame'], draw: 'steps', pinned: false, formula: 'positions at the end of the frame', source: counted },
    { id: 'unusable', title: 'Unusable free', unit: 'share', about: 'Share of the free frames that the wanted order cannot use.', columns: ['unusableFreeIndex'], draw: 'steps', range: [0, 1], pinned: true, formula: '1 − Σ_{i ≥ k} blocks_i · 2^i / free', source: kernel },
    { id: 'fragmentation', title: 'Fragmentation index', unit: 'none', about: 'Why a request of the wanted order would fail: towards 0 for want of memory, towards 1000 for fragmentation.', columns: ['fragmentationIndex'], draw: 'steps', marks: [{ title: 'threshold', value: 500 }], pinned: true, formula: '1000 − ⌊(1000 + ⌊1000 · free / 2^k⌋) / blocks⌋; −1000 if a block is free', source: kernel },
    { id: 'work', title: 'Scanned and moved', unit: 'frames', about: 'What compaction did in each frame of the recording.', columns: ['scannedFrames', 'movedFrames', 'failedFrames'], draw: 'lines', pinned: false, formula: 'Σ over the frame', source: counted },
    { id: 'blocks', title: 'Free blocks', unit: 'count', about: 'Free aligned blocks of the wanted order.', columns: ['freeBlocks'], draw: 'steps', pinned: false, formula: 'Σ_{i ≥ k} blocks_i · 2^(i − k)', source: counted },
    { id: 'lists', title: 'Lists', unit: 'frames', about: 'Pages to move, and room for them.', columns: ['listedFrames', 'targetFrames'], draw: 'steps', pinned: false, formula: 'lengths at the end of the frame', source: counted },
    { id: 'time', title: 'Compaction time', unit: 'ns', about: 'CPU time of compaction, and what requests waited.', columns: ['compactionNs', 'stallNs'], draw: 'lines', pinned: false, formula: 'Σ scan + Σ move + Σ waits', source: assumed },
    { id: 'requests', title: 'Requests', unit: 'count', about: 'Blocks asked for, got or not.', columns: ['requestsGot', 'requestsMissed'], draw: 'lines', pinned: false, formula: 'Σ over the frame', source: counted },
    { id: 'disruption', title: 'Disruption', unit: 'us', about: 'What moves cost those who want the pages: expected and paid.', columns: ['predictedDisruptionUs', 'paidDisruptionUs'], draw: 'lines', pinned: false, formula: 'Σ (copy + penalty · P(hot)); Σ (copy + penalty · [wanted])', source: chapter },
  ] // prettier-ignore
}
