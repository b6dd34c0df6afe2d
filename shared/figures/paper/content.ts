import type { MatrixSlice, SeriesSlice } from '../../contract/lab.ts'
import type { ColumnSpec, MatrixSpec, TrackSpec } from '../../documents/series.ts'
import type { TimeRange } from '../time-range.ts'

/** What a figure shows: panels from top to bottom over one axis of simulated time. */
export interface FigureContent {
  readonly range: TimeRange
  readonly panels: readonly Panel[]
  /** Below everything, a line for each run: what ran, seed, engine, plan. */
  readonly caption: readonly string[]
  /** For readers that do not see: the figure in a sentence. */
  readonly description: string
}

export type Panel = TrackPanel | HeatPanel

export interface TrackPanel {
  readonly kind: 'track'
  readonly track: TrackSpec
  /** One run, or several laid over each other; the first is drawn thin, the last bold. */
  readonly sources: readonly TrackSource[]
}

export interface TrackSource {
  readonly columns: readonly ColumnSpec[]
  readonly slice: SeriesSlice
}

export interface HeatPanel {
  readonly kind: 'heatmap'
  readonly label: string
  readonly matrix: MatrixSpec
  readonly slice: MatrixSlice
  /** Pages that the rows span, all together. */
  readonly pages: number
}
