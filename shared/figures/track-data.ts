import type { ColumnSpec, SeriesTable, TrackSpec } from '../documents/series.ts'
import { unitOf, type UnitId } from '../units/unit.ts'
import type { TimeRange } from './time-range.ts'

/** A track's columns as uPlot wants them: x, then the lines, then their envelopes. */
export interface TrackData {
  /** x; one y per column (a stack: from the top down); unless a stack: maximum and minimum per column. */
  readonly aligned: readonly Float64Array[]
  /** Does any sample stand for more than one value? */
  readonly envelope: boolean
}

export function trackColumns(track: TrackSpec, all: readonly ColumnSpec[]): readonly ColumnSpec[] {
  return track.columns.flatMap((name) => all.filter((column) => column.name === name))
}

/** Undefined while a column is not there yet. */
export function trackData(
  track: TrackSpec,
  columns: readonly ColumnSpec[],
  slice: SeriesTable,
): TrackData | undefined {
  const data = columns.flatMap((column) => slice.columns[column.name] ?? [])
  if (data.length < columns.length || data.length === 0) return undefined
  const values = data.map((column) => column.value)
  if (track.draw === 'stack') {
    return { aligned: [slice.timeNs, ...stacked(values).reverse()], envelope: false }
  }
  const bands = data.flatMap((column) => [column.max, column.min])
  const envelope = data.some(({ min, max }) => min.some((low, i) => low < max[i]))
  return { aligned: [slice.timeNs, ...values, ...bands], envelope }
}

/** Each line on top of those before it. */
export function stacked(values: readonly Float64Array[]): Float64Array[] {
  const lines: Float64Array[] = []
  for (const value of values) {
    const below = lines.at(-1)
    lines.push(value.map((v, i) => (Number.isFinite(v) ? v : 0) + (below?.[i] ?? 0)))
  }
  return lines
}

/** Least and greatest of what lies within a range (of everything, where nothing does). */
export function extentWithin(data: TrackData, range: TimeRange): { least: number; greatest: number } {
  const [timeNs, ...lines] = data.aligned
  let first = 0
  let last = (timeNs?.length ?? 0) - 1
  while (first < last && timeNs[first + 1] < range.fromNs) first++
  while (last > first && timeNs[last - 1] > range.toNs) last--
  let least = Infinity
  let greatest = -Infinity
  for (const line of lines) {
    for (let i = first; i <= last; i++) {
      const value = line[i]
      if (value < least) least = value
      if (value > greatest) greatest = value
    }
  }
  return { least, greatest }
}

/**
 * The y axis: the track's own range where it has one; else the data with some air, from 0 unless the data keep
 * clear of it, and with the marks in it where they are near enough to tell something.
 */
export function valueRange(track: TrackSpec, least: number, greatest: number): [number, number] {
  if (track.range) return [track.range[0], track.range[1]]
  if (!(greatest >= least)) return [0, 1]
  let low = least
  let high = greatest
  for (const mark of track.marks ?? []) {
    if (mark.value <= Math.max(greatest * 3, greatest + (greatest - least))) high = Math.max(high, mark.value)
    low = Math.min(low, mark.value)
  }
  if (low === 0 && high === 0) high = zeroTop(track.unit)
  if (low >= 0 && low <= high * 0.6) low = 0
  const air = (high - low || Math.abs(high) || 1) * 0.08
  return [low === 0 ? 0 : low - air, high + air]
}

/** Where everything is 0 the axis ends at a few of what is counted, a millisecond, a page, 1 MB/s, all of a share. */
function zeroTop(unit: UnitId): number {
  const { scale, symbol, inBase } = unitOf(unit)
  if (scale === 'share') return 1
  if (scale === 'time') return Math.max(1, 1e6 / inBase)
  if (scale === 'binary') return Math.max(1, 4096 / inBase)
  return symbol === 'B/s' ? 1e6 : 4
}
