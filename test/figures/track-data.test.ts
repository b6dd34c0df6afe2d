import { expect, test } from 'vitest'
import type { SeriesSlice } from '../../shared/contract/lab.ts'
import type { ColumnSpec, TrackSpec } from '../../shared/documents/series.ts'
import { colourTable, paintHeatmap } from '../../renderer/plot/heatmap/heatmap.ts'
import { shadeOf } from '../../shared/figures/shades.ts'
import { extentWithin, trackColumns, trackData, valueRange } from '../../shared/figures/track-data.ts'

const column = (name: string): ColumnSpec => ({ name, title: name, unit: 'share', fold: 'mean', about: '' })
const track = (draw: TrackSpec['draw'], more: Partial<TrackSpec> = {}): TrackSpec => ({
  id: 't', title: 't', unit: 'share', about: '', formula: '', source: '', columns: ['a', 'b'], draw, pinned: true, ...more,
}) // prettier-ignore
const data = (value: number[], spread = 0) => ({
  value: Float64Array.from(value),
  min: Float64Array.from(value, (v) => v - spread),
  max: Float64Array.from(value, (v) => v + spread),
})
const slice: SeriesSlice = {
  frames: 3,
  framesPerSample: 2,
  timeNs: Float64Array.of(10, 20, 30),
  columns: { a: data([1, 2, 3], 0.5), b: data([10, 20, 30]) },
}
const columns = [column('a'), column('b')]

test('[V8] a stack is drawn from the top down: each line is the sum of those below it', () => {
  const [, top, bottom] = trackData(track('stack'), columns, slice)!.aligned
  expect([...top]).toEqual([11, 22, 33])
  expect([...bottom]).toEqual([1, 2, 3])
})

test('[V8] lines carry their envelope, and it is said where one is drawn', () => {
  const drawn = trackData(track('lines'), columns, slice)!
  expect(drawn.envelope).toBe(true)
  expect(drawn.aligned).toHaveLength(1 + 2 + 4)
  expect([...drawn.aligned[3]]).toEqual([1.5, 2.5, 3.5])
  const flat = { ...slice, columns: { a: data([1, 2, 3]), b: data([4, 5, 6]) } }
  expect(trackData(track('lines'), columns, flat)!.envelope).toBe(false)
})

test('[V8] a track waits until all its columns are there, in its own order', () => {
  expect(trackData(track('lines'), columns, { ...slice, columns: { a: slice.columns.a } })).toBeUndefined()
  expect(trackColumns(track('lines', { columns: ['b', 'a', 'gone'] }), columns).map((c) => c.name)).toEqual([
    'b',
    'a',
  ])
})

test('[V8] the y axis fits what is in view, with marks near enough, from 0 where that costs little', () => {
  const drawn = trackData(track('lines', { columns: ['b'] }), [columns[1]], slice)!
  expect(extentWithin(drawn, { fromNs: 0, toNs: 30 })).toEqual({ least: 10, greatest: 30 })
  expect(extentWithin(drawn, { fromNs: 25, toNs: 30 }).least).toBe(20)
  expect(valueRange(track('lines'), 10, 30)).toEqual([0, 32.4])
  expect(valueRange(track('lines', { range: [0, 1] }), 10, 30)).toEqual([0, 1])
  expect(valueRange(track('lines', { marks: [{ title: 'm', value: 40 }] }), 10, 30)[1]).toBeGreaterThan(40)
  expect(valueRange(track('lines', { marks: [{ title: 'm', value: 4000 }] }), 10, 30)[1]).toBeLessThan(40)
  expect(valueRange(track('lines'), 95, 100)[0]).toBeGreaterThan(90)
})

test('[V9] a heatmap pixel shows the cell at its time and address, the lowest address at the bottom', () => {
  const table = colourTable([0, 0, 0], [255, 255, 255])
  const pixels = new Uint32Array(4 * 2)
  const matrix = {
    columns: 2,
    rows: 2,
    untilNs: Float64Array.of(50, 100),
    values: Float32Array.of(0, 4, 1, NaN),
    max: 4,
  }
  paintHeatmap(pixels, 4, 2, matrix, { fromNs: 0, toNs: 200 }, table, 'intensity', 0)
  const shade = (x: number, y: number) => pixels[y * 4 + x] & 255
  expect(shade(0, 1)).toBe(0)
  expect(shade(0, 0)).toBe(255)
  expect(shade(1, 1)).toBe(128)
  expect(pixels[0 * 4 + 1]).toBe(0)
  expect(pixels[1 * 4 + 2]).toBe(0)
  expect(shadeOf(0.5, 1, 'share')).toBe(128)
})
