import { createDenseIds } from './dense-ids.ts'
import { keepSampled } from './sampled-ids.ts'
import { createParsedBatch, type TraceFormat, type TraceOptions } from './trace-parser.ts'

/** A trace as accesses to pages numbered from 0 in order of first appearance; the replay engine pulls from it. */
export interface TraceStream {
  /** Blocks in order, each after `fill` gave less than was asked. The block may be reused after that. */
  push(bytes: Uint8Array): void
  end(): void
  /** Writes accesses to `pages`, `writes` and (samples) `weights` at `from…to`; returns how many there were. Fewer: hungry, or ended. */
  fill(pages: Uint32Array, writes: Uint8Array, from: number, to: number, weights?: Float64Array): number
  /** Everything was handed out. */
  readonly ended: boolean
  /** Different pages so far. */
  readonly pageCount: number
}

const batchSize = 8192

export function createTraceStream(format: TraceFormat, options: TraceOptions): TraceStream {
  const parser = format.createParser(options)
  const ids = createDenseIds()
  const batch = createParsedBatch(batchSize)
  let taken = 0
  let ready = 0
  let over = false
  let ended = false

  return {
    push(bytes) {
      parser.push(bytes)
    },
    end() {
      over = true
      parser.end()
    },
    fill(pages, writes, from, to, weights) {
      let at = from
      while (at < to) {
        if (taken === ready) {
          taken = 0
          const read = parser.read(batch)
          ready = keepSampled(batch, read, options.sampleShare)
          if (read === 0) {
            ended = over
            break
          }
        }
        const count = Math.min(to - at, ready - taken)
        ids.translate(batch.idLow, batch.idHigh, taken, taken + count, pages, at)
        for (let i = 0; i < count; i++) writes[at + i] = batch.write[taken + i]
        if (weights && format.sampled) weights.set(batch.weight.subarray(taken, taken + count), at)
        taken += count
        at += count
      }
      return at - from
    },
    get ended() {
      return ended
    },
    get pageCount() {
      return ids.count
    },
  }
}
