import { createContentHash, type ContentHash } from '../../../shared/base/content-hash.ts'
import type { TraceFacts } from '../../../shared/documents/plan.ts'
import { createDenseIds } from './dense-ids.ts'
import { createParsedBatch, TraceError, type TraceFormat, type TraceOptions } from './trace-parser.ts'

/** Everything that one look through a trace finds: more than a plan keeps. */
export interface TraceScanFacts extends TraceFacts {
  readonly reads: number
  readonly writes: number
  /** Lines or entries that were records. */
  readonly records: number
  /** The lowest and highest page number or object id, as hexadecimal text. */
  readonly lowestId: string
  readonly highestId: string
}

export interface TraceScan {
  push(bytes: Uint8Array): void
  /** Refuses a file without a single access. */
  end(): TraceScanFacts
  /** So far. */
  readonly accessCount: number
}

/**
 * Reads a trace once before its run: what is in it, and whether it is one at all. The hash is the SHA-256 of the
 * file; a host that has a faster one hands it in.
 */
export function createTraceScan(
  format: TraceFormat,
  options: TraceOptions,
  hash: ContentHash = createContentHash(),
): TraceScan {
  const parser = format.createParser(options)
  const ids = createDenseIds()
  const batch = createParsedBatch(8192)
  const pages = new Uint32Array(8192)
  const span = new IdSpan()
  let bytes = 0
  let accesses = 0
  let writes = 0

  function readAll(): void {
    for (let count = parser.read(batch); count > 0; count = parser.read(batch)) {
      ids.translate(batch.idLow, batch.idHigh, 0, count, pages, 0)
      span.take(batch.idLow, batch.idHigh, count)
      for (let i = 0; i < count; i++) writes += batch.write[i]
      accesses += count
    }
  }

  return {
    push(block) {
      bytes += block.length
      hash.push(block)
      parser.push(block)
      readAll()
    },
    end() {
      parser.end()
      readAll()
      if (accesses === 0) {
        const wayOut = `is it a trace of the format ${format.title}? Choose another format, or another file`
        throw new TraceError('there is no access in the file', wayOut, undefined, bytes)
      }
      return {
        format: format.id,
        contentHash: hash.digest(),
        accessCount: accesses,
        pageCount: ids.count,
        bytes,
        reads: accesses - writes,
        writes,
        records: parser.records,
        lowestId: span.lowest(),
        highestId: span.highest(),
      }
    },
    get accessCount() {
      return accesses
    },
  }
}

class IdSpan {
  #minLow = 0xffffffff
  #minHigh = 0xffffffff
  #maxLow = 0
  #maxHigh = 0

  take(low: Uint32Array, high: Uint32Array, count: number): void {
    for (let i = 0; i < count; i++) {
      const idLow = low[i]
      const idHigh = high[i]
      if (idHigh < this.#minHigh || (idHigh === this.#minHigh && idLow < this.#minLow)) {
        this.#minLow = idLow
        this.#minHigh = idHigh
      }
      if (idHigh > this.#maxHigh || (idHigh === this.#maxHigh && idLow > this.#maxLow)) {
        this.#maxLow = idLow
        this.#maxHigh = idHigh
      }
    }
  }

  lowest(): string {
    return hex(this.#minHigh, this.#minLow)
  }

  highest(): string {
    return hex(this.#maxHigh, this.#maxLow)
  }
}

function hex(high: number, low: number): string {
  const digits = high === 0 ? low.toString(16) : high.toString(16) + low.toString(16).padStart(8, '0')
  return `0x${digits}`
}
