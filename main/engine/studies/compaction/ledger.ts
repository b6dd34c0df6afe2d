/** What a run has come to so far. Sums, from the start; columns take their differences. */
export interface Ledger {
  moved: number
  failed: number
  scanned: number
  compactionNs: number
  movedBytes: number
  predictedNs: number
  paidNs: number
  requests: number
  got: number
  gotByCompaction: number
  missed: number
  deferred: number
  stallNs: number
  stallMaxNs: number
  savedNs: number
  lastSatisfied: boolean
}

export function createLedger(): Ledger {
  return {
    ...{ moved: 0, failed: 0, scanned: 0, compactionNs: 0, movedBytes: 0, predictedNs: 0, paidNs: 0 },
    ...{ requests: 0, got: 0, gotByCompaction: 0, missed: 0, deferred: 0 },
    ...{ stallNs: 0, stallMaxNs: 0, savedNs: 0, lastSatisfied: false },
  }
}
