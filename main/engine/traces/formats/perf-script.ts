import { hexValue, readDecimal, readHexDigits } from '../hex-digits.ts'
import type { LineBlocks } from '../line-blocks.ts'
import { createLineParser, shownLine, TraceClock } from '../line-parser.ts'
import { PageRun, pageShiftOf } from '../page-run.ts'
import type { TraceFormat, TraceOptions, TraceParser } from '../trace-parser.ts'

/**
 * Memory samples as `perf script` prints them: "comm pid [cpu] time: period event: address data_src |words| …". The
 * operation is read from the bits of data_src, never from the words behind it. A sample stands for `period` events,
 * which is its weight (perf's own column "weight" is a latency, and unused). Samples with the address 0 have none.
 * Lines without a time, and events whose text begins with no address (tracepoints), are noise.
 */
export const perfScript: TraceFormat = {
  id: 'perfScript',
  title: 'perf script memory samples',
  ids: 'virtual addresses',
  sampled: true,
  recognises: ({ text }) => sampleLine.test(text),
  createParser: createPerfScriptParser,
}

const sampleLine = /\s\d+\.\d+:\s+(\d+\s+)?\S+:\s+[0-9a-f]{1,16}\s+[0-9a-f]{1,16}\s+\|/m
const tab = 9
const space = 32
const dot = 46
const colon = 58
const bar = 124
/** Bits of data_src. */
const storeOp = 4
const fetchOp = 16
const opBits = 31

function createPerfScriptParser(options: TraceOptions): TraceParser {
  const pending = new WeightedPage()
  const clock = new TraceClock()
  const shift = pageShiftOf(options.pageBytes)
  const address = { low: 0, high: 0 }
  const source = { low: 0, high: 0 }
  const place = { end: 0 }

  function read(lines: LineBlocks, start: number, end: number): boolean {
    const { bytes } = lines
    const timeEnd = endOfTime(bytes, start, end)
    if (timeEnd < 0) return false
    let at = skipBlanks(bytes, timeEnd + 1)
    let period = readDecimal(bytes, at, place)
    if (period >= 0 && isBlank(bytes[place.end])) at = skipBlanks(bytes, place.end)
    else period = 1
    while (at < end && !isBlank(bytes[at])) at++
    if (bytes[at - 1] !== colon || at - 1 === timeEnd) return false
    const addressEnd = readHexDigits(bytes, skipBlanks(bytes, at), address)
    if (addressEnd < 0 || !isBlank(bytes[addressEnd])) return false
    const sourceEnd = readHexDigits(bytes, skipBlanks(bytes, addressEnd), source)
    if (sourceEnd < 0 || bytes[skipBlanks(bytes, sourceEnd)] !== bar) {
      const fact = `${shownLine(lines, start, end)} has no address followed by data_src`
      const wayOut =
        'record with "perf mem record" and print with "perf script -F comm,pid,tid,time,period,event,addr,data_src"'
      lines.fail(start, fact, wayOut)
    }
    clock.tell(timeBefore(bytes, timeEnd))
    if (address.low === 0 && address.high === 0) return false
    const op = source.low & opBits
    if (op === fetchOp && !options.instructions) return false
    pending.weight = Math.max(1, period)
    pending.beginBytes(address.low, address.high, 1, shift, (op & storeOp) === 0 ? 0 : 1)
    return true
  }

  return createLineParser({ pending, read, clock })
}

class WeightedPage extends PageRun {
  weight = 1

  override drain(batch: Parameters<PageRun['drain']>[0], n: number): number {
    const end = super.drain(batch, n)
    for (let i = n; i < end; i++) batch.weight[i] = this.weight
    return end
  }
}

function isBlank(byte: number): boolean {
  return byte === space || byte === tab
}

function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from
  while (isBlank(bytes[at])) at++
  return at
}

/** The colon behind the first "digits.digits" that stands alone; -1 without one. */
function endOfTime(bytes: Uint8Array, start: number, end: number): number {
  for (let at = start + 3; at < end; at++) {
    if (bytes[at] !== colon) continue
    let back = at - 1
    while (back > start && hexValue[bytes[back]] < 10) back--
    if (bytes[back] !== dot || back === at - 1) continue
    const point = back--
    while (back > start && hexValue[bytes[back]] < 10) back--
    const isFirst = back === start && hexValue[bytes[back]] < 10
    if (isFirst || (back < point - 1 && isBlank(bytes[back]))) return at
  }
  return -1
}

/** Seconds of the "digits.digits" that ends before `end`. */
function timeBefore(bytes: Uint8Array, end: number): number {
  let value = 0
  let ten = 1
  for (let at = end - 1; at >= 0; at--) {
    const digit = bytes[at] - 48
    if (bytes[at] === dot) {
      value /= ten
      ten = 1
    } else if (digit >= 0 && digit <= 9) {
      value += digit * ten
      ten *= 10
    } else break
  }
  return value
}
