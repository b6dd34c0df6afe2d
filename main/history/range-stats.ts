import type { ColumnData, ColumnSpec } from '../../shared/documents/series.ts'
import { foldColumn } from './fold-series.ts'

/** What a column did over some frames. */
export interface ColumnStats {
  readonly mean: number
  readonly min: number
  readonly max: number
  readonly total: number
}

/**
 * Mean (by time; of rates the rate over all of it; of plain counts per frame), least, most, and for counts the sum.
 * `timeNs` are the ends of the frames, the first of which began at `startNs`.
 */
export function columnStats(
  spec: Pick<ColumnSpec, 'fold' | 'perSec'>,
  recorded: ColumnData,
  timeNs: Float64Array,
  startNs: number,
): ColumnStats {
  if (timeNs.length === 0) return { mean: NaN, min: NaN, max: NaN, total: NaN }
  // A state that holds until the next has a mean by time as well.
  const fold = spec.fold === 'last' ? 'mean' : spec.fold
  const { value, min, max } = foldColumn({ ...spec, fold }, recorded, timeNs, startNs, timeNs.length)
  return { mean: value[0], min: min[0], max: max[0], total: spec.fold === 'sum' ? sum(recorded.value) : NaN }
}

function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) if (!Number.isNaN(value)) total += value
  return total
}
