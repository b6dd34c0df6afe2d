import type { UnitId } from '../units/unit.ts'

/**
 * How the values of several epochs become one value of a frame. `sum`: counts, added up. `mean`: gauges such as
 * throughput, averaged over time. `last`: state such as a threshold or free pages, as it stands at the end.
 */
export type Fold = 'sum' | 'mean' | 'last'

/** A recorded column: one value per epoch, folded per frame, with the minimum and maximum over the frame's epochs. */
export interface ColumnSpec {
  /** Identity: `accessShare.dram0`, `promotedPages`. */
  readonly name: string
  readonly title: string
  /** Unit of one value. For `perSec` columns: of the count itself, shown per second. */
  readonly unit: UnitId
  readonly fold: Fold
  /** A count that people read as a rate. */
  readonly perSec?: boolean
  /** What it means and how it is computed, in a sentence; shown on hover. */
  readonly about: string
  /** How it is computed, where its track's formula does not say it. */
  readonly formula?: string
  /** The kernel's or driver's own name for it, where there is one: `pgpromote_success`. */
  readonly counter?: string
  /** Colour and sign follow the role: a node's kind, or what kind of event this is. */
  readonly role?: ColumnRole
  /** Whether more or less of it is better; absent where it is neither. */
  readonly better?: 'more' | 'less'
}

export type ColumnRole =
  'dram' | 'cxl' | 'gpu' | 'remote' | 'pmem' | 'hbm' | 'promote' | 'demote' | 'trouble' | 'policy' | 'plain'

/** Columns that belong in one plot. */
export interface TrackSpec {
  readonly id: string
  readonly title: string
  readonly unit: UnitId
  readonly about: string
  /** How its columns are computed, in symbols and few words. */
  readonly formula: string
  /** Where its inputs come from. */
  readonly source: string
  readonly columns: readonly string[]
  /** stack: shares of a whole. steps: holds its value until the next. lines: the rest. */
  readonly draw: 'lines' | 'stack' | 'steps'
  /** Horizontal lines with names (watermarks), in the track's unit. */
  readonly marks?: readonly { readonly title: string; readonly value: number }[]
  /** Fixed range of the y axis where the quantity has one (shares: 0..1). */
  readonly range?: readonly [number, number]
  /** Shown when a run is first opened. */
  readonly pinned: boolean
}

/** Recorded columns over one x axis. `value`, `min` and `max` have one entry per frame. */
export interface SeriesTable {
  readonly frames: number
  /** End of each frame, simulated ns. */
  readonly timeNs: Float64Array
  readonly columns: Readonly<Record<string, ColumnData>>
}

export interface ColumnData {
  readonly value: Float64Array
  readonly min: Float64Array
  readonly max: Float64Array
}

/** A matrix of address bins × time: true accesses, what the policy saw, placement. */
export interface MatrixSpec {
  readonly id: string
  readonly title: string
  readonly unit: UnitId
  readonly about: string
  /** Rows: equal ranges of pages, the last possibly shorter. */
  readonly bins: number
  readonly pagesPerBin: number
  /** intensity: 0 and up, one hue. share: 0..1 between two tiers. */
  readonly draw: 'intensity' | 'share'
  /**
   * What it tells about pages, where it is one of these; the screen draws differences between them. `truth`: accesses;
   * `seen`: accesses that a tracker noticed; `belief`: share of pages believed hot; `fast`: share in the fastest tier.
   */
  readonly layer?: 'truth' | 'seen' | 'belief' | 'fast'
}
