import type { MatrixSlice } from '../../../shared/contract/lab.ts'
import type { TimeRange } from '../tracks/time-range.ts'

/** Address × time as pixels: a table of 256 colours, and one pass that fills an image. */

export type Rgb = readonly [number, number, number]

/** 256 colours from `low` over `middle` (if given) to `high`, as the image stores them (little-endian RGBA). */
export function colourTable(low: Rgb, high: Rgb, middle?: Rgb): Uint32Array {
  const table = new Uint32Array(256)
  for (let i = 0; i < 256; i++) {
    const at = i / 255
    const [from, to, part] = !middle
      ? [low, high, at]
      : at < 0.5
        ? [low, middle, at * 2]
        : [middle, high, at * 2 - 1]
    const mix = (c: 0 | 1 | 2) => Math.round(from[c] + (to[c] - from[c]) * part)
    table[i] = (255 << 24) | (mix(2) << 16) | (mix(1) << 8) | mix(0)
  }
  return table
}

/** Where in the table a value stands: shares as they are, counts by square root so that the rare stays visible. */
export function shadeOf(value: number, max: number, draw: 'intensity' | 'share'): number {
  if (!(value > 0) || !(max > 0)) return 0
  const part = draw === 'share' ? value : Math.sqrt(value / max)
  return Math.min(255, Math.round(part * 255))
}

/**
 * Fills `pixels` (width × height, row 0 on top) with the slice: lowest addresses at the bottom. Pixels outside what
 * was recorded, and cells that are not a number, stay transparent.
 */
export function paintHeatmap(
  pixels: Uint32Array,
  width: number,
  height: number,
  slice: MatrixSlice,
  range: TimeRange,
  table: Uint32Array,
  draw: 'intensity' | 'share',
  firstNs: number,
): void {
  const { columns, rows, untilNs, values } = slice
  pixels.fill(0)
  if (columns === 0 || rows === 0) return
  const rowOf = Int32Array.from({ length: height }, (_, y) => Math.floor(((height - 1 - y) * rows) / height))
  let column = 0
  for (let x = 0; x < width; x++) {
    const timeNs = range.fromNs + ((x + 0.5) / width) * (range.toNs - range.fromNs)
    while (column < columns && untilNs[column] < timeNs) column++
    if (column >= columns) return
    if (timeNs < firstNs) continue
    for (let y = 0; y < height; y++) {
      const value = values[column * rows + rowOf[y]]
      if (value === value) pixels[y * width + x] = table[shadeOf(value, slice.max, draw)]
    }
  }
}
