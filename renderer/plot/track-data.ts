import type { ColumnSpec, TrackSpec } from '../../shared/documents/series.ts'
import type { SeriesSlice } from '../../shared/contract/lab.ts'

/** A track's columns as uPlot wants them: x, then the lines, then (for lines) their envelopes. */
export interface TrackData {
  readonly columns: readonly ColumnSpec[]
  /** x; then one y per column; then, where an envelope is drawn, max and min per column. */
  readonly aligned: (Float64Array | number[])[]
  readonly envelope: boolean
  /** Least and greatest of everything drawn. */
  readonly least: number
  readonly greatest: number
}

export function trackColumns(track: TrackSpec, all: readonly ColumnSpec[]): readonly ColumnSpec[] {
  return track.columns.flatMap((name) => all.filter((column) => column.name === name))
}

export function trackData(track: TrackSpec, columns: readonly ColumnSpec[], slice: SeriesSlice): TrackData {
  const drawn = columns.filter((column) => slice.columns[column.name] !== undefined)
  const envelope = track.draw !== 'stack' && drawn.some((column) => isWide(slice, column.name))
  const values = drawn.map((column) => slice.columns[column.name]!.value)
  const lines = track.draw === 'stack' ? stacked(values) : values
  const bands = envelope ? drawn.flatMap((c) => [slice.columns[c.name]!.max, slice.columns[c.name]!.min]) : []
  const aligned = [slice.timeNs, ...lines, ...bands]
  return { columns: drawn, aligned, envelope, ...extent([...lines, ...bands]) }
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

function isWide(slice: SeriesSlice, name: string): boolean {
  const { min, max } = slice.columns[name]!
  return min.some((low, i) => low !== max[i])
}

function extent(lines: readonly Float64Array[]): { least: number; greatest: number } {
  let least = Infinity
  let greatest = -Infinity
  for (const line of lines) {
    for (const value of line) {
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
  if (low >= 0 && low <= high * 0.6) low = 0
  const air = (high - low || Math.abs(high) || 1) * 0.08
  return [low === 0 ? 0 : low - air, high + air]
}
