import type { DecisionRows, OutcomeRows } from './comparing/decision-rows.ts'
import type { Lent } from '../base/lent.ts'
import type { MapSpec } from './map.ts'
import type { ColumnSpec, MatrixSpec, TrackSpec } from './series.ts'

/** What a simulation will record: fixed before its first step, stored with the run. */
export interface RecordingSpec {
  readonly columns: readonly ColumnSpec[]
  readonly tracks: readonly TrackSpec[]
  readonly maps: readonly MapSpec[]
  readonly matrices: readonly MatrixSpec[]
  /** Nodes by node number, for decisions' from and to. Recordings made before forks have no ids. */
  readonly nodes: readonly {
    readonly id?: string
    readonly title: string
    readonly role: 'dram' | 'cxl' | 'gpu' | 'remote' | 'pmem' | 'hbm'
  }[]
  /** Pages that one simulated page (and so one decision) stands for. */
  readonly scale: number
  readonly pageBytes: number
}

/**
 * What was recorded since the last drain. Chunks concatenate: their boundaries depend on when somebody asked, their
 * concatenation does not. What is `Lent` in it is to be given back by whoever has read it; the rest is handed over.
 */
export interface RecordedChunk {
  readonly frames: FrameChunk
  readonly writes: readonly MapWrites[]
  readonly keyframes: readonly Keyframe[]
  readonly matrices: readonly MatrixChunk[]
  readonly decisions: DecisionRows
  readonly outcomes: OutcomeRows
  readonly roots: readonly RootChange[]
  readonly coverage: Coverage
}

/** Frames `first` to `first + count - 1`; `value[c]` has `count` entries for column number c, likewise `min`, `max`. */
export interface FrameChunk {
  readonly first: number
  readonly count: number
  readonly timeNs: Float64Array
  readonly value: readonly Float64Array[]
  readonly min: readonly Float64Array[]
  readonly max: readonly Float64Array[]
}

/**
 * Net cell writes of frames `firstFrame…`, in order: frame i has `perFrame[i]` of them. Frame 0 has none, for its
 * keyframe says it all; the same holds for any frame whose writes would take more room than a keyframe, and for one in
 * which so many cells were written to that listing them to find the net would take twice that.
 */
export interface MapWrites extends Lent {
  readonly map: number
  readonly firstFrame: number
  readonly perFrame: Uint32Array
  readonly cell: Uint32Array
  readonly was: Uint8Array
  readonly now: Uint8Array
}

/** All cells of a map as they stood at the end of a frame, packed little-endian to `bitsPerCell`. */
export interface Keyframe extends Lent {
  readonly map: number
  readonly frame: number
  readonly packed: Uint8Array
}

/** Rows of a matrix: columns of time `first…`, each `bins` values; the time of a column is `untilNs`. */
export interface MatrixChunk {
  readonly matrix: number
  readonly first: number
  readonly untilNs: Float64Array
  readonly values: Float32Array
}

/** The frame's root (counters, policy state, list sizes) changed at `frame`: Immer patches against the one before. */
export interface RootChange {
  readonly frame: number
  readonly patches: readonly Patch[]
}

/** As produced by Immer. */
export interface Patch {
  readonly op: 'replace' | 'remove' | 'add'
  readonly path: readonly (string | number)[]
  readonly value?: unknown
}

/**
 * How much of the map writes and decisions was kept. `completeUntilNs` is Infinity while everything was; from then
 * on details are whole for pages with hash(page) < `keptShare`, and the rest is only in the counters and keyframes.
 */
export interface Coverage {
  readonly decisionsCompleteUntilNs: number
  readonly decisionsKeptShare: number
  readonly decisionsMade: number
  readonly mapsCompleteUntilNs: number
  readonly mapsKeptShare: number
}
