import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  clampRange, panned, pixelAtTime, rangeBetween, rangeShowing, SHORTEST_NS, spanOf, timeAtPixel, zoomed,
} from '../../shared/figures/time-range.ts' // prettier-ignore

const whole = { fromNs: 0, toNs: 720e9 }
const moment = fc.double({ min: 0, max: 720e9, noNaN: true })
const range = fc.tuple(moment, moment).map(([a, b]) => rangeBetween(a, b, whole))

test('[V2] no gesture leaves the run or gets closer than a microsecond', () => {
  const gesture = fc.record({
    factor: fc.double({ min: 0.001, max: 1000, noNaN: true }),
    around: moment,
    by: moment,
  })
  fc.assert(
    fc.property(range, gesture, (r, { factor, around, by }) => {
      for (const next of [zoomed(r, whole, factor, around), panned(r, whole, by), panned(r, whole, -by)]) {
        expect(next.fromNs).toBeGreaterThanOrEqual(0)
        expect(next.toNs).toBeLessThanOrEqual(whole.toNs * (1 + 1e-12))
        expect(spanOf(next)).toBeGreaterThanOrEqual(SHORTEST_NS * (1 - 1e-6))
      }
    }),
    { seed: 2 },
  )
})

test('[V2] a zoom keeps the moment under the pointer under the pointer', () => {
  const wide = { fromNs: 100e9, toNs: 500e9 }
  for (const pixel of [0, 123, 640, 1000]) {
    const around = timeAtPixel(wide, pixel, 1000)
    const closer = zoomed(wide, whole, 0.3, around)
    expect(pixelAtTime(closer, around, 1000)).toBeCloseTo(pixel, 6)
  }
})

test('[V2] panning keeps the span, also against the end of the run', () => {
  expect(panned({ fromNs: 600e9, toNs: 700e9 }, whole, 90e9)).toEqual({ fromNs: 620e9, toNs: 720e9 })
  expect(clampRange({ fromNs: -50, toNs: 1e15 }, whole)).toEqual(whole)
})

test('[V2] showing a moment moves the range only if it must', () => {
  const r = { fromNs: 100e9, toNs: 200e9 }
  expect(rangeShowing(r, whole, 150e9)).toBe(r)
  expect(rangeShowing(r, whole, 400e9)).toEqual({ fromNs: 350e9, toNs: 450e9 })
})
