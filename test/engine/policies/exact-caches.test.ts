import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { plainCaches, plainMisses } from './plain-caches.ts'
import { replayIds } from './replay-ids.ts'

const seeded = { seed: 20, numRuns: 60 }

/** Traces with reuse: few objects, or many with a hot few. */
const traces = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 300 }),
  fc
    .array(fc.double({ min: 0.004, max: 1, noNaN: true }), { minLength: 1, maxLength: 600 })
    .map((draws) => draws.map((draw) => Math.floor(0.3 / draw))),
)

const missesOf = (kind: string, ids: readonly number[], frames: number, machine?: string) =>
  replayIds(kind, ids, frames, machine === undefined ? {} : { machine }).missCount.value

describe('cache policies on unit-size traces', () => {
  test.each(plainCaches)('[Z1] %s misses exactly as often as its textbook form', (kind) => {
    fc.assert(
      fc.property(traces, fc.integer({ min: 1, max: 40 }), (ids, frames) => {
        const summary = replayIds(kind, ids, frames)
        const misses = plainMisses(kind, ids, frames)
        expect(summary.missCount).toEqual({ value: misses, unit: 'accesses' })
        expect(summary.missRatio.value).toBe(misses / ids.length)
      }),
      seeded,
    )
  })

  test.each(plainCaches)('[Z1] %s: one frame, one access, and a fast tier that holds everything', (kind) => {
    const loop = Array.from({ length: 500 }, (_, i) => i % 7)
    expect(missesOf(kind, loop, 1)).toBe(500)
    expect(missesOf(kind, [3, 3, 3, 4, 4, 3], 1)).toBe(3)
    expect(missesOf(kind, [41], 1)).toBe(1)
    expect(missesOf(kind, [41], 1_000_000)).toBe(1)
    expect(missesOf(kind, loop, 7)).toBe(7)
    expect(missesOf(kind, loop, 100_000)).toBe(7)
  })

  test.each(plainCaches)('[Z1] %s counts alike on every machine and however the file is cut', (kind) => {
    const ids = Array.from({ length: 3000 }, (_, i) => (i * i * 31 + (i >> 3)) % 97)
    const misses = plainMisses(kind, ids, 20)
    expect(missesOf(kind, ids, 20, 'custom')).toBe(misses)
    expect(replayIds(kind, ids, 20, { blockBytes: 5 }).missCount.value).toBe(misses)
  })

  test('[Z2] no policy misses less often than MIN', () => {
    fc.assert(
      fc.property(traces, fc.integer({ min: 1, max: 40 }), (ids, frames) => {
        const least = missesOf('min', ids, frames)
        for (const kind of ['lru', 'fifo', 'clock'])
          expect(missesOf(kind, ids, frames)).toBeGreaterThanOrEqual(least)
      }),
      seeded,
    )
  })

  test('[Z1] the textbook cases: Belady’s anomaly of FIFO, and LRU’s loop one page too long', () => {
    const belady = [1, 2, 3, 4, 1, 2, 5, 1, 2, 3, 4, 5]
    expect([3, 4].map((frames) => missesOf('fifo', belady, frames))).toEqual([9, 10])
    expect([3, 4].map((frames) => missesOf('min', belady, frames))).toEqual([7, 6])
    const loop = Array.from({ length: 100 }, (_, i) => i % 10)
    expect([9, 10].map((frames) => missesOf('lru', loop, frames))).toEqual([100, 10])
  })
})
