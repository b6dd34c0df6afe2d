import { readNumber } from './csv-cells.ts'
import { readHexDigits } from '../hex-digits.ts'
import type { LineBlocks } from '../line-blocks.ts'
import { createLineParser, shownLine } from '../line-parser.ts'
import { PageRun, pageShiftOf } from '../page-run.ts'
import { RecordBlocks } from '../record-blocks.ts'
import type { ParsedBatch, TraceFormat, TraceHead, TraceOptions, TraceParser } from '../trace-parser.ts'

/**
 * Samples like those of MEMTIS. As its ring buffer holds them: perf_event_header {u32 type, u16 misc, u16 size}, and
 * of a sample (type 9, 32 bytes) u64 ip, u32 pid, u32 tid, u64 address; other records of the ring are passed over. A
 * ring is of one event, whose kind is not in it: all are reads. As text: "KIND ip pid tid address", addresses with 0x,
 * KIND one of MEMTIS's names. How many accesses a sample stands for is not in either: its weight is 1.
 */
export const memtis: TraceFormat = {
  id: 'memtis',
  title: 'MEMTIS samples',
  ids: 'virtual addresses',
  sampled: true,
  recognises: (head) => sampleLine.test(head.text) || looksLikeRing(head),
  createParser: createMemtisParser,
}

const sampleLine =
  /^(DRAMREAD|NVMREAD|CXLREAD|MEMWRITE|TLB_MISS_LOADS|TLB_MISS_STORES) +0x[0-9a-f]+ +\d+ +\d+ +0x/m
const kinds: Readonly<Record<string, number>> = {
  DRAMREAD: 0, NVMREAD: 0, CXLREAD: 0, MEMWRITE: 1, TLB_MISS_LOADS: 0, TLB_MISS_STORES: 1,
} // prettier-ignore
const longestKind = 15

const wordBytes = 8
const sampleType = 9
const sampleBytes = 32
/** Kinds of records that a perf ring has. */
const lastType = 21

function createMemtisParser(options: TraceOptions): TraceParser {
  let parser: TraceParser | undefined
  return {
    push(bytes) {
      // The first byte of a ring is a small type; that of text is a letter.
      if (bytes.length > 0) parser ??= bytes[0] <= lastType && bytes[0] !== 10 ? ringParser(options) : textParser(options)
      parser?.push(bytes)
    },
    end: () => parser?.end(),
    read: (batch) => parser?.read(batch) ?? 0,
    get records() {
      return parser?.records ?? 0
    },
  } // prettier-ignore
}

function textParser(options: TraceOptions): TraceParser {
  const pending = new SampledPage()
  const shift = pageShiftOf(options.pageBytes)
  const address = { low: 0, high: 0 }

  function read(lines: LineBlocks, start: number, end: number): boolean {
    const { bytes } = lines
    const kindEnd = bytes.indexOf(32, start)
    if (kindEnd < 0 || kindEnd - start > longestKind || kindEnd > end) return false
    const write = kinds[String.fromCharCode(...bytes.subarray(start, kindEnd))]
    if (write === undefined) return false
    let at = kindEnd
    let read = 0
    for (let cell = 0; cell < 4; cell++) {
      while (bytes[at] === 32) at++
      const from = at
      while (bytes[at] > 32) at++
      const isHex = bytes[from] === 48 && (bytes[from + 1] | 32) === 120
      const fault = isHex
        ? readHexDigits(bytes, from + 2, address) !== at
        : cell === 3 || readNumber(bytes, from, at, address) !== undefined
      if (!fault) read++
    }
    if (read < 4 || bytes[at] === 32) {
      const wayOut = 'a sample is "KIND 0xIP PID TID 0xADDRESS"'
      lines.fail(start, `${shownLine(lines, start, end)} is no sample`, wayOut)
    }
    pending.beginBytes(address.low, address.high, 1, shift, write)
    return true
  }

  return createLineParser({ pending, read })
}

class SampledPage extends PageRun {
  override drain(batch: ParsedBatch, n: number): number {
    const end = super.drain(batch, n)
    for (let i = n; i < end; i++) batch.weight[i] = 1
    return end
  }
}

/** Words of eight bytes; a record is a header and the words that its size says. */
function ringParser(options: TraceOptions): TraceParser {
  const blocks = new RecordBlocks(wordBytes)
  const shift = pageShiftOf(options.pageBytes)
  let wordsLeft = 0
  let inSample = false
  let records = 0

  function readHeader(at: number): void {
    const { view } = blocks
    const type = view.getUint32(at, true)
    const size = view.getUint16(at + 6, true)
    inSample = type === sampleType
    if (type === 0 || type > lastType || size < wordBytes || size % wordBytes !== 0)
      blocks.fail(at, 'this is no header of a record of a perf ring', 'copy whole records, from the first on')
    if (inSample && size !== sampleBytes) {
      const wayOut = 'a sample has ip, pid, tid and address: 32 bytes with its header'
      blocks.fail(at, `a sample has ${size} bytes`, wayOut)
    }
    wordsLeft = size / wordBytes - 1
  }

  return {
    push: (bytes) => blocks.push(bytes),
    end() {
      blocks.end()
      if (wordsLeft > 0) blocks.fail(blocks.at, 'the file ends within a record', 'the file is cut short')
    },
    read(batch) {
      let n = 0
      while (n < batch.idLow.length) {
        if (blocks.at >= blocks.until && !blocks.advance()) break
        const { view, at } = blocks
        if (wordsLeft === 0) readHeader(at)
        else if (--wordsLeft === 0 && inSample) {
          const low = view.getUint32(at, true)
          const high = view.getUint32(at + 4, true)
          batch.idLow[n] = ((low >>> shift) | (high << (32 - shift))) >>> 0
          batch.idHigh[n] = high >>> shift
          batch.write[n] = 0
          batch.weight[n] = 1
          n++
          records++
        }
        blocks.at = at + wordBytes
      }
      return n
    },
    get records() {
      return records
    },
  }
}

/** Some records in a row, each where the one before it ends. */
function looksLikeRing({ bytes }: TraceHead): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let samples = 0
  for (let at = 0; at + wordBytes <= bytes.length && samples < 16;) {
    const type = view.getUint32(at, true)
    const size = view.getUint16(at + 6, true)
    if (type === 0 || type > lastType || size < wordBytes || size % wordBytes !== 0) return false
    if (type === sampleType && size !== sampleBytes) return false
    if (type === sampleType) samples++
    at += size
  }
  return samples > 0
}
