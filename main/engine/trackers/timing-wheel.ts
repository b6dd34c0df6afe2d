/**
 * Pages waiting for their next access on an operational clock, in buckets of one unit: O(1) to schedule, cancel and
 * fire. Events beyond the current lap wait in an overflow list and are drawn anew at the lap's end, which is exact
 * for memoryless waits and for waits that a function of the clock gives again. Source: docs/engines.md ("rates").
 */
export interface TimingWheel {
  /** `atUnits` ≥ the wheel's own now; Infinity means never (until drawn anew at a lap's end). */
  schedule(page: number, atUnits: number): void
  cancel(page: number): void
  waits(page: number): boolean
  /** Fires every page due up to `nowUnits`, in bucket order. The callback may schedule and cancel. */
  advance(nowUnits: number, fire: (page: number) => void): void
}

const lapBuckets = 65_536
const overflow = lapBuckets
const none = -1

/** `redraw` draws a page's wait anew as from the moment `fromUnits`, the start of a lap. */
export function createTimingWheel(
  pageCount: number,
  redraw: (page: number, fromUnits: number) => number,
): TimingWheel {
  const headOf = new Int32Array(lapBuckets + 1).fill(none)
  const nextOf = new Int32Array(pageCount)
  const previousOf = new Int32Array(pageCount)
  const bucketOf = new Int32Array(pageCount).fill(none)
  let lapStart = 0
  let bucketNow = 0

  function link(page: number, bucket: number): void {
    const head = headOf[bucket]
    nextOf[page] = head
    previousOf[page] = none
    if (head !== none) previousOf[head] = page
    headOf[bucket] = page
    bucketOf[page] = bucket
  }

  function unlink(page: number): void {
    const bucket = bucketOf[page]
    const next = nextOf[page]
    const previous = previousOf[page]
    if (previous === none) headOf[bucket] = next
    else nextOf[previous] = next
    if (next !== none) previousOf[next] = previous
    bucketOf[page] = none
  }

  function schedule(page: number, atUnits: number): void {
    const ahead = atUnits - lapStart
    const bucket = ahead < lapBuckets ? Math.floor(ahead) : overflow
    link(page, bucket < bucketNow ? bucketNow : bucket)
  }

  function startLap(): void {
    lapStart += lapBuckets
    bucketNow = 0
    let page = headOf[overflow]
    headOf[overflow] = none
    while (page !== none) {
      const next = nextOf[page]
      bucketOf[page] = none
      schedule(page, redraw(page, lapStart))
      page = next
    }
  }

  return {
    schedule,
    cancel(page) {
      if (bucketOf[page] !== none) unlink(page)
    },
    waits: (page) => bucketOf[page] !== none,
    advance(nowUnits, fire) {
      for (;;) {
        const until = Math.min(Math.floor(nowUnits - lapStart), lapBuckets)
        while (bucketNow < until) {
          for (let page = headOf[bucketNow]; page !== none; page = headOf[bucketNow]) {
            unlink(page)
            fire(page)
          }
          bucketNow++
        }
        if (until < lapBuckets) return
        startLap()
      }
    },
  }
}
