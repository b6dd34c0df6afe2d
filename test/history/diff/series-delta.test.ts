import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { ColumnData } from '../../../shared/documents/series.ts'
import { commonGrid, deltaColumn, equalFrames } from '../../../main/history/diff/series-delta.ts'

const column = (values: readonly number[], spread = 0): ColumnData => ({
  value: Float64Array.from(values),
  min: Float64Array.from(values, (value) => value - spread),
  max: Float64Array.from(values, (value) => value + spread),
})

const ends = fc
  .uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 20 })
  .map((times) => Float64Array.from(times.sort((x, y) => x - y)))

it('[H16] the common grid has the ends of both runs’ frames, and says which frame of each covers a step', () => {
  fc.assert(
    fc.property(ends, ends, (a, b) => {
      const grid = commonGrid(a, b, 0, Infinity)
      const endNs = Math.min(a[a.length - 1], b[b.length - 1])
      const all = [...new Set([...a, ...b])].sort((x, y) => x - y).filter((time) => time <= endNs)
      expect(Array.from(grid.timeNs)).toEqual(all)
      const covering = (times: Float64Array, time: number) => times.findIndex((end) => end >= time)
      expect(Array.from(grid.frameA)).toEqual(all.map((time) => covering(a, time)))
      expect(Array.from(grid.frameB)).toEqual(all.map((time) => covering(b, time)))
    }),
    { seed: 41, numRuns: 500 },
  )
})

it('[H17] a spike of one frame, planted anywhere, stands in the difference at every zoom', () => {
  const frames = 1000
  const timeNs = Float64Array.from({ length: frames }, (_, i) => (i + 1) * 1e6)
  const grid = commonGrid(timeNs, timeNs, 0, Infinity)
  const noise = (i: number) => Math.abs(((i * 7919) % 13) - 6)
  fc.assert(
    fc.property(fc.nat(frames - 1), fc.integer({ min: 1, max: 1000 }), fc.boolean(), (at, perSample, up) => {
      const a = column(
        Array.from({ length: frames }, (_, i) => noise(i)),
        1,
      )
      const b = { ...a, min: a.min.slice(), max: a.max.slice() }
      // Within one epoch of the frame only: the frame's value does not show it.
      if (up) b.max[at] = 500
      else b.min[at] = -500
      const { delta } = deltaColumn(grid, a, b, 0, perSample)
      const sample = Math.floor(at / perSample)
      if (up) expect(delta.max[sample]).toBe(500 - a.max[at])
      else expect(delta.min[sample]).toBe(-500 - a.min[at])
      const quiet = Array.from(up ? delta.max : delta.min).filter((_, i) => i !== sample)
      expect(quiet.every((value) => value === 0)).toBe(true)
    }),
    { seed: 42, numRuns: 200 },
  )
})

it('[H17] equal frames differ by nothing, however much they swing, and the first unequal one is found', () => {
  const timeNs = Float64Array.from({ length: 50 }, (_, i) => i + 1)
  const a = column(
    Array.from({ length: 50 }, (_, i) => i % 7),
    3,
  )
  const { delta } = deltaColumn(commonGrid(timeNs, timeNs, 0, Infinity), a, a, 0, 8)
  for (const kind of ['value', 'min', 'max'] as const) expect(new Set(delta[kind])).toEqual(new Set([0]))
  expect(equalFrames([a], [a], timeNs, timeNs)).toBe(50)
  const b = { ...a, max: a.max.slice() }
  b.max[31] += 1
  expect(equalFrames([a], [b], timeNs, timeNs)).toBe(31)
})
