import type { FreeMap } from './free-map.ts'

/**
 * The kernel’s measures of fragmentation for a wanted order (Linux mm/vmstat.c; M. Gorman, “Memory Compaction v1”).
 * They look at buddy blocks, so at aligned runs.
 */

/** −1000: a suitable block is free. Else 0 (for want of memory) to 1000 (for fragmentation). Integer steps as in the kernel. */
export function fragmentationIndex({ blocks, freeFrames, maxOrder }: FreeMap, order: number): number {
  let total = 0
  for (let at = 0; at <= maxOrder; at++) total += blocks[at]
  if (total === 0) return 0
  for (let at = order; at <= maxOrder; at++) if (blocks[at] > 0) return -1000
  const inner = Math.floor((freeFrames * 1000) / (1 << order))
  return 1000 - Math.floor((1000 + inner) / total)
}

/** Share of the free frames that are in blocks too small for the order: 0 for none, 1 for all. 0 where nothing is free. */
export function unusableFreeIndex({ blocks, freeFrames, maxOrder }: FreeMap, order: number): number {
  if (freeFrames === 0) return 0
  let usable = 0
  for (let at = order; at <= maxOrder; at++) usable += blocks[at] * (1 << at)
  return (freeFrames - usable) / freeFrames
}

/** The score of proactive compaction, per cent: free memory outside blocks of the order, in whole per cent. */
export function fragmentationScore(free: FreeMap, order: number): number {
  return Math.floor(100 * unusableFreeIndex(free, order))
}
