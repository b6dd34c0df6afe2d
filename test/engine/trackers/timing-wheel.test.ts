import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPageWords } from '../../../main/engine/pages/page-records.ts'
import { createTimingWheel } from '../../../main/engine/trackers/timing-wheel.ts'

const lap = 65_536

/** A plain list of who waits until when. Waits beyond the lap are given up at its end and asked for again. */
function createPlainWheel(redraw: (page: number) => number) {
  const waiting = new Map<number, number>()
  let now = 0
  const lapEnd = () => (Math.floor(now / lap) + 1) * lap
  return {
    schedule: (page: number, at: number) => void waiting.set(page, at),
    cancel: (page: number) => void waiting.delete(page),
    waits: (page: number) => waiting.has(page),
    advance(until: number): number[] {
      const fired: number[] = []
      for (;;) {
        const end = lapEnd()
        const stop = Math.min(Math.floor(until), end)
        const due = [...waiting].filter(([, at]) => at < end && Math.max(Math.floor(at), now) < stop)
        due.sort(([, a], [, b]) => Math.max(Math.floor(a), now) - Math.max(Math.floor(b), now))
        for (const [page] of due) {
          waiting.delete(page)
          fired.push(page)
        }
        const late = [...waiting].filter(([, at]) => at >= end).map(([page]) => page)
        now = stop
        if (stop < end) return fired
        for (const page of late) waiting.set(page, redraw(page))
      }
    },
  }
}

type Step =
  | { readonly type: 'schedule'; readonly page: number; readonly ahead: number }
  | { readonly type: 'cancel'; readonly page: number }
  | { readonly type: 'advance'; readonly by: number }

const pages = 24
const ahead = fc.oneof(
  fc.double({ min: 0, max: 30, noNaN: true }),
  fc.double({ min: 0, max: 3 * lap, noNaN: true }),
  fc.constantFrom(0, 1, lap - 1, lap, lap + 1, 2 * lap, Infinity),
)
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ type: fc.constant('schedule' as const), page: fc.nat(pages - 1), ahead }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('cancel' as const), page: fc.nat(pages - 1) }) },
    {
      weight: 2,
      arbitrary: fc.record({
        type: fc.constant('advance' as const),
        by: fc.oneof(
          fc.double({ min: 0, max: 5, noNaN: true }),
          fc.double({ min: 0, max: 1.5 * lap, noNaN: true }),
          fc.constantFrom(1, lap, 2 * lap),
        ),
      }),
    },
  ),
  { maxLength: 80 },
) // prettier-ignore

/** The k-th wait of a page after a lap, the same for wheel and twin: sometimes far, sometimes never. */
function createRedraw(now: () => number) {
  const times = new Uint32Array(pages)
  return (page: number) => {
    const k = ++times[page]
    if ((page + k) % 5 === 0) return Infinity
    return now() + ((page * 7919 + k * 104_729) % (2 * lap))
  }
}

describe('timing wheel', () => {
  it('[E7] fires what a plain list fires, bucket by bucket, whatever is scheduled, cancelled and advanced', () => {
    fc.assert(
      fc.property(steps, (script) => {
        let now = 0
        let fired: number[] = []
        const wheel = createTimingWheel(
          createPageWords(pages),
          createRedraw(() => now),
          (page) => fired.push(page),
          () => 0,
        )
        const plain = createPlainWheel(createRedraw(() => now))
        for (const step of script) {
          if (step.type === 'schedule' && !plain.waits(step.page)) {
            wheel.schedule(step.page, now + step.ahead)
            plain.schedule(step.page, now + step.ahead)
          } else if (step.type === 'cancel') {
            wheel.cancel(step.page)
            plain.cancel(step.page)
          } else if (step.type === 'advance') {
            now += step.by
            fired = []
            wheel.advance(now)
            expect(fired.sort((a, b) => a - b)).toEqual(plain.advance(now).sort((a, b) => a - b))
          }
          for (let page = 0; page < pages; page++) expect(wheel.waits(page)).toBe(plain.waits(page))
        }
      }),
      { seed: 21, numRuns: 60, endOnFailure: true },
    )
  })

  it('[E7] fires in order of buckets, and lets the callback cancel and schedule', () => {
    const fired: number[] = []
    const wheel = createTimingWheel(
      createPageWords(10),
      () => Infinity,
      (page) => {
        fired.push(page)
        if (page !== 1) return
        wheel.cancel(2)
        wheel.schedule(9, 5.5)
      },
      () => 0,
    )
    for (const [page, at] of [3.2, 1.5, 7, 3.9, 0, 7.5, 7.9].entries()) wheel.schedule(page, at)
    wheel.advance(8)
    expect(fired.slice(0, 2)).toEqual([4, 1])
    expect(fired.slice(2, 4).sort()).toEqual([0, 3])
    expect(fired.slice(4, 5)).toEqual([9])
    expect(fired.slice(5).sort()).toEqual([5, 6])
    expect(wheel.waits(2)).toBe(false)
  })
})
