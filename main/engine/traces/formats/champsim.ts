import { pageShiftOf } from '../page-run.ts'
import { RecordBlocks } from '../record-blocks.ts'
import type { ParsedBatch, TraceFormat, TraceHead, TraceOptions, TraceParser } from '../trace-parser.ts'

/**
 * ChampSim's instruction records, 64 bytes each, little-endian: u64 ip, u8 is_branch, u8 taken, u8 registers (2 out,
 * 4 in), u64 addresses written (2), u64 addresses read (4). An address of 0 is an unused slot. Reads come before
 * writes, as in an instruction. There are no sizes: an access touches the page of its address.
 */
export const champsim: TraceFormat = {
  id: 'champsim',
  title: 'ChampSim',
  ids: 'virtual addresses',
  sampled: false,
  recognises: looksLikeInstructions,
  createParser: createChampsimParser,
}

const recordBytes = 64
const writtenAt = 16
const readAt = 32
const slotBytes = 8
/** The fetch, four reads, two writes. */
const mostAccesses = 7

function createChampsimParser(options: TraceOptions): TraceParser {
  const blocks = new RecordBlocks(recordBytes)
  const shift = pageShiftOf(options.pageBytes)
  const withFetches = options.instructions
  let records = 0

  function readRecords(batch: ParsedBatch, from: number): number {
    const { idLow, idHigh, write } = batch
    const { view, until } = blocks
    const lastFrom = idLow.length - mostAccesses
    let at = blocks.at
    let n = from
    while (at < until && n <= lastFrom) {
      if (view.getUint8(at + 8) > 1 || view.getUint8(at + 9) > 1) failRecord(blocks, at)
      if (withFetches) n = put(at, 0, n)
      for (let slot = at + readAt; slot < at + recordBytes; slot += slotBytes) n = put(slot, 0, n)
      for (let slot = at + writtenAt; slot < at + readAt; slot += slotBytes) n = put(slot, 1, n)
      records++
      at += recordBytes
    }
    blocks.at = at
    return n

    function put(slot: number, isWrite: number, place: number): number {
      const low = view.getUint32(slot, true)
      const high = view.getUint32(slot + 4, true)
      if (low === 0 && high === 0) return place
      idLow[place] = ((low >>> shift) | (high << (32 - shift))) >>> 0
      idHigh[place] = high >>> shift
      write[place] = isWrite
      return place + 1
    }
  }

  return {
    push: (bytes) => blocks.push(bytes),
    end: () => blocks.end(),
    read(batch) {
      let n = 0
      while (n <= batch.idLow.length - mostAccesses) {
        if (blocks.at < blocks.until) n = readRecords(batch, n)
        else if (!blocks.advance()) break
      }
      return n
    },
    get records() {
      return records
    },
  }
}

function failRecord(blocks: RecordBlocks, at: number): never {
  const fact = 'a record says neither yes nor no to being a branch'
  const wayOut =
    'records are 64 bytes; those of 96 (cloudsuite) or 72 bytes are not read: convert the trace to CSV'
  return blocks.fail(at, fact, wayOut)
}

const lookedAt = 64

function looksLikeInstructions({ bytes, text, fileName }: TraceHead): boolean {
  const records = Math.min(lookedAt, Math.floor(bytes.length / recordBytes))
  if (text !== '' || records === 0) return false
  if (/champsimtrace/i.test(fileName)) return true
  let branches = 0
  for (let at = 0; at < records * recordBytes; at += recordBytes) {
    const isBranch = bytes[at + 8]
    const taken = bytes[at + 9]
    if (isBranch > 1 || taken > isBranch) return false
    if (bytes.subarray(at, at + 8).every((byte) => byte === 0)) return false
    branches += isBranch
  }
  // Fewer records tell nothing that chance could not.
  return records >= 4 || branches > 0
}
