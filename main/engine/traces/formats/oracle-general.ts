import { TraceClock } from '../line-parser.ts'
import { RecordBlocks } from '../record-blocks.ts'
import type { ParsedBatch, TraceFormat, TraceHead, TraceParser } from '../trace-parser.ts'

/**
 * libCacheSim's oracleGeneral: 24 bytes a request, little-endian and packed, without a header: u32 clock in seconds,
 * u64 object, u32 size, i64 number of the next request to the same object (−1 or the largest: never again). An
 * object is one page; there is no operation, so all are reads.
 */
export const oracleGeneral: TraceFormat = {
  id: 'oracleGeneral',
  title: 'libCacheSim oracleGeneral',
  ids: 'object ids',
  sampled: false,
  recognises: looksLikeRequests,
  createParser: createOracleGeneralParser,
}

const recordBytes = 24
const largestHigh = 0x7fffffff
/** More requests than a file can have. */
const farthestHigh = 1 << 21
const lcsMagicLow = 0x9abcdef0
const lcsMagicHigh = 0x12345678

function createOracleGeneralParser(): TraceParser {
  const blocks = new RecordBlocks(recordBytes)
  const clock = new TraceClock()
  let records = 0

  function readRecords(batch: ParsedBatch, from: number): number {
    const { idLow, idHigh, write } = batch
    const { view } = blocks
    const count = Math.min(idLow.length - from, (blocks.until - blocks.at) / recordBytes)
    if (records === 0) refuseLcs(blocks)
    clock.tell(view.getUint32(blocks.at, true))
    let at = blocks.at
    for (let n = from; n < from + count; n++) {
      const nextHigh = view.getInt32(at + 20, true)
      if ((nextHigh < -1 || nextHigh >= farthestHigh) && nextHigh !== largestHigh) failNext(blocks, at)
      idLow[n] = view.getUint32(at + 4, true)
      idHigh[n] = view.getUint32(at + 8, true)
      write[n] = 0
      at += recordBytes
    }
    clock.tell(view.getUint32(at - recordBytes, true))
    blocks.at = at
    records += count
    return from + count
  }

  return {
    push: (bytes) => blocks.push(bytes),
    end: () => blocks.end(),
    read(batch) {
      let n = 0
      while (n < batch.idLow.length) {
        if (blocks.at < blocks.until) n = readRecords(batch, n)
        else if (!blocks.advance()) break
      }
      return n
    },
    get records() {
      return records
    },
    get timeSpan() {
      return clock.span
    },
  }
}

function refuseLcs(blocks: RecordBlocks): void {
  const { view, at } = blocks
  if (view.getUint32(at, true) !== lcsMagicLow || view.getUint32(at + 4, true) !== lcsMagicHigh) return
  const wayOut = 'convert it with libCacheSim’s traceConv to oracleGeneral'
  blocks.fail(at, 'this is an lcs trace, whose header and records are others', wayOut)
}

function failNext(blocks: RecordBlocks, at: number): never {
  const next = blocks.view.getBigInt64(at + 16, true)
  const fact = `${next} is no number of a next request`
  return blocks.fail(at, fact, 'is the file little-endian and of 24 bytes a record, and unpacked whole?')
}

const lookedAt = 64

/** Numbers of next requests lie ahead, clocks do not go back, sizes are sane; or it says that it is lcs. */
function looksLikeRequests({ bytes, fileName }: TraceHead): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (
    bytes.length >= 8 &&
    view.getUint32(0, true) === lcsMagicLow &&
    view.getUint32(4, true) === lcsMagicHigh
  )
    return true
  const records = Math.min(lookedAt, Math.floor(bytes.length / recordBytes))
  if (records === 0) return false
  if (/oraclegeneral/i.test(fileName)) return true
  for (let record = 0; record < records; record++) {
    const at = record * recordBytes
    const next = view.getBigInt64(at + 16, true)
    const never = next === -1n || next === 0x7fff_ffff_ffff_ffffn
    if (!never && (next < record || next > 1n << 40n)) return false
    if (view.getUint32(at + 12, true) > 1 << 30) return false
    if (record > 0 && view.getUint32(at, true) < view.getUint32(at - recordBytes, true)) return false
  }
  return true
}
