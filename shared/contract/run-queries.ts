import type { Verdict } from '../documents/reasons/reason.ts'
import type { DecisionColumns, OutcomeKind } from '../documents/decision.ts'
import type { Coverage } from '../documents/recorded.ts'
import type { RunRef } from './records.ts'

/** What may be asked of a run's decisions, and of two of its moments. */

/** Which decisions: all that is given must hold. Times and pages include both ends. */
export interface DecisionFilter {
  readonly fromNs: number
  readonly toNs: number
  /** One page, or the first of those up to `lastPage`; a decision about a range counts where it touches them. */
  readonly page?: number
  readonly lastPage?: number
  /** One reason, or any of several (as a search by words finds them); codes of the catalogue. */
  readonly reason?: number
  readonly reasons?: readonly number[]
  readonly verdict?: Verdict
  /** Node numbers. */
  readonly from?: number
  readonly to?: number
  /** `open`: it moved, and nothing came of it yet. */
  readonly outcome?: OutcomeKind | 'open'
}

export interface DecisionRequest extends RunRef, DecisionFilter {
  /** First row that is wanted, of those that match; below zero it counts from their end. */
  readonly offset: number
  readonly limit: number
}

export interface DecisionPage {
  /** Rows between the two moments that match. */
  readonly total: number
  readonly rows: DecisionColumns
  /** Number of row i in the run's log of kept decisions, from 0. */
  readonly number: Float64Array
  /** What came of row i: kind (255: still open), when, and what it saved. */
  readonly outcomeKind: Uint8Array
  readonly outcomeTimeNs: Float64Array
  readonly savedNs: Float64Array
  readonly coverage: Coverage
}

/** Decisions counted by what they did and where: `bins` equal ranges of the pages from 0 to `pages` − 1. */
export interface DecisionGroupsRequest extends RunRef, DecisionFilter {
  readonly pages: number
  readonly bins: number
}

/** Group g: decisions with `reason[g]`, from node `from[g]` to `to[g]`. Most rows first. */
export interface DecisionGroups {
  readonly bins: number
  readonly pagesPerBin: number
  readonly reason: Uint8Array
  readonly from: Uint8Array
  readonly to: Uint8Array
  readonly rows: Float64Array
  readonly costNs: Float64Array
  /** Of the moves whose outcome is known. */
  readonly savedNs: Float64Array
  /** `perBin[g * bins + bin]`: rows of the group whose first page is in the bin. */
  readonly perBin: Uint32Array
}

/** What changed in a map from the end of one frame to the end of another. */
export interface MapDiffRequest extends RunRef {
  readonly map: string
  readonly fromFrame: number
  readonly toFrame: number
  readonly bins: number
}

/** Kind k: cells that stood in state `was[k]` and stand in `now[k]`. Most cells first; equal cells are in no kind. */
export interface MapDiff {
  readonly fromFrame: number
  readonly toFrame: number
  readonly bins: number
  readonly cellsPerBin: number
  readonly was: Uint8Array
  readonly now: Uint8Array
  readonly cells: Float64Array
  /** `perBin[k * bins + bin]`: cells of kind k in the bin. */
  readonly perBin: Uint32Array
}

/** States of cells `first` to `first + count − 1` at the end of a frame. */
export interface MapCellsRequest extends RunRef {
  readonly map: string
  readonly frame: number
  readonly first: number
  readonly count: number
}

export interface MapCells {
  readonly frame: number
  readonly first: number
  readonly states: Uint8Array
}

export interface RootDiffRequest extends RunRef {
  readonly fromFrame: number
  readonly toFrame: number
}

/** A value of the root that differs; absent where it was not there. */
export interface RootDifference {
  readonly path: readonly (string | number)[]
  readonly before?: unknown
  readonly after?: unknown
}

/** Columns over the frames that end after `fromNs` and at or before `toNs`. */
export interface RangeStatsRequest extends RunRef {
  readonly columns: readonly string[]
  readonly fromNs: number
  readonly toNs: number
}

/** One entry per column asked for. Rates (`perSec`) have their mean, least and most per second. */
export interface RangeStats {
  readonly frames: number
  readonly spanNs: number
  readonly mean: Float64Array
  readonly min: Float64Array
  readonly max: Float64Array
  /** Of counts, the sum; NaN for the rest. */
  readonly total: Float64Array
  /** Value at the last frame before the range and at its last; NaN where there is none. */
  readonly before: Float64Array
  readonly last: Float64Array
}
