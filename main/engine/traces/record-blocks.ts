import { TraceError } from './trace-parser.ts'

/**
 * Cuts blocks of bytes into stretches of whole records of one size. Used as `LineBlocks` is: after `advance` said
 * true, `view` from `at` to `until` is whole records, and the reader moves `at` on.
 */
export class RecordBlocks {
  view: DataView = new DataView(new ArrayBuffer(0))
  at = 0
  until = 0
  /** Offset in the file of byte 0 of the view. */
  origin = 0

  readonly #recordBytes: number
  readonly #carry: Uint8Array
  #carried = 0
  #block: Uint8Array | undefined
  #blockAt = 0
  #blockOrigin = 0

  constructor(recordBytes: number) {
    this.#recordBytes = recordBytes
    this.#carry = new Uint8Array(recordBytes)
  }

  push(block: Uint8Array): void {
    if (this.#block !== undefined) throw new Error('bug: a block was pushed before the last one was read')
    this.#block = block
    this.#blockAt = 0
  }

  /** The file is over: it must have ended with a record. */
  end(): void {
    if (this.#carried === 0) return
    const at = this.#blockOrigin - this.#carried
    const fact = `the file ends ${this.#carried} bytes into a record of ${this.#recordBytes}`
    throw new TraceError(fact, 'the file is cut short, or of another format', undefined, at)
  }

  advance(): boolean {
    const block = this.#block
    if (block === undefined) return false
    if (this.#carried > 0) {
      const wanted = Math.min(this.#recordBytes - this.#carried, block.length - this.#blockAt)
      this.#carry.set(block.subarray(this.#blockAt, this.#blockAt + wanted), this.#carried)
      this.#carried += wanted
      this.#blockAt += wanted
      if (this.#carried < this.#recordBytes) return this.#leaveBlock(block)
      const origin = this.#blockOrigin + this.#blockAt - this.#recordBytes
      this.#carried = 0
      return this.#offer(this.#carry, 0, this.#recordBytes, origin)
    }
    const left = block.length - this.#blockAt
    const whole = left - (left % this.#recordBytes)
    if (whole > 0) {
      const from = this.#blockAt
      this.#blockAt += whole
      return this.#offer(block, from, this.#blockAt, this.#blockOrigin)
    }
    this.#carry.set(block.subarray(this.#blockAt))
    this.#carried = left
    return this.#leaveBlock(block)
  }

  /** What is wrong with the record at `at` of the view. */
  fail(at: number, fact: string, wayOut: string): never {
    throw new TraceError(fact, wayOut, undefined, this.origin + at)
  }

  #leaveBlock(block: Uint8Array): false {
    this.#blockOrigin += block.length
    this.#block = undefined
    return false
  }

  #offer(bytes: Uint8Array, at: number, until: number, origin: number): true {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = at
    this.until = until
    this.origin = origin
    return true
  }
}
