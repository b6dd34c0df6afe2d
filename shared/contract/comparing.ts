import type { DecisionColumns } from '../documents/decision.ts'
import type { PlanDifference } from '../documents/comparing/plan-differences.ts'
import type { Metric } from '../documents/run.ts'
import type { ColumnData } from '../documents/series.ts'
import type { DecisionFilter } from './run-queries.ts'

/** Two runs, of one open workspace or of two. `a` is the baseline: differences are B against A. */
export interface RunPair {
  readonly a: { readonly workspace: string; readonly run: string }
  readonly b: { readonly workspace: string; readonly run: string }
}

/** The part of `Lab` that holds runs against each other. What a pair came to is kept while it is asked about. */
export interface ComparingLab {
  /** Progress, then the whole of it, once. The calls below work out for themselves what has not been yet. */
  compareRuns(request: RunPair, signal?: AbortSignal): AsyncIterable<CompareEvent>
  /** Decisions in A only, in B only, or in both, in pages. */
  differingDecisions(request: DifferingRequest, signal?: AbortSignal): Promise<DifferingPage>
  /** The next or previous decision that only one of the runs took, with what the other one did about the same page. */
  stepDivergence(request: StepRequest, signal?: AbortSignal): Promise<Divergence | null>
  /** Columns of both on a common grid of time, and B − A. Each is a min–max envelope. */
  seriesDelta(request: SeriesDeltaRequest, signal?: AbortSignal): Promise<SeriesDelta>
  /** Cells of a map that stand differently in the two runs, over time and over the cells. */
  placementDelta(request: PlacementDeltaRequest, signal?: AbortSignal): Promise<PlacementDelta>
}

export const comparingMethods = {
  compareRuns: 'stream', differingDecisions: 'call', stepDivergence: 'call', seriesDelta: 'call',
  placementDelta: 'call',
} as const satisfies Record<keyof ComparingLab, 'call' | 'stream'> // prettier-ignore

export type CompareEvent =
  | { readonly type: 'progress'; readonly doneShare: number }
  | { readonly type: 'compared'; readonly comparison: RunComparison }

export interface RunComparison {
  /** Nothing that was compared differs, setups included. */
  readonly identical: boolean
  /** Until then both are one run in every column and decision; Infinity where they never come apart. */
  readonly sameUntilNs: number
  /** What could not be compared, or only in part, and why: whole sentences. */
  readonly notes: readonly string[]
  readonly setup: { readonly differences: readonly PlanDifference[]; readonly equal: number }
  readonly summary: { readonly differences: readonly SummaryDifference[]; readonly equal: number }
  /** Absent where pages of the two runs are not the same things; a note says why. */
  readonly decisions?: DecisionCounts
  /** The first decision, in the order of the logs, on which the runs differ; null where there is none. */
  readonly firstDivergence: Divergence | null
}

export interface SummaryDifference {
  readonly name: string
  /** Absent on a side that has no such figure. */
  readonly a?: Metric
  readonly b?: Metric
}

export interface DecisionCounts {
  readonly inBoth: number
  readonly onlyA: number
  readonly onlyB: number
  /** Of those in both: taken for another reason. */
  readonly otherReason: number
  /** Share of the pages that the counts are about: 1, or the hash-chosen ones that both runs kept to the end. */
  readonly comparedPageShare: number
  readonly byReason: readonly {
    readonly reason: number
    readonly inBothA: number
    readonly inBothB: number
    readonly onlyA: number
    readonly onlyB: number
  }[]
  /** Unmatched decisions in equal spans of time from 0 on. */
  readonly overTime: {
    readonly spanNs: number
    readonly onlyA: Float64Array
    readonly onlyB: Float64Array
  }
}

/** One decision with what came of it. */
export interface DecisionRow {
  /** Number within its run's log. */
  readonly row: number
  readonly timeNs: number
  readonly page: number
  readonly pages: number
  readonly from: number
  readonly to: number
  readonly reason: number
  readonly a: number
  readonly b: number
  readonly c: number
  readonly costNs: number
  readonly outcome?: { readonly kind: number; readonly timeNs: number; readonly savedNs: number }
}

export interface Divergence {
  readonly timeNs: number
  readonly page: number
  /** What each side decided about the page; absent where it decided nothing within a second of it. */
  readonly a?: DecisionRow
  readonly b?: DecisionRow
  /** Decisions in one run only up to and with this one. */
  readonly number: number
  /** Where `stepDivergence` goes on from. */
  readonly place: DivergencePlace
}

/** A place in the merged order of both logs: by time, then A before B, then by row. */
export interface DivergencePlace {
  readonly timeNs: number
  readonly side: 'a' | 'b'
  readonly row: number
}

export interface StepRequest extends RunPair {
  readonly direction: 'next' | 'previous'
  /** Without it: from `timeNs`. */
  readonly place?: DivergencePlace
  readonly timeNs?: number
}

export interface DifferingRequest extends RunPair, DecisionFilter {
  readonly which: 'onlyA' | 'onlyB' | 'both'
  readonly offset: number
  readonly limit: number
}

export interface DifferingPage {
  readonly total: number
  /** Of A, or of B for `onlyB`. */
  readonly rows: DecisionColumns
  /** For `both`: what row i is matched with. */
  readonly matched?: DecisionColumns
  readonly outcomeKind: Uint8Array
  readonly outcomeTimeNs: Float64Array
  readonly savedNs: Float64Array
}

export interface SeriesDeltaRequest extends RunPair {
  readonly columns: readonly string[]
  readonly fromNs: number
  readonly toNs: number
  readonly points: number
}

/** Sample i covers the time up to `timeNs[i]`. */
export interface SeriesDelta {
  readonly timeNs: Float64Array
  /** Steps of the finest common grid that each sample stands for. */
  readonly stepsPerSample: number
  readonly columns: Readonly<Record<string, DeltaColumn>>
}

/** `delta`: B − A of values, with the least and greatest of B − A of values, minima and maxima in each step. */
export interface DeltaColumn {
  readonly a: ColumnData
  readonly b: ColumnData
  readonly delta: ColumnData
}

export interface PlacementDeltaRequest extends RunPair {
  readonly map: string
  readonly fromNs: number
  readonly toNs: number
  /** At most so many samples of the series, and columns and rows of the picture. */
  readonly points: number
  readonly columns: number
  readonly rows: number
}

export interface PlacementDelta {
  readonly timeNs: Float64Array
  /** Cells that differ, at the end of each sample, with the least and most within it. */
  readonly differing: ColumnData
  /** By state of B: differing cells that are in it in B, at the end of each sample. */
  readonly byState: readonly Float64Array[]
  /** Cells that were compared: all, or the ones that both runs kept to the end. */
  readonly cells: number
  readonly comparedShare: number
  /** Column i of the picture ends at `untilNs[i]`; `counts[(column * rows + row) * states + state of B]`. */
  readonly untilNs: Float64Array
  readonly columns: number
  readonly rows: number
  readonly states: number
  readonly cellsPerRow: number
  readonly counts: Uint32Array
}
