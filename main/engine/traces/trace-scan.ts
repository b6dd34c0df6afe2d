import { createContentHash, type ContentHash } from '../../../shared/base/content-hash.ts'
import type { TraceFacts } from '../../../shared/documents/plan.ts'
import { createDenseIds } from './dense-ids.ts'
import { keepSampled } from './sampled-ids.ts'
import {
  createParsedBatch, TraceError, type AddressKind, type TimeSpan, type TraceFormat, type TraceOptions,
} from './trace-parser.ts' // prettier-ignore

/** Everything that one look through a trace finds: more than a plan keeps. */
export interface TraceScanFacts extends TraceFacts {
  readonly reads: number
  readonly writes: number
  /** Lines or entries that were records, before any page is left out. */
  readonly records: number
  /** The lowest and highest page number or object id, as hexadecimal text. */
  readonly lowestId: string
  readonly highestId: string
  /** Undefined where the format leaves open what kind of memory was watched. */
  readonly addressKind: AddressKind | undefined
  readonly sampled: boolean
  readonly timeSpan: TimeSpan | undefined
  /** The first accesses, ids as hexadecimal text. */
  readonly first: readonly FirstAccess[]
}

export interface FirstAccess {
  readonly id: string
  readonly write: boolean
  /** Accesses that it stands for. */
  readonly weight: number
}

export interface TraceScan {
  push(bytes: Uint8Array): void
  /** Refuses a file without a single access. */
  end(): TraceScanFacts
  /** The same of what was read until now, where only the beginning is of interest. */
  soFar(): TraceScanFacts
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
  firstCount = 0,
): TraceScan {
  const parser = format.createParser(options)
  const ids = createDenseIds()
  const batch = createParsedBatch(8192)
  const pages = new Uint32Array(8192)
  const span = new IdSpan()
  let bytes = 0
  let accesses = 0
  let writes = 0
  let weights = 0
  const first: FirstAccess[] = []

  function readAll(): void {
    for (let read = parser.read(batch); read > 0; read = parser.read(batch)) {
      const count = keepSampled(batch, read, options.sampleShare)
      ids.translate(batch.idLow, batch.idHigh, 0, count, pages, 0)
      span.take(batch.idLow, batch.idHigh, count)
      for (let i = 0; i < count; i++) writes += batch.write[i]
      if (format.sampled) for (let i = 0; i < count; i++) weights += batch.weight[i]
      for (let i = 0; i < count && first.length < firstCount; i++) {
        const weight = format.sampled ? batch.weight[i] : 1
        first.push({ id: hex(batch.idHigh[i], batch.idLow[i]), write: batch.write[i] === 1, weight })
      }
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
      return facts()
    },
    soFar: facts,
    get accessCount() {
      return accesses
    },
  }

  function facts(): TraceScanFacts {
    if (accesses === 0) {
      if (parser.records > 0 && options.sampleShare < 1) {
        const fact = `of ${parser.records} records none is of a page that is kept at a share of ${options.sampleShare}`
        throw new TraceError(fact, 'keep a larger share of the pages', undefined, bytes)
      }
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
      addressKind: parser.addressKind ?? kindOf[format.ids],
      sampled: format.sampled,
      timeSpan: parser.timeSpan,
      first,
      ...(format.sampled && { accessesPerSample: weights / accesses }),
    }
  }
}

const kindOf: Readonly<Record<TraceFormat['ids'], AddressKind | undefined>> = {
  'virtual addresses': 'virtual',
  'object ids': 'object',
  'virtual or physical addresses': undefined,
  'named by columns': undefined,
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
