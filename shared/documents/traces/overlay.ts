import type { SeriesTable } from '../series.ts'

/** A recording of a real machine that is laid over the timeline of a run: counters as series, or address × time. */
export type OverlayKind = 'vmstat' | 'damon'

/** What a recording holds, before anything of it is drawn. */
export interface OverlayInfo {
  readonly kind: OverlayKind
  readonly title: string
  /** gzip, zstd, xz or zlib. */
  readonly packing?: string
  readonly fileBytes: number
  readonly snapshots: number
  readonly spanSec: number
  /** The recording's own clock at its first snapshot; absent where it tells no times. */
  readonly firstSec?: number
  /** Of counters, in the order of the file. */
  readonly columns: readonly OverlayColumn[]
  /** Of DAMON: stretches of addresses that were watched, the busiest first. */
  readonly ranges: readonly OverlayRange[]
}

export interface OverlayColumn {
  readonly name: string
  /** Counts since boot, so it is drawn as a rate; otherwise a level. */
  readonly counter: boolean
  /** False: it never changed while it was recorded. */
  readonly changes: boolean
  /** Mean rate per second of a counter, mean of a level. */
  readonly mean: number
}

/** Bytes `fromAddress` to before `toAddress`. */
export interface OverlayRange {
  readonly fromAddress: number
  readonly toAddress: number
  /** Of all accesses that DAMON saw. */
  readonly accessShare: number
}

/** What is drawn of it. Times are ns since its first moment. */
export interface OverlayData {
  readonly info: OverlayInfo
  /** Rates per second, or levels; see `OverlayColumn.counter`. */
  readonly series?: SeriesTable
  readonly matrix?: OverlayMatrix
}

/**
 * `values[column * rows + row]`, rows from the lowest address up; column i ends at `untilNs[i]`. A value is the number
 * of checks that found an access, averaged over what was watched there and then; NaN where nothing was.
 */
export interface OverlayMatrix {
  readonly columns: number
  readonly rows: number
  readonly untilNs: Float64Array
  readonly values: Float32Array
  readonly max: number
  readonly fromAddress: number
  readonly toAddress: number
}
