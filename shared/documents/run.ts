import type { UnitId } from '../units/unit.ts'
import type { ExperimentSetup } from './experiment.ts'
import type { RecordingSpec } from './recorded.ts'
import type { RunPlan } from './plan.ts'

export interface Metric {
  readonly value: number
  readonly unit: UnitId
}

/** metric name -> value and unit. Names are part of the command line's contract. */
export type RunSummary = Readonly<Record<string, Metric>>

/** What a metric means, declared once with it; shown on hover and focus, in the palette and by `tierlab parts`. */
export interface MetricInfo {
  readonly name: string
  readonly title: string
  readonly unit: UnitId
  readonly about: string
  /** How it is computed, in symbols and few words. */
  readonly formula: string
  /** Where its inputs come from. */
  readonly source: string
  readonly kind: MetricKind
  /** factor: stored as an excess over 1, shown as `3.15 ×`. */
  readonly shownAs?: 'factor'
  readonly counter?: string
  /** Whether more or less of it is better; absent where it is neither. */
  readonly better?: 'more' | 'less'
}

/** All are of the whole run. total: summed up. mean: averaged. ratio: of two totals. last: as it stands at the end. */
export type MetricKind = 'total' | 'mean' | 'ratio' | 'last'

export type RunStatus = 'queued' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed'

export interface RunRecord {
  readonly id: string
  readonly experimentId: string
  /** 1, 2, 3 … within its experiment. */
  readonly number: number
  /** The experiment as it stood when this run began; absent in files of older versions. */
  readonly setup?: ExperimentSetup
  readonly plan: RunPlan
  readonly planHash: string
  readonly engineVersion: string
  readonly status: RunStatus
  /** Wall clock at the start, ms since 1970 (from the host; never seen by the engine). */
  readonly startedAtMs: number
  readonly wallSec: number
  readonly simulatedNs: number
  readonly accesses: number
  readonly frames: number
  readonly spec: RecordingSpec
  /** Empty until the run has ended; kept for cancelled runs too. */
  readonly summary: RunSummary
  /** A re-run for a fork: which run it repeats, and whether it came out the same, byte for byte. */
  readonly repeats?: { readonly run: string; readonly same: boolean; readonly differs?: string }
  /** Why it failed, as a sentence with the way out. */
  readonly failure?: string
  /** The kind of failure, a LabErrorCode: whose fault it was. */
  readonly failureCode?: string
}

/** Announced while a run goes on. Progress may be lost; the end may not. */
export type RunEvent =
  | { readonly type: 'started'; readonly run: RunRecord }
  | { readonly type: 'progress'; readonly runId: string; readonly progress: RunProgress }
  | { readonly type: 'paused' | 'resumed'; readonly runId: string }
  | { readonly type: 'ended'; readonly run: RunRecord }

export interface RunProgress {
  readonly doneShare: number
  readonly simulatedNs: number
  readonly accesses: number
  readonly frames: number
  readonly wallSec: number
  /** Simulated seconds per wall second (rates) and accesses per wall second (replay). */
  readonly simulatedPerWall: number
  readonly accessesPerWallSec: number
  readonly leftSec: number
}
