import type { MapSlice } from '../../../shared/contract/lab.ts'
import { rgb } from '../palette.ts'

/** A zone as rows of cells, lowest frames in the upper left corner, each cell as many frames as the next. */
export interface ZoneGrid {
  readonly columns: number
  readonly rows: number
  readonly framesPerCell: number
}

/** Cells of about `size` CSS pixels; a cell is a whole number of frames, a power of two where it is more than one. */
export function zoneGrid(frames: number, width: number, height: number, size: number): ZoneGrid {
  const most = Math.max(1, Math.floor(width / size) * Math.floor(height / size))
  let framesPerCell = 1
  while (Math.ceil(frames / framesPerCell) > most) framesPerCell *= 2
  const cells = Math.ceil(frames / framesPerCell)
  const columns = Math.max(1, Math.min(cells, Math.floor(width / size)))
  return { columns, rows: Math.ceil(cells / columns), framesPerCell }
}

/** Column and row of the cell of a frame. */
export function cellOf({ columns, framesPerCell }: ZoneGrid, frame: number): { column: number; row: number } {
  const cell = Math.floor(frame / framesPerCell)
  return { column: cell % columns, row: Math.floor(cell / columns) }
}

/**
 * The line between all frames below `frame` and the rest: to its cell, down or up one row, and on. Coordinates count
 * cells.
 */
export function frontPath(grid: ZoneGrid, frame: number): string {
  const { column, row } = cellOf(grid, frame)
  return `M0 ${row + 1}H${column}V${row}H${grid.columns}`
}

/** One colour for each cell: the mean of its frames' colours. `colours` are hexadecimal, one for each state. */
export function paintZone(pixels: Uint32Array, slice: MapSlice, colours: readonly string[]): void {
  const { bins, states, counts } = slice
  const mixed = colours.map((colour) => rgb(colour))
  for (let bin = 0; bin < bins; bin++) {
    let [r, g, b, total] = [0, 0, 0, 0]
    for (let state = 0; state < states; state++) {
      const count = counts[bin * states + state]
      if (count === 0) continue
      const [red, green, blue] = mixed[state] ?? [128, 128, 128]
      r += red * count
      g += green * count
      b += blue * count
      total += count
    }
    if (total > 0)
      pixels[bin] =
        (255 << 24) | (Math.round(b / total) << 16) | (Math.round(g / total) << 8) | Math.round(r / total)
  }
}
