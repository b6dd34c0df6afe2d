import type { ParsedBatch } from './trace-parser.ts'

/**
 * The accesses of one record that touches more than one page, or the same pages twice (a modify): handed out as
 * far as a batch has room, the rest with the next batch.
 */
export class PageRun {
  left = 0
  #low = 0
  #high = 0
  #firstLow = 0
  #firstHigh = 0
  #write = 0
  #stores = 0

  /** Pages from (`high`, `low`) on; a modify reads all of them, then writes all of them. */
  begin(low: number, high: number, pages: number, write: number, modify: boolean): void {
    this.left = pages
    this.#low = this.#firstLow = low
    this.#high = this.#firstHigh = high
    this.#write = write
    this.#stores = modify ? pages : 0
  }

  /** The pages of `size` bytes from a byte address on. */
  beginBytes(low: number, high: number, size: number, shift: number, write: number): void {
    const pageLow = ((low >>> shift) | (high << (32 - shift))) >>> 0
    const inPage = low & ((1 << shift) - 1)
    this.begin(pageLow, high >>> shift, size <= 1 ? 1 : ((inPage + size - 1) >>> shift) + 1, write, false)
  }

  /** Fills the batch from place `n` on; returns the next free place. */
  drain(batch: ParsedBatch, n: number): number {
    const { idLow, idHigh, write } = batch
    const room = idLow.length
    while (this.left > 0 && n < room) {
      idLow[n] = this.#low
      idHigh[n] = this.#high
      write[n] = this.#write
      n++
      this.#low = (this.#low + 1) >>> 0
      if (this.#low === 0) this.#high = (this.#high + 1) >>> 0
      this.left--
      if (this.left === 0 && this.#stores > 0)
        this.begin(this.#firstLow, this.#firstHigh, this.#stores, 1, false)
    }
    return n
  }
}

/** log2 of the page size. */
export function pageShiftOf(pageBytes: number): number {
  const shift = 31 - Math.clz32(pageBytes)
  if (pageBytes < 2 || pageBytes !== 1 << shift) throw new Error(`bug: a page of ${pageBytes} bytes`)
  return shift
}
