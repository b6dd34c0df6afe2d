import type { PlacementDelta, PlacementDeltaRequest } from '../../../shared/contract/comparing.ts'
import { framesWithin } from '../frame-times.ts'
import type { PlacementHistory } from './placement-difference.ts'

type Asked = Pick<PlacementDeltaRequest, 'fromNs' | 'toNs' | 'points' | 'columns' | 'rows'>

/** The part of a placement difference between two moments, at the size that was asked for. */
export function foldPlacement(history: PlacementHistory, asked: Asked): PlacementDelta {
  const { first, end } = framesWithin(history.timeNs, asked.fromNs, asked.toNs)
  const perSample = Math.max(1, Math.ceil((end - first) / Math.max(1, asked.points)))
  const samples = Math.ceil((end - first) / perSample)
  const timeNs = new Float64Array(samples)
  const differing = {
    value: new Float64Array(samples),
    min: new Float64Array(samples),
    max: new Float64Array(samples),
  }
  const byState = history.byState.map(() => new Float64Array(samples))
  for (let sample = 0; sample < samples; sample++) {
    const from = first + sample * perSample
    const last = Math.min(end, from + perSample) - 1
    const values = history.differing.subarray(from, last + 1)
    timeNs[sample] = history.timeNs[last]
    differing.value[sample] = history.differing[last]
    differing.min[sample] = values.reduce((low, value) => Math.min(low, value), Infinity)
    differing.max[sample] = values.reduce((high, value) => Math.max(high, value), 0)
    byState.forEach((column, state) => (column[sample] = history.byState[state][last]))
  }
  return {
    timeNs, differing, byState, cells: history.cells, comparedShare: history.cells / history.allCells,
    ...foldPicture(history, asked),
  } // prettier-ignore
}

/** A column stands as at its end; a row counts what its cells are in, so that counts stay whole. */
function foldPicture(history: PlacementHistory, asked: Asked) {
  const { states } = history
  const span = framesWithin(history.untilNs, asked.fromNs, asked.toNs)
  const perColumn = Math.max(1, Math.ceil((span.end - span.first) / Math.max(1, asked.columns)))
  const perRow = Math.max(1, Math.ceil(history.rows / Math.max(1, asked.rows)))
  const columns = Math.ceil((span.end - span.first) / perColumn)
  const rows = Math.ceil(history.rows / perRow)
  const untilNs = new Float64Array(columns)
  const counts = new Uint32Array(columns * rows * states)
  for (let column = 0; column < columns; column++) {
    const last = Math.min(span.end, span.first + (column + 1) * perColumn) - 1
    untilNs[column] = history.untilNs[last]
    for (let row = 0; row < history.rows; row++) {
      const from = (last * history.rows + row) * states
      const to = (column * rows + Math.floor(row / perRow)) * states
      for (let state = 0; state < states; state++) counts[to + state] += history.counts[from + state]
    }
  }
  return { untilNs, columns, rows, states, cellsPerRow: history.cellsPerRow * perRow, counts }
}
