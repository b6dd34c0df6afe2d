import { traceFormatOf, traceOptionsOf } from '../../main/engine/traces/formats.ts'
import {
  createParsedBatch,
  TraceError,
  type TraceFormatId,
  type TraceParser,
} from '../../main/engine/traces/trace-parser.ts'
import type { ParamValues } from '../../shared/documents/part.ts'
import type { PlainAccess } from './plain-readers.ts'

export function parserOf(format: TraceFormatId, values: ParamValues = {}, pageBytes = 4096): TraceParser {
  return traceFormatOf(format).createParser(traceOptionsOf(values, pageBytes))
}

/** Everything a parser finds in a text or bytes that is cut at the given places, through batches of the smallest size. */
export function readAll(
  parser: TraceParser,
  text: string | Uint8Array,
  cuts: readonly number[] = [],
): PlainAccess[] {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const batch = createParsedBatch(1024)
  const found: PlainAccess[] = []
  const take = () => {
    for (let count = parser.read(batch); count > 0; count = parser.read(batch)) {
      for (let i = 0; i < count; i++) {
        found.push({
          id: (BigInt(batch.idHigh[i]) << 32n) | BigInt(batch.idLow[i]),
          write: batch.write[i] === 1,
        })
      }
    }
  }
  let from = 0
  for (const cut of [...[...cuts].sort((a, b) => a - b), bytes.length]) {
    const to = Math.min(cut, bytes.length)
    // A copy that is spoilt afterwards: a parser may keep nothing of a block.
    const block = bytes.slice(from, to)
    parser.push(block)
    take()
    block.fill(0xff)
    from = to
  }
  parser.end()
  take()
  return found
}

/** The refusal of a text. */
export function refusalOf(read: () => unknown): TraceError {
  try {
    read()
  } catch (error) {
    if (error instanceof TraceError) return error
    throw error
  }
  throw new Error('the text was not refused')
}

/** The weights of all accesses of a sampled format. */
export function weightsOf(parser: TraceParser, text: string): number[] {
  const batch = createParsedBatch(1024)
  const weights: number[] = []
  const take = () => {
    for (let count = parser.read(batch); count > 0; count = parser.read(batch))
      weights.push(...batch.weight.subarray(0, count))
  }
  parser.push(new TextEncoder().encode(text))
  take()
  parser.end()
  take()
  return weights
}
