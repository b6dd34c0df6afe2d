import type { PageWords } from '../pages/page-records.ts'
import { createBucketStacks, noEntry } from './bucket-stacks.ts'

/**
 * Pages waiting for their next access on an operational clock, in buckets of one unit: O(1) to schedule, cancel and
 * fire. Events beyond the current lap wait in an overflow bucket and are drawn anew at the lap's end, which is exact
 * for memoryless waits and for waits that a function of the clock gives again. Source: docs/engines.md ("rates").
 */
export interface TimingWheel {
  /** `atUnits` ≥ the wheel's own now; Infinity means never (until drawn anew at a lap's end). */
  schedule(page: number, atUnits: number): void
  cancel(page: number): void
  waits(page: number): boolean
  /** Fires every page due up to `nowUnits`, in bucket order. */
  advance(nowUnits: number): void
}

const lapBuckets = 65_536
const overflow = lapBuckets
/** Pages whose memory is called before the first of them is fired: enough to hide its latency, few enough to stay in L1. */
const touchedAhead = 64

/**
 * `redraw` draws a page's wait anew as from the moment `fromUnits`, the start of a lap. `fire` is called for a page that
 * is due, and may schedule and cancel. `touch` reads what it will need of a page and returns a number of no meaning.
 */
export function createTimingWheel(
  entryOf: PageWords,
  redraw: (page: number, fromUnits: number) => number,
  fire: (page: number) => void,
  touch: (page: number) => number,
): TimingWheel {
  const stacks = createBucketStacks(lapBuckets + 1, entryOf)
  const touched = { sum: 0 }
  const touchPage = (page: number) => {
    touched.sum = (touched.sum + touch(page)) | 0
  }
  let lapStart = 0
  let bucketNow = 0
  let touchedUntil = 0

  function schedule(page: number, atUnits: number): void {
    const ahead = atUnits - lapStart
    const bucket = ahead < lapBuckets ? Math.floor(ahead) : overflow
    stacks.push(page, bucket < bucketNow ? bucketNow : bucket)
  }

  function startLap(): void {
    lapStart += lapBuckets
    bucketNow = 0
    touchedUntil = 0
    const late = stacks.takeAll(overflow)
    for (let i = 0; i < late.length; i++) schedule(late[i], redraw(late[i], lapStart))
  }

  /** Calls the memory of the pages of this bucket and of as many of the next ones as it takes to have enough. */
  function touchAhead(): void {
    let pages = 0
    while (pages < touchedAhead && touchedUntil < lapBuckets) {
      pages += 1 + stacks.forEach(touchedUntil++, touchPage)
    }
  }

  return {
    schedule,
    cancel: stacks.remove,
    waits: stacks.holds,
    advance(nowUnits) {
      for (;;) {
        const until = Math.min(Math.floor(nowUnits - lapStart), lapBuckets)
        while (bucketNow < until) {
          if (bucketNow >= touchedUntil) touchAhead()
          for (let page = stacks.pop(bucketNow); page !== noEntry; page = stacks.pop(bucketNow)) fire(page)
          bucketNow++
        }
        if (until < lapBuckets) return
        startLap()
      }
    },
  }
}
