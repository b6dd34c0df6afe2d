/** What the zones of a run have come to: sums from the start, of which columns take the differences. */
export interface ZoneLedger {
  /** Regions that asked for a huge page at their first touch. */
  asked: number
  got: number
  missed: number
  /** Huge pages that were split, and those there are. */
  split: number
  present: number
  /** Huge pages that moved to another node as a whole. */
  movedWhole: number
  gotByCompaction: number
  deferred: number
  reclaimedPages: number
  compactionRuns: number
  compactionMoved: number
  compactionScanned: number
  compactionNs: number
  /** Waits of those who asked: of attempts that found no block at once. */
  attempts: number
  attemptNs: number
  longestNs: number
}

export function createZoneLedger(): ZoneLedger {
  return {
    ...{ asked: 0, got: 0, missed: 0, split: 0, present: 0, movedWhole: 0, gotByCompaction: 0, deferred: 0 },
    ...{ reclaimedPages: 0, compactionRuns: 0, compactionMoved: 0, compactionScanned: 0, compactionNs: 0 },
    ...{ attempts: 0, attemptNs: 0, longestNs: 0 },
  }
}
