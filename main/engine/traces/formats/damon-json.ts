import { readNumber } from './csv-cells.ts'
import type { Halves } from '../hex-digits.ts'
import { createJsonWalker, type JsonEvents } from './json-walker.ts'
import { TraceClock } from '../line-parser.ts'
import { secondsOf } from './damon-raw.ts'
import { isBefore, RegionRun, type RegionSink, type SnapshotTimes } from './region-run.ts'
import { TraceError, type TraceFormat, type TraceParser } from '../trace-parser.ts'

/**
 * DAMON's records as damo keeps them (damon.data): a list of records with snapshots with regions
 * {start, end, nr_accesses, age}, where numbers may be text with commas and nr_accesses {samples, percent}. Whatever
 * has a start and an end but no nr_accesses is no region of a snapshot. See `RegionRun` for what one becomes.
 */
export const damonJson: TraceFormat = {
  id: 'damonJson',
  title: 'DAMON records (JSON)',
  ids: 'virtual or physical addresses',
  sampled: true,
  recognises: ({ text }) => /^\s*[[{]/.test(text) && /"(kdamond_idx|nr_accesses|snapshots)"/.test(text),
  createParser: ({ pageBytes }) => createDamonJsonReader(new RegionRun(pageBytes)),
}

const foundLimit = 1e9

/** A parser whose regions, and with `times` also their moments, go to somebody. */
export function createDamonJsonReader(pending: RegionSink, times?: SnapshotTimes): TraceParser {
  const clock = new TraceClock()
  const start: Halves = { low: 0, high: 0 }
  const end: Halves = { low: 0, high: 0 }
  let fields = 0
  let found = 0
  let depth = 0
  let regionDepth = -1
  let snapshotDepth = -1
  let records = 0

  const hasStart = 1
  const hasEnd = 2
  const hasFound = 4

  const events: JsonEvents = {
    open() {
      depth++
    },
    close() {
      if (depth === regionDepth) {
        finishRegion()
        regionDepth = -1
      }
      if (depth === snapshotDepth) {
        times?.over()
        snapshotDepth = -1
      }
      depth--
    },
    value(key, text, byteOffset) {
      if (key === 'start_time' || key === 'end_time') {
        const sec = timeOf(text)
        clock.tell(sec)
        snapshotDepth = depth
        if (key === 'start_time') times?.start(sec)
        else times?.end(sec)
      } else if (key === 'start' && depth !== regionDepth) {
        regionDepth = depth
        fields = hasStart
        readAddress(text, start, byteOffset)
      } else if (key === 'end' && depth === regionDepth) {
        fields |= hasEnd
        readAddress(text, end, byteOffset)
      } else if (regionDepth > 0 && (key === 'nr_accesses' || key === 'samples')) {
        fields |= hasFound
        found = Number(text.replaceAll(',', '').replace(/ samples$/, ''))
        if (!Number.isInteger(found) || found > foundLimit || found < -1) {
          refuse(
            `"${text}" is no count of accesses`,
            'keep the record with nr_accesses in samples',
            byteOffset,
          )
        }
      }
    },
  }
  const walker = createJsonWalker(events, () => pending.left > 0)

  function readAddress(text: string, into: Halves, byteOffset: number): void {
    const digits = new TextEncoder().encode(text.replaceAll(',', ''))
    if (readNumber(digits, 0, digits.length, into) !== undefined)
      refuse(`"${text}" is no address`, 'an address is a decimal number below 2^64', byteOffset)
  }

  function finishRegion(): void {
    if (fields !== (hasStart | hasEnd | hasFound) || found < 0) return
    if (!isBefore(start, end))
      refuse('a region ends before it begins', 'is the file whole?', walker.byteOffset)
    pending.begin(start, end, found)
    records++
  }

  return {
    push: (bytes) => walker.push(bytes),
    end: () => walker.end(),
    read(batch) {
      let n = pending.drain(batch, 0)
      while (n < batch.idLow.length && walker.walk()) n = pending.drain(batch, n)
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

/** Nanoseconds, or a time in words, as different ages of damo have it. */
function timeOf(text: string): number {
  return secondsOf(text) ?? Number(text.replaceAll(',', '')) * 1e-9
}

function refuse(fact: string, wayOut: string, byteOffset: number): never {
  throw new TraceError(fact, wayOut, undefined, byteOffset)
}
