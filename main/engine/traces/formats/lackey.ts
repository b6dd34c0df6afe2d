import { hexValue } from '../hex-digits.ts'
import { LineBlocks, lineLimit } from '../line-blocks.ts'
import { PageRun, pageShiftOf } from '../page-run.ts'
import type { ParsedBatch, TraceFormat, TraceOptions, TraceParser } from '../trace-parser.ts'

/**
 * What `valgrind --tool=lackey --trace-mem=yes` prints: "I  ADDRESS,SIZE" for a fetch, " L ", " S " and " M " for a
 * load, a store and a modify, addresses in hexadecimal. Whatever else stands between is noise: valgrind's own
 * lines, "SB" lines, the program's output. A line that has a kind, an address and a comma claims to be a record.
 */
export const lackey: TraceFormat = {
  id: 'lackey',
  title: 'valgrind lackey',
  ids: 'virtual addresses',
  sampled: false,
  recognises: ({ text }) => banner.test(text) || recordLine.test(text),
  createParser: createLackeyParser,
}

const lineFeed = 10
const carriageReturn = 13
const space = 32
const comma = 44
const letterI = 73
const letterL = 76
const letterM = 77
const letterS = 83

/** More than any instruction touches; a number beyond it is no size. */
const sizeLimit = 1 << 20

const banner = /^==\d+== Lackey\b/m
const recordLine = /^(I {2}| [LSM] )[0-9a-f]{1,16},\d+\r?$/im

function createLackeyParser(options: TraceOptions): TraceParser {
  const lines = new LineBlocks()
  const run = new PageRun()
  const shift = pageShiftOf(options.pageBytes)
  const withFetches = options.instructions
  let records = 0

  /** Reads lines until the batch is full or they are over; returns the next free place. */
  function readLines(batch: ParsedBatch, from: number): number {
    const { idLow, idHigh, write } = batch
    const room = idLow.length
    const { bytes, until } = lines
    let at = lines.at
    let line = lines.line
    let n = from
    while (at < until && n < room) {
      const start = at
      line++
      const first = bytes[at]
      const kind = first === space ? bytes[at + 1] : first
      const isFetch = first === letterI && bytes[at + 1] === space
      const isData = first === space && (kind === letterL || kind === letterS || kind === letterM)
      if ((isFetch || isData) && bytes[at + 2] === space) {
        at += 3
        let low = 0
        let high = 0
        let digit = hexValue[bytes[at]]
        while (digit !== 255) {
          high = (high << 4) | (low >>> 28)
          low = (low << 4) | digit
          digit = hexValue[bytes[++at]]
        }
        const digits = at - start - 3
        if (bytes[at] === comma && digits > 0) {
          let size = 0
          let decimal = bytes[++at] - 48
          const sizeAt = at
          while (decimal >= 0 && decimal < 10 && size <= sizeLimit) {
            size = size * 10 + decimal
            decimal = bytes[++at] - 48
          }
          const sizeEnd = at
          if (bytes[at] === carriageReturn) at++
          if (bytes[at] !== lineFeed || sizeEnd === sizeAt || digits > 16 || size > sizeLimit) {
            lines.line = line
            failRecord(lines, start)
          }
          at++
          if (isFetch && !withFetches) continue
          records++
          const low0 = low >>> 0
          const pageLow = ((low0 >>> shift) | (high << (32 - shift))) >>> 0
          const pageHigh = high >>> shift
          const inPage = low0 & ((1 << shift) - 1)
          const pages = size === 0 ? 1 : ((inPage + size - 1) >>> shift) + 1
          if (pages === 1 && kind !== letterM) {
            idLow[n] = pageLow
            idHigh[n] = pageHigh
            write[n] = kind === letterS ? 1 : 0
            n++
          } else {
            run.begin(pageLow, pageHigh, pages, kind === letterS ? 1 : 0, kind === letterM)
            n = run.drain(batch, n)
          }
          continue
        }
      }
      while (bytes[at] !== lineFeed) at++
      if (at - start > lineLimit) {
        lines.line = line
        lines.failLong(start)
      }
      at++
    }
    lines.at = at
    lines.line = line
    return n
  }

  return {
    push: (bytes) => lines.push(bytes),
    end: () => lines.end(),
    read(batch) {
      let n = run.drain(batch, 0)
      while (n < batch.idLow.length) {
        if (lines.at < lines.until) n = readLines(batch, n)
        else if (!lines.advance()) break
      }
      return n
    },
    get records() {
      return records
    },
  }
}

function failRecord(lines: LineBlocks, start: number): never {
  const end = lines.bytes.indexOf(lineFeed, start)
  const shown = String.fromCharCode(...lines.bytes.subarray(start, Math.min(end, start + 60)))
  const fact = `"${shown.replaceAll(/[^ -~]/g, '?')}" is no lackey record`
  return lines.fail(
    start,
    fact,
    'a record is a kind, an address of at most 16 hexadecimal digits, a comma and a size',
  )
}
