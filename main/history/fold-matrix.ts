import type { MatrixSlice } from '../../shared/contract/lab.ts'
import { framesWithin } from './frame-times.ts'

/** A recorded matrix: column after column, each of `bins` values. */
export interface MatrixHistory {
  readonly bins: number
  readonly untilNs: Float64Array
  readonly values: Float32Array
}

/**
 * The columns between two moments, folded to at most so many columns and rows: each value is the mean over the
 * recorded ones that it stands for (those that were not measured left out), so colours mean the same at every zoom.
 */
export function foldMatrix(
  history: MatrixHistory,
  fromNs: number,
  toNs: number,
  mostColumns: number,
  mostRows: number,
): MatrixSlice {
  const { first, end } = framesWithin(history.untilNs, fromNs, toNs)
  const perColumn = Math.max(1, Math.ceil((end - first) / Math.max(1, mostColumns)))
  const perRow = Math.max(1, Math.ceil(history.bins / Math.max(1, mostRows)))
  const columns = Math.ceil((end - first) / perColumn)
  const rows = Math.ceil(history.bins / perRow)
  const untilNs = new Float64Array(columns)
  const values = new Float32Array(columns * rows)
  let max = 0
  for (let column = 0; column < columns; column++) {
    const from = first + column * perColumn
    const to = Math.min(end, from + perColumn)
    untilNs[column] = history.untilNs[to - 1]
    for (let row = 0; row < rows; row++) {
      const place = column * rows + row
      values[place] = meanOf(history, from, to, row * perRow, Math.min(history.bins, (row + 1) * perRow))
      if (values[place] > max) max = values[place]
    }
  }
  return { columns, rows, untilNs, values, max }
}

function meanOf(history: MatrixHistory, from: number, to: number, low: number, high: number): number {
  let sum = 0
  let count = 0
  for (let column = from; column < to; column++) {
    const start = column * history.bins
    for (let bin = low; bin < high; bin++) {
      const value = history.values[start + bin]
      if (value !== value) continue
      sum += value
      count++
    }
  }
  return count > 0 ? sum / count : NaN
}
