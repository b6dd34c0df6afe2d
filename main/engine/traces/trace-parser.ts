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
}

/**
 * Accesses by 64-bit id in two halves: a page number (address / page size) or an object id. `capacity` ≥ 1024.
 * `write` is 1 for stores.
 */
export interface ParsedBatch {
  readonly idLow: Uint32Array
  readonly idHigh: Uint32Array
  readonly write: Uint8Array
}

export function createParsedBatch(capacity: number): ParsedBatch {
  return {
    idLow: new Uint32Array(capacity),
    idHigh: new Uint32Array(capacity),
    write: new Uint8Array(capacity),
  }
}

export interface TraceFormat {
  readonly id: 'lackey' | 'csv'
  readonly title: string
  /** What the ids of this format are, for the words on screen. */
  readonly ids: 'virtual addresses' | 'named by columns'
  createParser(options: TraceOptions): TraceParser
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
  /** lackey only: count instruction fetches as reads. */
  readonly instructions: boolean
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
