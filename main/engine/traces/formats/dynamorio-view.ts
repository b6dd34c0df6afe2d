import { readHexDigits } from '../hex-digits.ts'
import type { LineBlocks } from '../line-blocks.ts'
import { createLineParser, shownLine, TraceClock } from '../line-parser.ts'
import { PageRun, pageShiftOf } from '../page-run.ts'
import type { TraceFormat, TraceOptions, TraceParser } from '../trace-parser.ts'

/**
 * What DynamoRIO's `drcachesim -tool view` prints, one record a line: ordinals, thread, then "read", "write" or
 * "ifetch", the size, " byte(s) @ 0x" and the address. Markers say when; prefetches and everything else are noise. A
 * line that has " byte(s) @ " after one of the three words claims to be a record.
 */
export const dynamorioView: TraceFormat = {
  id: 'dynamorioView',
  title: 'DynamoRIO view',
  ids: 'virtual addresses',
  sampled: false,
  recognises: ({ text }) => /\b(read|write|ifetch) +\d+ byte\(s\) @ 0x[0-9a-f]/.test(text),
  createParser: createDynamorioViewParser,
}

const letters = (word: string) => Uint8Array.from(word, (letter) => letter.charCodeAt(0))
const read = letters('read')
const write = letters('write')
const fetch = letters('ifetch')
const bytesAt = letters(' byte(s) @ ')
const prefix = letters('0x')
const timestamp = letters('<marker: timestamp ')
const atSign = 64
const less = 60
const space = 32
const sizeLimit = 1 << 20

function createDynamorioViewParser(options: TraceOptions): TraceParser {
  const pending = new PageRun()
  const clock = new TraceClock()
  const shift = pageShiftOf(options.pageBytes)
  const address = { low: 0, high: 0 }

  function readLine(lines: LineBlocks, start: number, end: number): boolean {
    const { bytes } = lines
    const sign = bytes.subarray(start, end).indexOf(atSign) + start
    const unit = sign - bytesAt.length + 2
    if (sign < start || !stands(bytesAt, bytes, unit, start)) {
      readTime(bytes, start, end)
      return false
    }
    let size = 0
    let place = unit - 1
    for (let ten = 1; bytes[place] >= 48 && bytes[place] <= 57 && place >= start; place--, ten *= 10)
      size += (bytes[place] - 48) * ten
    const hasSize = place < unit - 1
    while (place >= start && bytes[place] === space) place--
    const isRead = stands(read, bytes, place - 3, start)
    const isWrite = stands(write, bytes, place - 4, start)
    const isFetch = stands(fetch, bytes, place - 5, start)
    if (!isRead && !isWrite && !isFetch) return false
    const digits = stands(prefix, bytes, sign + 2, start) ? readHexDigits(bytes, sign + 4, address) : -1
    if (digits < 0 || !hasSize || size > sizeLimit) {
      const wayOut = 'a record has a size, " byte(s) @ 0x" and at most 16 hexadecimal digits'
      lines.fail(start, `${shownLine(lines, start, end)} is no record of the view tool`, wayOut)
    }
    if (isFetch && !options.instructions) return false
    pending.beginBytes(address.low, address.high, size, shift, isWrite ? 1 : 0)
    return true
  }

  /** "<marker: timestamp N>", in microseconds. */
  function readTime(bytes: Uint8Array, start: number, end: number): void {
    const mark = bytes.subarray(start, end).indexOf(less) + start
    if (mark < start || !stands(timestamp, bytes, mark, start)) return
    let us = 0
    for (let at = mark + timestamp.length; bytes[at] >= 48 && bytes[at] <= 57; at++)
      us = us * 10 + bytes[at] - 48
    clock.tell(us / 1e6)
  }

  return createLineParser({ pending, read: readLine, clock })
}

/** Is the word at `bytes[at…]`? Before `start` there is nothing. */
function stands(word: Uint8Array, bytes: Uint8Array, at: number, start: number): boolean {
  if (at < start) return false
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false
  return true
}
