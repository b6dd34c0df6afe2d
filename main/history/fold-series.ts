import type { ColumnData, ColumnSpec } from '../../shared/documents/series.ts'

/** How many frames one sample stands for, so that `frames` fit into `points` samples. */
export function framesPerSample(frames: number, points: number): number {
  return Math.max(1, Math.ceil(frames / Math.max(1, points)))
}

/** The end of each sample: that of its last frame. */
export function foldTimes(timeNs: Float64Array, perSample: number): Float64Array {
  const samples = Math.ceil(timeNs.length / perSample)
  return Float64Array.from(
    { length: samples },
    (_, i) => timeNs[Math.min(timeNs.length, (i + 1) * perSample) - 1],
  )
}

/**
 * A column as it is drawn. Minimum and maximum of a sample are those of all its frames, so no spike is lost. Its
 * value: of means and plain counts the mean over its frames, by time; of counts read as rates the mean rate per
 * second; of states the last. Values that were not measured (NaN) count for nothing.
 *
 * @param timeNs ends of the frames; `startNs` is where the first one began
 */
export function foldColumn(
  spec: Pick<ColumnSpec, 'fold' | 'perSec'>,
  recorded: ColumnData,
  timeNs: Float64Array,
  startNs: number,
  perSample: number,
): ColumnData {
  const samples = Math.ceil(timeNs.length / perSample)
  const value = new Float64Array(samples)
  const min = new Float64Array(samples)
  const max = new Float64Array(samples)
  const isRate = spec.fold === 'sum' && spec.perSec === true
  for (let i = 0; i < samples; i++) {
    const first = i * perSample
    const end = Math.min(timeNs.length, first + perSample)
    let low = Infinity
    let high = -Infinity
    for (let f = first; f < end; f++) {
      if (recorded.min[f] < low) low = recorded.min[f]
      if (recorded.max[f] > high) high = recorded.max[f]
    }
    min[i] = low <= high ? low : NaN
    max[i] = low <= high ? high : NaN
    const beganNs = first === 0 ? startNs : timeNs[first - 1]
    if (isRate) value[i] = rate(recorded.value, first, end, timeNs[end - 1] - beganNs)
    else if (spec.fold === 'last' || end - first === 1) value[i] = recorded.value[end - 1]
    else value[i] = meanByTime(recorded.value, timeNs, first, end, beganNs)
    if (!(spec.fold === 'sum')) value[i] = clamp(value[i], min[i], max[i])
  }
  return { value, min, max }
}

function rate(counts: Float64Array, first: number, end: number, spanNs: number): number {
  let sum = 0
  for (let f = first; f < end; f++) sum += counts[f]
  return spanNs > 0 ? (sum * 1e9) / spanNs : NaN
}

function meanByTime(
  values: Float64Array,
  timeNs: Float64Array,
  first: number,
  end: number,
  beganNs: number,
): number {
  let sum = 0
  let weight = 0
  let lastNs = beganNs
  let last = NaN
  for (let f = first; f < end; f++) {
    const spanNs = timeNs[f] - lastNs
    lastNs = timeNs[f]
    if (Number.isNaN(values[f])) continue
    sum += values[f] * spanNs
    weight += spanNs
    last = values[f]
  }
  return weight > 0 ? sum / weight : last
}

/** Rounding may carry a mean of equal values past them. */
function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value
}
