/**
 * From bytes of a trace file to accesses, as a stream: any length, any block boundaries, bounded memory.
 * Pure: the host reads the file. One parser per file; parsers are in files named after their format.
 *
 * Order of calls: `push(bytes)` or `end()`, then `read(batch)` until it returns 0, then the next bytes.
 */
export interface TraceParser {
  push(bytes: Uint8Array): void
  /** No more bytes. What cannot be a whole record then is an error. */
  end(): void
  /** Fills the batch from its start; returns how many accesses, 0 when more bytes are needed (or all are read). */
  read(batch: ParsedBatch): number
  /** Records read so far (an access across a page boundary or a modify is one record, but several accesses). */
  readonly records: number
  /** The trace's own clock at its first and last record so far; absent where the format has none. */
  readonly timeSpan?: TimeSpan | undefined
  /** What the ids of this very file are, where the format leaves it to the file. */
  readonly addressKind?: AddressKind | undefined
}

export interface TimeSpan {
  readonly firstSec: number
  readonly lastSec: number
}

/**
 * Accesses by 64-bit id in two halves: a page number (address / page size) or an object id. `capacity` ≥ 1024.
 * `write` is 1 for stores. `weight` is how many accesses a sample stands for; only sampled formats fill it.
 */
export interface ParsedBatch {
  readonly idLow: Uint32Array
  readonly idHigh: Uint32Array
  readonly write: Uint8Array
  readonly weight: Float64Array
}

export function createParsedBatch(capacity: number): ParsedBatch {
  return {
    idLow: new Uint32Array(capacity),
    idHigh: new Uint32Array(capacity),
    write: new Uint8Array(capacity),
    weight: new Float64Array(capacity),
  }
}

export type TraceFormatId =
  | 'lackey' | 'perfScript' | 'pinatrace' | 'dynamorioView' | 'damonRaw' | 'damonJson' | 'memtis' | 'oracleGeneral'
  | 'champsim' | 'csv' // prettier-ignore

export type AddressKind = 'virtual' | 'physical' | 'object'

export interface TraceFormat {
  readonly id: TraceFormatId
  readonly title: string
  /** What the ids of this format are, for the words on screen. */
  readonly ids: 'virtual addresses' | 'virtual or physical addresses' | 'object ids' | 'named by columns'
  /** Not every access is in it: each stands for `weight` accesses. */
  readonly sampled: boolean
  /** Do the first bytes of a file look like this? */
  recognises(head: TraceHead): boolean
  createParser(options: TraceOptions): TraceParser
}

/** What a file is told by. */
export interface TraceHead {
  readonly bytes: Uint8Array
  /** The same, a character a byte; empty where the bytes are no text. */
  readonly text: string
  readonly fileName: string
}

/** As resolved from the trace workload's parameters. */
export interface TraceOptions {
  readonly pageBytes: number
  /** csv only; see the trace workload for their meaning. */
  readonly delimiter: string
  readonly header: 'auto' | 'yes' | 'no'
  readonly idColumn: string
  readonly addressColumn: string
  readonly opColumn: string
  readonly sizeColumn: string
  /** Count instruction fetches as reads, where the format has them. */
  readonly instructions: boolean
  /** Share of pages that are kept, chosen by a hash of their id; 1: all. */
  readonly sampleShare: number
}

/** Input that is not what the format says. Thrown by `push`, `end` and `read`; shown with file and place. */
export class TraceError extends Error {
  override readonly name = 'TraceError'
  readonly fact: string
  readonly wayOut: string
  /** 1-based line for text formats. */
  readonly line: number | undefined
  readonly byteOffset: number

  constructor(fact: string, wayOut: string, line: number | undefined, byteOffset: number) {
    super(`${line === undefined ? `byte ${byteOffset}` : `line ${line}`}: ${fact}; ${wayOut}`)
    this.fact = fact
    this.wayOut = wayOut
    this.line = line
    this.byteOffset = byteOffset
  }
}
