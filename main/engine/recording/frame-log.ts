import { assert } from '../../../shared/base/assert.ts'
import type { FrameChunk } from '../../../shared/documents/recorded.ts'
import type { ColumnSpec } from '../../../shared/documents/series.ts'
import { grown } from './growing.ts'
import type { FrameRule } from './recorder.ts'

/**
 * Folds epochs into frames. Per column and frame: the value (`sum` added up, `mean` averaged over time, `last` as it
 * stood at the end) and the extremes over the frame's epochs. For `perSec` columns the extremes are of the epochs'
 * rates per second, so that a burst shows however long the frame is; the value stays the count. NaN means that a
 * gauge had nothing to measure in an epoch: means and extremes skip it, and a frame of nothing else is NaN.
 */
export interface FrameLog {
  endsFrame(timeNs: number): boolean
  addEpoch(timeNs: number, row: Float64Array): void
  endFrame(): void
  /** The current frame has at least one epoch. */
  readonly begun: boolean
  /** Number of the frame that is being filled. */
  readonly frame: number
  readonly timeNs: number
  drain(): FrameChunk
}

export function createFrameLog(columns: readonly ColumnSpec[], rule: FrameRule): FrameLog {
  const width = columns.length
  const where = (is: (column: ColumnSpec) => boolean) =>
    columns.flatMap((column, c) => (is(column) ? [c] : []))
  const counts = where(({ fold, perSec }) => fold === 'sum' && !perSec)
  const rates = where(({ fold, perSec }) => fold === 'sum' && perSec === true)
  const means = where(({ fold }) => fold === 'mean')
  const lasts = where(({ fold }) => fold === 'last')
  const addsUp = columns.map(({ fold }) => fold === 'sum')
  const everyNs = 'everyNs' in rule ? rule.everyNs : 0
  const everyEpochs = 'everyEpochs' in rule ? rule.everyEpochs : 0
  assert(everyNs > 0 || everyEpochs > 0, 'a frame rule has a length above 0')

  const folded = new Float64Array(width)
  const weight = new Float64Array(width)
  const low = new Float64Array(width).fill(Infinity)
  const high = new Float64Array(width).fill(-Infinity)

  let drained = 0
  let count = 0
  let timeOfFrame = new Float64Array(64)
  let values = new Float64Array(64 * width)
  let minima = new Float64Array(64 * width)
  let maxima = new Float64Array(64 * width)

  let nowNs = 0
  let epochs = 0
  let dueNs = everyNs

  /** NaN is neither lower nor higher than anything. */
  function widen(c: number, extreme: number): void {
    if (extreme < low[c]) low[c] = extreme
    if (extreme > high[c]) high[c] = extreme
  }

  function addCounts(row: Float64Array): void {
    for (let i = 0; i < counts.length; i++) {
      const c = counts[i]
      if (Number.isNaN(row[c])) continue
      folded[c] += row[c]
      widen(c, row[c])
    }
  }

  function addRates(row: Float64Array, spanNs: number): void {
    for (let i = 0; i < rates.length; i++) {
      const c = rates[i]
      if (Number.isNaN(row[c])) continue
      folded[c] += row[c]
      if (spanNs > 0) widen(c, (row[c] * 1e9) / spanNs)
    }
  }

  function addMeans(row: Float64Array, spanNs: number): void {
    for (let i = 0; i < means.length; i++) {
      const c = means[i]
      const value = row[c]
      if (Number.isNaN(value)) continue
      folded[c] += value * spanNs
      weight[c] += spanNs
      widen(c, value)
    }
  }

  function addLasts(row: Float64Array): void {
    for (let i = 0; i < lasts.length; i++) {
      const c = lasts[i]
      folded[c] = row[c]
      widen(c, row[c])
    }
  }

  function meanOf(c: number): number {
    if (low[c] > high[c]) return NaN
    const mean = weight[c] > 0 ? folded[c] / weight[c] : high[c]
    // Rounding may carry the mean of equal values past them.
    return Math.min(Math.max(mean, low[c]), high[c])
  }

  return {
    get begun() {
      return epochs > 0
    },
    get frame() {
      return drained + count
    },
    get timeNs() {
      return nowNs
    },

    endsFrame(timeNs) {
      return everyEpochs > 0 ? epochs + 1 >= everyEpochs : timeNs >= dueNs
    },

    addEpoch(timeNs, row) {
      assert(timeNs >= nowNs, 'epochs end in the order of time')
      const spanNs = timeNs - nowNs
      addCounts(row)
      addRates(row, spanNs)
      addMeans(row, spanNs)
      addLasts(row)
      nowNs = timeNs
      epochs++
    },

    endFrame() {
      timeOfFrame = grown(timeOfFrame, count + 1)
      values = grown(values, (count + 1) * width)
      minima = grown(minima, (count + 1) * width)
      maxima = grown(maxima, (count + 1) * width)
      timeOfFrame[count] = nowNs
      const row = count * width
      for (let i = 0; i < means.length; i++) folded[means[i]] = meanOf(means[i])
      for (let c = 0; c < width; c++) {
        const value = folded[c]
        const measured = low[c] <= high[c]
        const absent = addsUp[c] ? 0 : value
        values[row + c] = value
        minima[row + c] = measured ? low[c] : absent
        maxima[row + c] = measured ? high[c] : absent
      }
      folded.fill(0)
      weight.fill(0)
      low.fill(Infinity)
      high.fill(-Infinity)
      count++
      epochs = 0
      if (everyNs > 0) dueNs = Math.max(dueNs, (Math.floor(nowNs / everyNs) + 1) * everyNs)
    },

    drain() {
      const chunk: FrameChunk = {
        first: drained,
        count,
        timeNs: timeOfFrame.slice(0, count),
        value: columnsOf(values, width, count),
        min: columnsOf(minima, width, count),
        max: columnsOf(maxima, width, count),
      }
      drained += count
      count = 0
      return chunk
    },
  }
}

function columnsOf(rows: Float64Array, width: number, count: number): Float64Array[] {
  return Array.from({ length: width }, (_, c) => {
    const column = new Float64Array(count)
    for (let i = 0; i < count; i++) column[i] = rows[i * width + c]
    return column
  })
}
