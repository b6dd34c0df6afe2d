import { TraceError } from './trace-parser.ts'

/** The longest line that is read, without its end. */
export const lineLimit = 65_536

/**
 * Cuts blocks of bytes into stretches of whole lines. Between `push` and the next one, `advance` is called until it
 * says false; each time it says true, `bytes[at…until)` is whole lines, each closed by a line feed. The reader moves
 * `at` and `line` on as it goes; the end of a line that spans blocks is kept here, so a block may be reused then.
 */
export class LineBlocks {
  bytes: Uint8Array = new Uint8Array(0)
  at = 0
  until = 0
  /** Lines begun before `at`. */
  line = 0
  /** Offset in the file of `bytes[0]`. */
  origin = 0

  readonly #carry = new Uint8Array(lineLimit + 1)
  #carried = 0
  #block: Uint8Array | undefined
  #blockAt = 0
  #blockOrigin = 0

  push(block: Uint8Array): void {
    if (this.#block !== undefined) throw new Error('bug: a block was pushed before the last one was read')
    this.#block = block
    this.#blockAt = 0
  }

  /** The file is over: what is left is its last line. */
  end(): void {
    if (this.#carried > 0) this.push(Uint8Array.of(10))
  }

  advance(): boolean {
    const block = this.#block
    if (block === undefined) return false
    if (this.#carried > 0) return this.#closeCarried(block)
    const end = block.lastIndexOf(10) + 1
    if (end > this.#blockAt) {
      this.#offer(block, this.#blockAt, end, this.#blockOrigin)
      this.#blockAt = end
      return true
    }
    this.#keep(block, block.length)
    this.#leaveBlock(block)
    return false
  }

  /** What is wrong with the line that begins at `bytes[start]`. */
  fail(start: number, fact: string, wayOut: string): never {
    throw new TraceError(fact, wayOut, this.line, this.origin + start)
  }

  #closeCarried(block: Uint8Array): boolean {
    const feed = block.indexOf(10, this.#blockAt)
    const begunAt = this.#blockOrigin + this.#blockAt - this.#carried
    this.#keep(block, feed < 0 ? block.length : feed)
    if (feed < 0) {
      this.#leaveBlock(block)
      return false
    }
    this.#carry[this.#carried] = 10
    this.#offer(this.#carry, 0, this.#carried + 1, begunAt)
    this.#carried = 0
    this.#blockAt = feed + 1
    return true
  }

  #leaveBlock(block: Uint8Array): void {
    this.#blockOrigin += block.length
    this.#block = undefined
  }

  #keep(block: Uint8Array, end: number): void {
    const length = end - this.#blockAt
    if (this.#carried + length > lineLimit) {
      this.origin = this.#blockOrigin
      this.line++
      this.failLong(this.#blockAt - this.#carried)
    }
    this.#carry.set(block.subarray(this.#blockAt, end), this.#carried)
    this.#carried += length
    this.#blockAt = end
  }

  /** The line that begins at `bytes[start]` is longer than is read. */
  failLong(start: number): never {
    return this.fail(
      start,
      `a line is longer than ${lineLimit} bytes`,
      'is this a text file with one access a line?',
    )
  }

  #offer(bytes: Uint8Array, at: number, until: number, origin: number): void {
    this.bytes = bytes
    this.at = at
    this.until = until
    this.origin = origin
  }
}
