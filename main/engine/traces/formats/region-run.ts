import type { Halves } from '../hex-digits.ts'
import type { PendingAccesses } from '../line-parser.ts'
import type { ParsedBatch } from '../trace-parser.ts'

/** Accesses that one region of one snapshot becomes, at most. */
export const regionLimit = 1024

/** Who is told of each region of each snapshot that a record of DAMON holds. */
export interface RegionSink extends PendingAccesses {
  /** Bytes `start` to before `end`; `found` of the checks found an access. */
  begin(start: Halves, end: Halves, found: number): void
}

/** Who is told the times of snapshots, in the order of the file. */
export interface SnapshotTimes {
  /** A moment that all times from here on are since. */
  base(sec: number): void
  start(sec: number): void
  end(sec: number): void
  /** What was told since the last `over` was one snapshot. */
  over(): void
  /** Where each region is told with its time and nothing says where a snapshot ends: before each region. */
  row(sec: number, start: Halves): void
}

/** 2^32 divided by the golden ratio: multiples of it fall evenly between 0 and 2^32. */
const golden = 0x9e3779b1

/**
 * DAMON says of a region how many of its checks found a page accessed. Each such check becomes one access, which
 * stands for all pages of the region (its weight), as DAMON itself reads it. Which page a check looked at is not in
 * the record, so they are put at equal distances over the region, beginning at another place in each record.
 */
export class RegionRun implements RegionSink {
  left = 0
  #firstPage = 0
  #pages = 0
  #count = 0
  #phase = 0
  #weight = 1
  #regions = 0
  readonly #pageBytes: number

  constructor(pageBytes: number) {
    this.#pageBytes = pageBytes
  }

  begin(start: Halves, end: Halves, found: number): void {
    this.#firstPage = this.#pageOf(start.high, start.low)
    const last = end.low === 0 ? this.#pageOf(end.high - 1, 0xffffffff) : this.#pageOf(end.high, end.low - 1)
    this.#pages = last - this.#firstPage + 1
    this.left = this.#count = Math.min(found, regionLimit)
    this.#phase = (Math.imul(++this.#regions, golden) >>> 0) / 4294967296
    this.#weight = (found * this.#pages) / Math.max(1, this.#count)
  }

  drain(batch: ParsedBatch, from: number): number {
    let n = from
    while (this.left > 0 && n < batch.idLow.length) {
      const share = (this.#count - this.left + this.#phase) / this.#count
      const page = this.#firstPage + Math.min(this.#pages - 1, Math.floor(share * this.#pages))
      batch.idLow[n] = page % 4294967296
      batch.idHigh[n] = Math.floor(page / 4294967296)
      batch.write[n] = 0
      batch.weight[n] = this.#weight
      n++
      this.left--
    }
    return n
  }

  /** Below 2^52 for pages of 4 KiB, so exact. */
  #pageOf(high: number, low: number): number {
    return high * (4294967296 / this.#pageBytes) + Math.floor(low / this.#pageBytes)
  }
}

export function isBefore(a: Halves, b: Halves): boolean {
  return a.high < b.high || (a.high === b.high && a.low < b.low)
}
