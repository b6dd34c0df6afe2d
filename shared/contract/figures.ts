import type { FigureStyle } from '../documents/figure/figure-style.ts'
import type { RunRef } from './records.ts'

/** What a figure or a table of data is to show. Times are simulated; the range is cut to what was recorded. */
interface Selection {
  /** Ids of tracks of the first run; those that another run lacks are left out of it. */
  readonly tracks: readonly string[]
  readonly fromNs: number
  readonly toNs: number
}

export interface FigureRequest extends Selection {
  /** One run, or up to four over each other: the first is the baseline, drawn thin, the last is drawn bold. */
  readonly runs: readonly RunRef[]
  /** An address × time matrix below the tracks, one panel for each run. */
  readonly matrix?: string
  readonly style: FigureStyle
}

export interface Figure {
  /** A whole document with its recipe in the metadata. */
  readonly svg: string
  /** The same recipe as text, for a PNG made of it. */
  readonly recipe: string
}

export interface TableRequest extends Selection, RunRef {
  readonly format: 'csv' | 'parquet'
}

/**
 * Every frame in the range: `time_ns`, then for each column its value, minimum and maximum over the frame; counts that
 * people read as rates are rates per second. Parquet has the recipe of its run under the key "tierlab".
 */
export interface Table {
  readonly bytes: Uint8Array
}
