import { readNumber } from './csv-cells.ts'
import { readDecimal, readHexDigits } from '../hex-digits.ts'
import type { LineBlocks } from '../line-blocks.ts'
import { createLineParser, shownLine, TraceClock } from '../line-parser.ts'
import { isBefore, RegionRun, type RegionSink, type SnapshotTimes } from './region-run.ts'
import type { TraceFormat, TraceParser } from '../trace-parser.ts'

/**
 * DAMON's records as text. Of `damo report access --raw_form` and the older `damo report raw`, the rows
 * "start-end (size) accesses age" and "start-end(size): accesses", addresses in hexadecimal; of the tracepoint
 * damon_aggregated, the rows that end in "nr_regions=N start-end: accesses age", addresses in decimal. A line that
 * begins with hexadecimal digits, a hyphen and more digits claims to be a row. See `RegionRun` for what a row becomes.
 */
export const damonRaw: TraceFormat = {
  id: 'damonRaw',
  title: 'DAMON raw report',
  ids: 'virtual or physical addresses',
  sampled: true,
  recognises: ({ text }) => rowLine.test(text) || tracepointLine.test(text),
  createParser: ({ pageBytes }) => createDamonRawReader(new RegionRun(pageBytes)),
}

const rowLine = /^[0-9a-f]{1,16}-[0-9a-f]{1,16} ?\([^)\n]*\)(:| ) *-?[\d,]+/m
const tracepointTime = / (\d+\.\d+): +\S*damon_aggregated:/
const tracepointLine = /damon_aggregated: .*nr_regions=\d+ \d+-\d+: \d+/
const hyphen = 45
const colon = 58
const openParenthesis = 40
const closeParenthesis = 41
const space = 32
const letters = (word: string) => Uint8Array.from(word, (letter) => letter.charCodeAt(0))
const aggregated = letters('damon_aggregated:')
const regions = letters('nr_regions=')
const monitoring = letters('monitoring_')
const baseTime = letters('base_time')
/** A check count beyond it is no count of checks. */
const foundLimit = 1e9

/** A parser whose regions, and with `times` also their moments, go to somebody. */
export function createDamonRawReader(pending: RegionSink, times?: SnapshotTimes): TraceParser {
  const clock = new TraceClock()
  const from = { low: 0, high: 0 }
  const to = { low: 0, high: 0 }
  const place = { end: 0 }

  function read(lines: LineBlocks, start: number, end: number): boolean {
    const { bytes } = lines
    let at = start
    while (bytes[at] === space) at++
    const hyphenAt = readHexDigits(bytes, at, from)
    if (hyphenAt >= 0 && bytes[hyphenAt] === hyphen) {
      const behind = readHexDigits(bytes, hyphenAt + 1, to)
      if (behind >= 0) return readRow(lines, start, end, skip(bytes, behind, space))
    }
    if (startsWith(bytes, at, monitoring) || startsWith(bytes, at, baseTime)) tellTime(bytes, start, end)
    else if (find(bytes, start, end, aggregated) >= 0) return readTracepoint(lines, start, end)
    return false
  }

  /** From the parenthesis on. */
  function readRow(lines: LineBlocks, start: number, end: number, from: number): boolean {
    const { bytes } = lines
    const close = bytes.indexOf(closeParenthesis, from)
    if (bytes[from] !== openParenthesis || close < 0 || close > end) failRow(lines, start, end)
    const at = skip(bytes, bytes[close + 1] === colon ? close + 2 : close + 1, space)
    return finish(lines, start, end, at)
  }

  function readTracepoint(lines: LineBlocks, start: number, end: number): boolean {
    const { bytes } = lines
    const counted = find(bytes, start, end, regions)
    const at = counted < 0 ? -1 : bytes.indexOf(space, counted) + 1
    const hyphenAt = bytes.indexOf(hyphen, at)
    const colonAt = bytes.indexOf(colon, hyphenAt)
    if (at <= 0 || at > end || hyphenAt < 0 || hyphenAt > end || colonAt < 0 || colonAt > end)
      failRow(lines, start, end)
    const fault = readNumber(bytes, at, hyphenAt, from) ?? readNumber(bytes, hyphenAt + 1, colonAt, to)
    if (fault !== undefined) failRow(lines, start, end)
    if (times) {
      const [, sec] = tracepointTime.exec(textOf(bytes, start, end)) ?? []
      if (sec === undefined) failRow(lines, start, end)
      times.row(Number(sec), from)
    }
    return finish(lines, start, end, skip(bytes, colonAt + 1, space))
  }

  /** The number of checks that found an access is at `at`. */
  function finish(lines: LineBlocks, start: number, end: number, at: number): boolean {
    const { bytes } = lines
    // damo closes a snapshot without regions with an empty one of -1 accesses.
    const isArtefact = bytes[at] === hyphen && to.low === 0 && to.high === 0
    if (isArtefact) return false
    const found = readDecimal(bytes, at, place)
    if (found < 0 || found > foundLimit || bytes[place.end] > space) failRow(lines, start, end)
    if (!isBefore(from, to)) {
      const fact = `${shownLine(lines, start, end)} is a region that ends before it begins`
      lines.fail(start, fact, 'is this the raw form of the report?')
    }
    pending.begin(from, to, found)
    return true
  }

  function tellTime(bytes: Uint8Array, start: number, end: number): void {
    const text = textOf(bytes, start, end)
    const sec = secondsOf(text.slice(text.indexOf(':') + 1))
    if (sec === undefined) return
    if (/monitoring_(start|end):/.test(text)) clock.tell(sec)
    if (text.includes('base_time')) {
      times?.over()
      times?.base(sec)
    } else if (text.includes('monitoring_start:')) {
      times?.over()
      times?.start(sec)
    } else if (text.includes('monitoring_end:')) times?.end(sec)
  }

  const textOf = (bytes: Uint8Array, start: number, end: number) =>
    String.fromCharCode(...bytes.subarray(start, Math.min(end, start + 120)))

  return createLineParser({ pending, read, clock })
}

const unitSec: Readonly<Record<string, number>> = {
  d: 86_400, h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, ns: 1e-9,
} // prettier-ignore

/** "8 m 59.809 s", "104.599 ms", or nanoseconds. */
export function secondsOf(text: string): number | undefined {
  const words = text.trim().replaceAll(',', '').split(/\s+/)
  if (words.length === 1 && /^\d+$/.test(words[0])) return Number(words[0]) * 1e-9
  let sec = 0
  for (let i = 0; i < words.length; i += 2) {
    const unit = unitSec[words[i + 1] ?? '']
    if (unit === undefined || !/^\d+(\.\d+)?$/.test(words[i])) return undefined
    sec += Number(words[i]) * unit
  }
  return sec
}

function failRow(lines: LineBlocks, start: number, end: number): never {
  const wayOut =
    'a row is "start-end (size) accesses age" or "start-end(size): accesses"; print it with --raw_form'
  return lines.fail(start, `${shownLine(lines, start, end)} is no row of a DAMON report`, wayOut)
}

function skip(bytes: Uint8Array, from: number, byte: number): number {
  let at = from
  while (bytes[at] === byte) at++
  return at
}

function startsWith(bytes: Uint8Array, at: number, word: Uint8Array): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[at + i] !== word[i]) return false
  return true
}

/** Where the word begins before `end`; -1 for nowhere. */
function find(bytes: Uint8Array, start: number, end: number, word: Uint8Array): number {
  for (let at = bytes.indexOf(word[0], start); at >= 0 && at < end; at = bytes.indexOf(word[0], at + 1))
    if (startsWith(bytes, at, word)) return at
  return -1
}
