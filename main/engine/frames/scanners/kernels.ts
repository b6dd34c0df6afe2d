import type { ScanRules } from './rules.ts'

/** What a kernel's compaction does, as switches of the two scanners. */
export interface KernelRules extends Pick<
  ScanRules,
  'skipBits' | 'fastSearch' | 'captures' | 'movableBlocksOnly'
> {
  /** A request is left alone whose fragmentation index is at most this; −1: never. */
  readonly extfragThreshold: number
}

/** M. Gorman, “Memory Compaction v1” (2010). */
export const kernelV1: KernelRules = {
  ...{ skipBits: false, fastSearch: false, captures: false, movableBlocksOnly: false, extfragThreshold: 500 },
}

/** Linux 6.8: skip bits (3.7), movable pageblocks only (3.5), fast search and capture (5.1). */
export const kernelV68: KernelRules = {
  ...{ skipBits: true, fastSearch: true, captures: true, movableBlocksOnly: true, extfragThreshold: 500 },
}

/** Costs and sizes that both share: COMPACT_CLUSTER_MAX; a cache line of struct page; a short writeback; migrate_pages’ passes. */
export const scanDefaults = { batchFrames: 32, scanFrameNs: 10, syncWaitUs: 500, asyncTries: 10 } as const
