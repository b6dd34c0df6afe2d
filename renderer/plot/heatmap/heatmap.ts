import type { MatrixSlice } from '../../../shared/contract/lab.ts'
import { colourRamp, shadeOf, type Rgb } from '../../../shared/figures/shades.ts'
import type { TimeRange } from '../../../shared/figures/time-range.ts'

/** Address × time as pixels: one pass that fills an image. */

/** The ramp as an image stores it (little-endian RGBA). */
export function colourTable(low: Rgb, high: Rgb, middle?: Rgb): Uint32Array {
  return Uint32Array.from(
    colourRamp(low, high, middle),
    ([r, g, b]) => (255 << 24) | (b << 16) | (g << 8) | r,
  )
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
