/** Shares of operations and the distribution of requests of YCSB's core workloads (repository, workloads/workloada … f). */
export interface YcsbMix {
  readonly read: number
  readonly update: number
  readonly insert: number
  readonly scan: number
  readonly readModifyWrite: number
  readonly requests: 'zipfian' | 'latest' | 'uniform'
}

const none = { read: 0, update: 0, insert: 0, scan: 0, readModifyWrite: 0 }

export const ycsbMixes: Readonly<Record<string, YcsbMix>> = {
  A: { ...none, read: 0.5, update: 0.5, requests: 'zipfian' },
  B: { ...none, read: 0.95, update: 0.05, requests: 'zipfian' },
  C: { ...none, read: 1, requests: 'zipfian' },
  D: { ...none, read: 0.95, insert: 0.05, requests: 'latest' },
  E: { ...none, scan: 0.95, insert: 0.05, requests: 'zipfian' },
  F: { ...none, read: 0.5, readModifyWrite: 0.5, requests: 'zipfian' },
}

/** Longest scan, in records; lengths are uniform from 1. */
export const longestScan = 100
export const meanScan = (1 + longestScan) / 2
/** A scan's records 0 … `records` − 1, weighted by how often a scan is longer than each, summed. */
export function scanned(records: number): number {
  const whole = Math.min(Math.max(records, 0), longestScan)
  return whole - (whole * (whole - 1)) / (2 * longestScan)
}

/** Cache lines of a record, and of the one field of ten that an update writes. */
export function linesOf(recordBytes: number): { readonly record: number; readonly field: number } {
  return { record: Math.ceil(recordBytes / 64), field: Math.ceil(recordBytes / 10 / 64) }
}

/** Lines touched by an operation on average, and how many of them are written. */
export function linesPerOperation(mix: YcsbMix, recordBytes: number): { lines: number; stores: number } {
  const { record, field } = linesOf(recordBytes)
  const scans = mix.scan * meanScan * record
  return {
    lines: (mix.read + mix.insert + mix.readModifyWrite) * record + mix.update * field + scans,
    stores: (mix.update + mix.readModifyWrite) * field + mix.insert * record,
  }
}
