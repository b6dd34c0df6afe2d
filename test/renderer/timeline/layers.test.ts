import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { MatrixSlice } from '../../../shared/contract/lab.ts'
import type { MatrixSpec } from '../../../shared/documents/series.ts'
import {
  columnAt,
  hotDifference,
  layersOf,
  sliceOfLayer,
  trulyHot,
} from '../../../renderer/plot/heatmap/layers.ts'

const slice = (columns: number, rows: number, values: number[]): MatrixSlice => ({
  columns, rows, untilNs: Float64Array.from({ length: columns }, (_, c) => (c + 1) * 10), values: Float32Array.from(values), max: Math.max(...values),
}) // prettier-ignore
const spec = (id: string, layer: MatrixSpec['layer']): MatrixSpec => ({
  id, title: id, unit: 'share', about: id, bins: 4, pagesPerBin: 2, draw: 'intensity', ...(layer && { layer }),
}) // prettier-ignore

test('[V23] truly hot are the most accessed above the mean, as many rows as there is room for', () => {
  expect([...trulyHot(Float32Array.of(9, 1, 8, 2), 1.5)]).toEqual([1, 0, 0.5, 0])
  expect([...trulyHot(Float32Array.of(9, 1, 8, 2), 4)]).toEqual([1, 0, 1, 0])
  expect([...trulyHot(Float32Array.of(5, 5, 5), 2)]).toEqual([0, 0, 0])
  fc.assert(
    fc.property(fc.array(fc.nat(100), { minLength: 1, maxLength: 30 }), fc.double({ min: 0, max: 30, noNaN: true }), (counts, room) => {
      const hot = trulyHot(Float32Array.from(counts), room)
      expect(hot.reduce((sum, share) => sum + share, 0)).toBeLessThanOrEqual(room + 1e-4)
      const least = Math.min(...counts.filter((_, i) => hot[i] > 0), Infinity)
      const most = Math.max(...counts.filter((_, i) => hot[i] === 0), -Infinity)
      if (room >= 1) expect(least).toBeGreaterThanOrEqual(Math.min(most, least))
      expect(counts.every((count, i) => hot[i] === 0 || count > counts.reduce((a, b) => a + b, 0) / counts.length - 1e-3)).toBe(true)
    }),
    { seed: 23 },
  )
}) // prettier-ignore

test('[V23] a difference is ½ where both agree, 1 where hot is not believed, 0 where the belief is wrong', () => {
  const truth = slice(1, 4, [90, 80, 1, 1])
  const belief = slice(1, 4, [1, 0, 1, 0])
  const fast = slice(1, 4, [0, 1, 1, 0])
  expect([...hotDifference(truth, belief, fast).values]).toEqual([0.5, 1, 0, 0.5])
})

test('[V23] a run has the differences that its matrices allow, and a column the time it ends', () => {
  const all = [spec('a', 'truth'), spec('b', 'belief'), spec('c', 'fast'), spec('d', undefined)]
  expect(layersOf(all).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'blindness', 'misplaced'])
  expect(layersOf([spec('a', 'truth')]).map(({ id }) => id)).toEqual(['a'])
  const blindness = layersOf(all)[4]
  expect(sliceOfLayer(blindness, all, { a: slice(1, 4, [9, 9, 1, 1]) })).toBeUndefined()
  const two = slice(2, 1, [1, 2])
  expect([5, 10, 11, 20, 21].map((timeNs) => columnAt(two, timeNs))).toEqual([0, 0, 1, 1, -1])
})
