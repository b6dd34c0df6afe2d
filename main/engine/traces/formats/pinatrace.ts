import { readDecimal, readHexDigits } from '../hex-digits.ts'
import type { LineBlocks } from '../line-blocks.ts'
import { createLineParser, shownLine } from '../line-parser.ts'
import { PageRun, pageShiftOf } from '../page-run.ts'
import type { TraceFormat, TraceOptions, TraceParser } from '../trace-parser.ts'

/**
 * What Pin's pinatrace prints: "0xIP: R 0xADDRESS" or W, and "#eof" at the end. Variants add a size and a value; a
 * decimal number behind the address is the size. A line of "0x", digits and a colon claims to be a record.
 */
export const pinatrace: TraceFormat = {
  id: 'pinatrace',
  title: 'Pin pinatrace',
  ids: 'virtual addresses',
  sampled: false,
  recognises: ({ text }) => /^0x[0-9a-f]{1,16}: +[RW] +0x[0-9a-f]{1,16}\b/im.test(text),
  createParser: createPinatraceParser,
}

const colon = 58
const digitZero = 48
const lowerX = 120
const letterR = 82
const letterW = 87
const space = 32
const sizeLimit = 1 << 20

function createPinatraceParser(options: TraceOptions): TraceParser {
  const pending = new PageRun()
  const shift = pageShiftOf(options.pageBytes)
  const address = { low: 0, high: 0 }
  const place = { end: 0 }

  function read(lines: LineBlocks, start: number, end: number): boolean {
    const { bytes } = lines
    if (bytes[start] !== digitZero || bytes[start + 1] !== lowerX) return false
    let at = readHexDigits(bytes, start + 2, address)
    if (at < 0 || bytes[at] !== colon) return false
    do at++
    while (bytes[at] === space)
    const kind = bytes[at]
    do at++
    while (bytes[at] === space)
    const prefixed = bytes[at] === digitZero && bytes[at + 1] === lowerX
    const behind = prefixed ? readHexDigits(bytes, at + 2, address) : -1
    if ((kind !== letterR && kind !== letterW) || behind < 0 || bytes[behind] > space) {
      const wayOut = 'a record is "0xIP: R 0xADDRESS" or W, with at most 16 hexadecimal digits'
      lines.fail(start, `${shownLine(lines, start, end)} is no pinatrace record`, wayOut)
    }
    const size = sizeAt(bytes, behind)
    if (size > sizeLimit) {
      const fact = `${shownLine(lines, start, end)} has a size that no access has`
      lines.fail(start, fact, `sizes are at most ${sizeLimit}`)
    }
    pending.beginBytes(address.low, address.high, size, shift, kind === letterW ? 1 : 0)
    return true
  }

  function sizeAt(bytes: Uint8Array, from: number): number {
    let at = from
    while (bytes[at] === space) at++
    const size = readDecimal(bytes, at, place)
    return size < 0 || bytes[place.end] > space ? 1 : size
  }

  return createLineParser({ pending, read })
}
