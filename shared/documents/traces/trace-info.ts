import type { OverlayInfo } from './overlay.ts'

/** What a look at a trace says of it, in the order in which it is found. */
export type TraceInfoEvent =
  | { readonly type: 'head'; readonly head: TraceHeadInfo }
  | { readonly type: 'progress'; readonly bytesRead: number; readonly fileBytes: number }
  | { readonly type: 'info'; readonly info: TraceInfo }
  /** It is no trace of accesses, but counters over time. */
  | { readonly type: 'overlay'; readonly overlay: OverlayInfo }

/** Known before anything is parsed, so that a form can help with what then fails. */
export interface TraceHeadInfo {
  readonly path: string
  readonly format: string
  readonly formatTitle: string
  /** gzip, zstd, xz or zlib. */
  readonly packing?: string
  readonly fileBytes: number
  /** Of formats in columns. */
  readonly table?: TraceTable
}

/** The first lines of a file in columns, as they stand there. */
export interface TraceTable {
  readonly delimiter: ',' | ';' | 'tab' | 'space'
  readonly hasHeader: boolean
  /** The header's names, or nothing where there is no header. */
  readonly names: readonly string[]
  readonly columns: number
  readonly rows: readonly (readonly string[])[]
  /** The columns that the reader goes by, whether they were chosen or have usual names; absent where it cannot tell. */
  readonly found?: Readonly<Partial<Record<'id' | 'address' | 'op' | 'size', number>>>
}

export interface TraceInfo extends TraceHeadInfo {
  /** False: only the beginning was read, and all counts are of it. */
  readonly whole: boolean
  /** Unpacked, as far as was read. */
  readonly bytes: number
  readonly records: number
  readonly accessCount: number
  readonly pageCount: number
  readonly reads: number
  readonly writes: number
  readonly pageBytes: number
  /** Page numbers, or object ids, as hexadecimal text. */
  readonly lowestId: string
  readonly highestId: string
  /** Absent where the format leaves open whether addresses are virtual or physical. */
  readonly addressKind?: 'virtual' | 'physical' | 'object'
  readonly sampled: boolean
  /** Of sampled formats: what a sample stands for, on average; 1 where the trace does not say. */
  readonly accessesPerSample?: number
  /** The trace's own clock. */
  readonly timeSpan?: { readonly firstSec: number; readonly lastSec: number }
  readonly first: readonly { readonly id: string; readonly write: boolean; readonly weight: number }[]
}
