/** A list of any length in a scroll box of bounded height: browsers stop at some 16 million pixels. */
export const ROW = 26
const TALLEST = 8_000_000

/** One row more than there are, so that the last can be scrolled up until it is whole. */
export function listHeight(rows: number, fits: number): number {
  return Math.min(Math.max(rows, fits) * ROW, TALLEST) + ROW
}

/** The first row to show at a scroll position: the top of the box is the first row, its end shows the last. */
export function firstRowAt(scrollTop: number, rows: number, fits: number): number {
  const farthest = Math.max(0, rows - fits)
  return Math.min(farthest, Math.round(scrollTop / perRow(rows, fits)))
}

export function scrollFor(row: number, rows: number, fits: number): number {
  return row * perRow(rows, fits)
}

function perRow(rows: number, fits: number): number {
  const farthest = Math.max(1, rows - fits)
  return Math.min(ROW, (TALLEST - fits * ROW) / farthest)
}
