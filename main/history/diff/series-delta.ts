import type { DeltaColumn } from '../../../shared/contract/comparing.ts'
import type { ColumnData, ColumnSpec } from '../../../shared/documents/series.ts'
import { foldColumn } from '../fold-series.ts'
import { framesWithin } from '../frame-times.ts'

/** Ends of frames of one run, and one of its columns. */
export interface RecordedColumn {
  readonly timeNs: Float64Array
  readonly data: ColumnData
}

/** Steps of time in which neither run changes frames: the ends of both runs' frames, up to where the shorter ends. */
export interface CommonGrid {
  readonly timeNs: Float64Array
  readonly frameA: Uint32Array
  readonly frameB: Uint32Array
}

export function commonGrid(a: Float64Array, b: Float64Array, fromNs: number, toNs: number): CommonGrid {
  const endNs = Math.min(a[a.length - 1] ?? 0, b[b.length - 1] ?? 0)
  const first = { a: framesWithin(a, fromNs, toNs).first, b: framesWithin(b, fromNs, toNs).first }
  const most = a.length + b.length
  const timeNs = new Float64Array(most)
  const frameA = new Uint32Array(most)
  const frameB = new Uint32Array(most)
  let [i, j, count] = [first.a, first.b, 0]
  while (i < a.length && j < b.length) {
    const untilNs = Math.min(a[i], b[j])
    if (untilNs > endNs) break
    timeNs[count] = untilNs
    frameA[count] = i
    frameB[count++] = j
    if (a[i] === untilNs) i++
    if (b[j] === untilNs) j++
    if (untilNs >= toNs) break
  }
  return {
    timeNs: timeNs.subarray(0, count),
    frameA: frameA.subarray(0, count),
    frameB: frameB.subarray(0, count),
  }
}

/** A recorded column as values of its frames: counts that are read as rates become rates. */
export function asShown(spec: Pick<ColumnSpec, 'fold' | 'perSec'>, column: RecordedColumn): ColumnData {
  return foldColumn(spec, column.data, column.timeNs, 0, 1)
}

/**
 * Both columns and B − A on a common grid, `perSample` steps a sample. The difference of a step is that of the values;
 * its envelope reaches from the least to the greatest of the differences of values, minima and maxima. So a spike of
 * one run inside a frame is a spike of the difference, and two equal frames differ by nothing.
 */
export function deltaColumn(
  grid: CommonGrid,
  a: ColumnData,
  b: ColumnData,
  startNs: number,
  perSample: number,
): DeltaColumn {
  const steps = grid.timeNs.length
  const samples = Math.ceil(steps / perSample)
  const empty = (): ColumnData => ({
    value: new Float64Array(samples),
    min: new Float64Array(samples),
    max: new Float64Array(samples),
  })
  const [inA, inB, delta] = [empty(), empty(), empty()]
  for (let sample = 0; sample < samples; sample++) {
    const first = sample * perSample
    const end = Math.min(steps, first + perSample)
    const folds = [createFold(), createFold(), createFold()]
    for (let step = first; step < end; step++) {
      const [i, j] = [grid.frameA[step], grid.frameB[step]]
      const spanNs = grid.timeNs[step] - (step === 0 ? startNs : grid.timeNs[step - 1])
      folds[0].add(a.value[i], a.min[i], a.max[i], spanNs)
      folds[1].add(b.value[j], b.min[j], b.max[j], spanNs)
      const [value, low, high] = [b.value[j] - a.value[i], b.min[j] - a.min[i], b.max[j] - a.max[i]]
      folds[2].add(value, Math.min(value, low, high), Math.max(value, low, high), spanNs)
    }
    folds[0].put(inA, sample)
    folds[1].put(inB, sample)
    folds[2].put(delta, sample)
  }
  return { a: inA, b: inB, delta }
}

/** Mean by time, least and greatest of what was measured; a single step comes back as it is. */
function createFold() {
  let [sum, weight, count] = [0, 0, 0]
  let last = NaN
  let [low, high] = [Infinity, -Infinity]
  return {
    add(value: number, min: number, max: number, spanNs: number) {
      if (min < low) low = min
      if (max > high) high = max
      if (Number.isNaN(value)) return
      sum += value * spanNs
      weight += spanNs
      count++
      last = value
    },
    put(into: ColumnData, sample: number) {
      into.min[sample] = low <= high ? low : NaN
      into.max[sample] = low <= high ? high : NaN
      into.value[sample] = count > 1 && weight > 0 ? sum / weight : last
    },
  }
}

/** The first frame in which two runs are not the same: the frames before it are equal in every given column. */
export function equalFrames(
  a: readonly ColumnData[],
  b: readonly ColumnData[],
  timesA: Float64Array,
  timesB: Float64Array,
): number {
  let equal = Math.min(timesA.length, timesB.length)
  equal = equalUpTo(timesA, timesB, equal)
  a.forEach((column, c) => {
    for (const kind of ['value', 'min', 'max'] as const) equal = equalUpTo(column[kind], b[c][kind], equal)
  })
  return equal
}

function equalUpTo(a: Float64Array, b: Float64Array, end: number): number {
  for (let i = 0; i < end; i++) if (!Object.is(a[i], b[i])) return i
  return end
}
