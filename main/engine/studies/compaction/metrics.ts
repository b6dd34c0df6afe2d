import type { MetricInfo } from '../../../../shared/documents/run.ts'

const counted = 'counted frame by frame'
const kernel = 'Linux mm/vmstat.c; M. Gorman, “Memory Compaction v1”'
const chapter = 'chapter: Fighting Chaos, P(hot) = 1 − exp(−λτ)'
const assumed =
  'times of scan, wait and move are parameters: see the cards of the compactor, the workload and the mechanism'

/** What the figures of a compaction run’s summary mean. */
export const compactionMetrics: readonly MetricInfo[] = [
  { name: 'requestSatisfied', title: 'request satisfied', unit: 'count', about: '1 where what the zone is asked for is free at the end (or the last request got its block), else 0; 0 also where nothing is asked for.', kind: 'last', formula: '1 if the request is free at the end, else 0', source: counted },
  { name: 'largestFreeRunFrames', title: 'largest free run', unit: 'frames', about: 'Contiguous free frames at the end, whatever their alignment.', kind: 'last', formula: 'max run of free frames side by side', source: counted },
  { name: 'bestRunFrames', title: 'best possible run', unit: 'frames', about: 'min(longest segment between frames that cannot be moved, free frames), at the start: what compaction could reach at best.', kind: 'last', formula: 'min(longest segment, free frames), at the start', source: counted },
  { name: 'movedFrames', title: 'moved', unit: 'frames', about: 'Pages moved to another frame.', counter: 'compact_migrate_success', kind: 'total', formula: 'Σ pages moved', source: counted },
  { name: 'scannedFrames', title: 'scanned', unit: 'frames', about: 'Frames that both scanners looked at.', counter: 'compact_migrate_scanned + compact_free_scanned', kind: 'total', formula: 'Σ frames looked at by both scanners', source: counted },
  { name: 'failedFrames', title: 'failed moves', unit: 'frames', about: 'Pages that were busy and stayed where they were.', counter: 'compact_fail', kind: 'total', formula: 'Σ busy pages that were left', source: counted },
  { name: 'freeFrames', title: 'free', unit: 'frames', about: 'Free frames at the end.', kind: 'last', formula: 'free frames', source: counted },
  { name: 'blocksWon', title: 'blocks won', unit: 'count', about: 'Free aligned blocks of the wanted order at the end, less those at the start. Where a run is wanted: of the smallest order that holds it; where nothing is: of a pageblock’s.', kind: 'last', formula: 'free blocks at the end − free blocks at the start', source: counted },
  { name: 'bestBlocks', title: 'best possible blocks', unit: 'count', about: 'Aligned blocks of the same order without anything unmovable, as many as the free frames could fill, at the start.', kind: 'last', formula: 'min(blocks without unmovable frames, ⌊free / 2^k⌋), at the start', source: counted },
  { name: 'compactionNs', title: 'compaction time', unit: 'ns', about: 'CPU time of scanning and moving, with waits for busy pages.', kind: 'total', formula: 'Σ scan + Σ move + Σ waits', source: assumed },
  { name: 'nsPerBlockWon', title: 'cost of a block', unit: 'ns', about: 'Compaction time / blocks won; of requests, / blocks that were got by compaction. Absent where none was.', kind: 'ratio', formula: 'compaction time / blocks won', source: assumed },
  { name: 'movedBytes', title: 'copied', unit: 'bytes', about: 'Bytes of the pages that were moved, each copy counted once.', kind: 'total', formula: 'Σ pages moved · page size', source: counted },
  { name: 'unusableFreeIndex', title: 'unusable free', unit: 'share', about: 'Share of the free frames in blocks too small for the wanted order, at the end.', kind: 'last', formula: '1 − Σ_{i ≥ k} blocks_i · 2^i / free', source: kernel },
  { name: 'fragmentationIndex', title: 'fragmentation index', unit: 'none', about: 'For the wanted order, at the end: -1000 a block is free, towards 0 memory is short, towards 1000 it is scattered.', kind: 'last', formula: '1000 − ⌊(1000 + ⌊1000 · free / 2^k⌋) / blocks⌋', source: kernel },
  { name: 'predictedDisruptionUs', title: 'expected disruption', unit: 'us', about: 'Σ (copy + penalty × P(hot)) over the pages that were moved, P(hot) = 1 − exp(−λτ).', kind: 'total', formula: 'Σ (copy + penalty · (1 − exp(−λτ)))', source: chapter },
  { name: 'paidDisruptionUs', title: 'paid disruption', unit: 'us', about: 'Σ (copy + penalty where the page was really wanted in its window) over the same moves.', kind: 'total', formula: 'Σ (copy + penalty · [next access within τ])', source: chapter },
  { name: 'requests', title: 'requests', unit: 'count', about: 'How often a block was asked for.', kind: 'total', formula: 'Σ requests', source: counted },
  { name: 'requestsGot', title: 'requests got', unit: 'count', about: 'Requests that got their block.', kind: 'total', formula: 'Σ requests that got a block', source: counted },
  { name: 'requestsGotByCompaction', title: 'got by compaction', unit: 'count', about: 'Of these, those that found none at first and got one by direct compaction.', kind: 'total', formula: 'Σ requests that got a block after compaction', source: counted },
  { name: 'requestsDeferred', title: 'left out', unit: 'count', about: 'Requests for which compaction was deferred after failures.', kind: 'total', formula: 'Σ requests left out', source: counted },
  { name: 'stallNs', title: 'waits of requests', unit: 'ns', about: 'Time that requests waited for direct compaction, added up.', kind: 'total', formula: 'Σ waits', source: counted },
  { name: 'stallMaxNs', title: 'longest wait', unit: 'ns', about: 'The longest time that one request waited.', kind: 'last', formula: 'max wait', source: counted },
  { name: 'savedNs', title: 'saved by blocks', unit: 'ns', about: 'What the blocks that were got saved while they were kept.', kind: 'total', formula: 'Σ time kept · saving per second', source: assumed },
  { name: 'netSavedNs', title: 'net', unit: 'ns', about: 'Saved by blocks less the time of compaction: above 0 it was worth while.', kind: 'total', formula: 'saved − compaction time', source: assumed },
] // prettier-ignore
