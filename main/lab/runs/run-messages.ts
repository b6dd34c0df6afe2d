import type { LabErrorCode } from '../../../shared/contract/errors.ts'
import type { RunPlan, TraceFacts } from '../../../shared/documents/plan.ts'
import type { RecordedChunk, RecordingSpec } from '../../../shared/documents/recorded.ts'
import type { RunProgress, RunSummary } from '../../../shared/documents/run.ts'
import type { OverlayData, OverlayInfo } from '../../../shared/documents/traces/overlay.ts'
import type { TraceInfo, TraceInfoEvent } from '../../../shared/documents/traces/trace-info.ts'
import type { ParamValues } from '../../../shared/documents/part.ts'

/** What a worker is started for. One job, then it ends. */
export type WorkerJob = RunJob | ScanJob | OverlayJob

export interface RunJob {
  readonly kind: 'run'
  readonly plan: RunPlan
  /** Where the trace of the plan lies. */
  readonly tracePath?: string
}

/** Reads a trace once, to say what it holds. */
export interface ScanJob {
  readonly kind: 'scan'
  readonly tracePath: string
  readonly values: ParamValues
  readonly pageBytes: number
  /** To tell a person: how many first accesses, and of how many (unpacked) bytes; 0: all. */
  readonly inspect?: { readonly first: number; readonly headBytes: number }
}

/** Reads a recording of a real machine, to lay it over a run. */
export interface OverlayJob {
  readonly kind: 'overlay'
  readonly path: string
  readonly expected: OverlayInfo['kind'] | 'auto'
  /** Counters to bring, and of how many samples. */
  readonly columns: readonly string[]
  readonly points: number
  /** Between snapshots of a log that tells no times. */
  readonly intervalSec: number
  /** Address × time, where it is wanted. */
  readonly matrix?: {
    readonly columns: number
    readonly rows: number
    /** Absent: the busiest range. */
    readonly fromAddress?: number
    readonly toAddress?: number
  }
}

/** To a running worker. `stored`: a chunk has been committed; the worker runs only some chunks ahead. */
export type RunOrder = { readonly type: 'pause' | 'resume' | 'stop' | 'stored' }

/** From a worker, in this order: ready, then rows and paused/resumed, then one of the ends. */
export type RunReport =
  | { readonly type: 'ready'; readonly spec: RecordingSpec }
  | { readonly type: 'rows'; readonly chunk: RecordedChunk; readonly progress: RunProgress }
  | { readonly type: 'paused' | 'resumed' }
  | { readonly type: 'inspecting'; readonly event: TraceInfoEvent }
  | { readonly type: 'scanned'; readonly facts: TraceFacts; readonly info?: TraceInfo }
  | { readonly type: 'overlaid'; readonly data: OverlayData }
  | RunEnd
  | RunFailure

export interface RunEnd {
  readonly type: 'ended'
  readonly how: 'done' | 'stopped'
  readonly progress: RunProgress
  readonly summary: RunSummary
}

export interface RunFailure {
  readonly type: 'failed'
  readonly code: LabErrorCode
  readonly fact: string
  readonly wayOut: string
}
