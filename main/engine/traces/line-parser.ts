import { LineBlocks, lineLimit } from './line-blocks.ts'
import type { ParsedBatch, TimeSpan, TraceParser } from './trace-parser.ts'

/** Accesses of a record that wait for room in a batch. */
export interface PendingAccesses {
  readonly left: number
  drain(batch: ParsedBatch, n: number): number
}

/** How a format reads one line, closed by a line feed at `bytes[end]`; true if it was a record. */
export interface LineReader {
  readonly pending: PendingAccesses
  read(lines: LineBlocks, start: number, end: number): boolean
  readonly clock?: TraceClock
}

/** The first and the last time that a trace told. */
export class TraceClock {
  #first = Number.NaN
  #last = Number.NaN

  tell(sec: number): void {
    if (Number.isNaN(this.#first)) this.#first = sec
    this.#last = sec
  }

  get span(): TimeSpan | undefined {
    return Number.isNaN(this.#first) ? undefined : { firstSec: this.#first, lastSec: this.#last }
  }
}

const lineFeed = 10

/** A parser of records that are lines, for formats whose lines are long: each line costs one call. */
export function createLineParser(reader: LineReader): TraceParser {
  const lines = new LineBlocks()
  const { pending } = reader
  let records = 0

  return {
    push: (bytes) => lines.push(bytes),
    end: () => lines.end(),
    read(batch) {
      const room = batch.idLow.length
      let n = pending.drain(batch, 0)
      while (n < room) {
        if (lines.at >= lines.until && !lines.advance()) break
        const start = lines.at
        const end = lines.bytes.indexOf(lineFeed, start)
        lines.line++
        if (end - start > lineLimit) lines.failLong(start)
        if (reader.read(lines, start, end)) {
          records++
          n = pending.drain(batch, n)
        }
        lines.at = end + 1
      }
      return n
    },
    get records() {
      return records
    },
    get timeSpan() {
      return reader.clock?.span
    },
  }
}

/** A line for a message: its beginning, with everything that is no plain character replaced. */
export function shownLine(lines: LineBlocks, start: number, end: number): string {
  const bytes = lines.bytes.subarray(start, Math.min(end, start + 80))
  return `"${String.fromCharCode(...bytes).replaceAll(/[^ -~]/g, '?')}"`
}
