import { forkingMethods, type ForkingLab } from './forking.ts'
import type { ExperimentSetup } from '../documents/experiment.ts'
import type { MachineSketch } from '../documents/machine-sketch.ts'
import type { ParamValues, PartInfo } from '../documents/part.ts'
import type { Thumbnail } from '../documents/gallery/thumbnail.ts'
import type { OwnMachine } from '../documents/machines/own-machine.ts'
import type { Note } from '../documents/notes/note.ts'
import type { RunPlan } from '../documents/plan.ts'
import type { ExperimentRecord, RunRef } from './records.ts'
import type { Fingerprint } from '../documents/figure/fingerprint.ts'
import type { Problem } from '../documents/problem.ts'
import type { Coverage } from '../documents/recorded.ts'
import type { RunEstimate } from '../documents/run-estimate.ts'
import type { MetricInfo, RunEvent, RunRecord } from '../documents/run.ts'
import type { OverlayData, OverlayKind } from '../documents/traces/overlay.ts'
import type { TraceInfoEvent } from '../documents/traces/trace-info.ts'
import type { SeriesTable } from '../documents/series.ts'
import type { StudyInfo } from '../documents/studies/studies.ts'
import { findingsMethods, type FindingsLab } from './findings.ts'
import { comparingMethods, type ComparingLab } from './comparing.ts'
import type { Figure, FigureRequest, Table, TableRequest } from './figures.ts'
import type {
  DecisionGroups, DecisionGroupsRequest, DecisionPage, DecisionRequest, MapCells, MapCellsRequest, MapDiff, MapDiffRequest,
  RangeStats, RangeStatsRequest, RootDiffRequest, RootDifference,
} from './run-queries.ts' // prettier-ignore

/**
 * The one contract. The window knows it and nothing behind it; the core implements it; hosts carry it. Two verbs:
 * a method returns a Promise (call) or an AsyncIterable (stream). Every method takes one plain request and an
 * optional AbortSignal; what crosses is plain data and typed arrays. Failures are `LabError`s (errors.ts).
 * Streams announce; the window pulls the columns it needs, decimated to its pixels.
 */
export interface Lab extends ComparingLab, FindingsLab, ForkingLab {
  about(request: Empty, signal?: AbortSignal): Promise<About>
  catalog(request: Empty, signal?: AbortSignal): Promise<Catalog>

  /** Text to setup (comments are lost) with problems placed by line. Never throws on bad text. */
  readSetup(request: { yaml: string }, signal?: AbortSignal): Promise<ReadSetup>
  /** The same of a file where the core is: what a window opens by path. A relative trace in it is looked for beside it. */
  openSetup(request: { path: string }, signal?: AbortSignal): Promise<ReadSetup>
  writeSetup(request: { setup: ExperimentSetup }, signal?: AbortSignal): Promise<{ yaml: string }>
  /** What the core would say before a run; the plan where there is no error. Reads a trace once if there is one. */
  checkSetup(request: { setup: ExperimentSetup }, signal?: AbortSignal): Promise<CheckedSetup>

  /**
   * Looks at a trace: the head first, progress, then what it holds. `values` are fields of the trace workload;
   * `first` accesses are shown (10); only `headBytes` are read where that is not 0.
   */
  traceInfo(request: TraceInfoRequest, signal?: AbortSignal): AsyncIterable<TraceInfoEvent>

  /**
   * Reads a recording of a real machine that is to be laid over a run: what it holds, and of it the columns named (at
   * most `points` samples, 2000) or its accesses by address and time. `intervalSec` is for logs without times.
   */
  overlay(request: OverlayRequest, signal?: AbortSignal): Promise<OverlayData>

  /** An untitled workspace, autosaved in a scratch file until it is given a name. */
  createWorkspace(request: Empty, signal?: AbortSignal): Promise<WorkspaceState>
  openWorkspace(request: { path: string }, signal?: AbortSignal): Promise<WorkspaceState>
  /** Under its own name, or under `path` (save as: the new file becomes the document). Atomic. */
  saveWorkspace(request: { workspace: string; path?: string }, signal?: AbortSignal): Promise<WorkspaceState>
  /** `discard` also drops an untitled workspace's scratch file. */
  closeWorkspace(request: { workspace: string; discard?: boolean }, signal?: AbortSignal): Promise<void>
  recentWorkspaces(request: Empty, signal?: AbortSignal): Promise<readonly RecentWorkspace[]>
  forgetWorkspace(request: { path: string }, signal?: AbortSignal): Promise<void>
  /** Folders and files for the window's own file dialog (hosts without a native one). */
  listFiles(request: { folder: string }, signal?: AbortSignal): Promise<FileListing>

  /** Creates (no `id`) or revises an experiment. */
  putExperiment(
    request: { workspace: string; id?: string; setup: ExperimentSetup },
    signal?: AbortSignal,
  ): Promise<ExperimentRecord>
  removeExperiment(request: { workspace: string; id: string }, signal?: AbortSignal): Promise<void>
  /** Cursor, zoom, pinned tracks, open screen: whatever the window wants back. Kept, never interpreted. */
  putView(request: { workspace: string; view: unknown }, signal?: AbortSignal): Promise<void>
  /** Keeps a note under its id, whether it is new or changed. */
  putNote(request: { workspace: string; note: Note }, signal?: AbortSignal): Promise<void>
  removeNote(request: RunRef & { id: string }, signal?: AbortSignal): Promise<void>
  /** Keeps a machine of the person's own under its id, whether it is new or changed. */
  putMachine(request: { workspace: string; machine: OwnMachine }, signal?: AbortSignal): Promise<void>
  removeMachine(request: { workspace: string; id: string }, signal?: AbortSignal): Promise<void>

  /** Queues a run of an experiment as it stands, or of one point of its sweep. Events come through `watch`. */
  startRun(
    request: { workspace: string; experiment: string; point?: number },
    signal?: AbortSignal,
  ): Promise<RunRecord>
  pauseRun(request: RunRef, signal?: AbortSignal): Promise<void>
  resumeRun(request: RunRef, signal?: AbortSignal): Promise<void>
  /** Stops it at the next epoch; the rows so far are kept. */
  cancelRun(request: RunRef, signal?: AbortSignal): Promise<void>
  removeRun(request: RunRef, signal?: AbortSignal): Promise<void>
  /** What happens to a workspace and its runs, from now on. Progress may be skipped, ends are not. */
  watch(request: { workspace: string }, signal?: AbortSignal): AsyncIterable<RunEvent>

  /**
   * Columns between two moments, at most `points` samples: each the min–max envelope of what it stands for. Counts
   * that are read as rates (`perSec`) come as rates per second; CSV has them as counts.
   */
  series(request: SeriesRequest, signal?: AbortSignal): Promise<SeriesSlice>
  matrix(request: MatrixRequest, signal?: AbortSignal): Promise<MatrixSlice>
  /** A map as it stood at a frame, folded into bins: how many cells of each bin are in each state. */
  mapAt(request: MapRequest, signal?: AbortSignal): Promise<MapSlice>
  /** Values, root and places of the frame at or before a moment. */
  momentAt(request: RunRef & { timeNs: number }, signal?: AbortSignal): Promise<Moment>
  decisions(request: DecisionRequest, signal?: AbortSignal): Promise<DecisionPage>
  decisionGroups(request: DecisionGroupsRequest, signal?: AbortSignal): Promise<DecisionGroups>
  /** The states of some cells, one by one. */
  mapCells(request: MapCellsRequest, signal?: AbortSignal): Promise<MapCells>
  /** Two moments of a run against each other: cells, root, and what the columns did between them. */
  mapDiff(request: MapDiffRequest, signal?: AbortSignal): Promise<MapDiff>
  rootDiff(request: RootDiffRequest, signal?: AbortSignal): Promise<readonly RootDifference[]>
  rangeStats(request: RangeStatsRequest, signal?: AbortSignal): Promise<RangeStats>
  /** CSV text in pieces: every frame of every column, or every kept decision. */
  exportCsv(
    request: RunRef & { what: 'series' | 'decisions' },
    signal?: AbortSignal,
  ): AsyncIterable<{ text: string }>

  /** Tracks (and a heatmap) of one run, or of several over each other, as an SVG for paper. */
  figure(request: FigureRequest, signal?: AbortSignal): Promise<Figure>
  /** The data behind tracks, as a file. */
  table(request: TableRequest, signal?: AbortSignal): Promise<Table>
  /** Hashes of all that a run's columns hold: equal exactly for runs that came out the same. */
  fingerprint(request: RunRef, signal?: AbortSignal): Promise<Fingerprint>
}

/** Which verb each method is. The transport derives client and server from this table. */
export const labMethods = {
  about: 'call', catalog: 'call', readSetup: 'call', openSetup: 'call', writeSetup: 'call', checkSetup: 'call',
  traceInfo: 'stream', overlay: 'call',
  createWorkspace: 'call', openWorkspace: 'call', saveWorkspace: 'call', closeWorkspace: 'call',
  recentWorkspaces: 'call', forgetWorkspace: 'call', listFiles: 'call',
  putExperiment: 'call', removeExperiment: 'call', putView: 'call', putNote: 'call', removeNote: 'call',
  putMachine: 'call', removeMachine: 'call',
  startRun: 'call', pauseRun: 'call', resumeRun: 'call', cancelRun: 'call', removeRun: 'call', watch: 'stream',
  figure: 'call', table: 'call', fingerprint: 'call',
  series: 'call', matrix: 'call', mapAt: 'call', momentAt: 'call', decisions: 'call', decisionGroups: 'call', mapCells: 'call',
  mapDiff: 'call', rootDiff: 'call', rangeStats: 'call', exportCsv: 'stream', ...comparingMethods,
  ...forkingMethods,
  ...findingsMethods,
} as const satisfies Record<keyof Lab, 'call' | 'stream'> // prettier-ignore

export type Empty = Readonly<Record<string, never>>

export interface TraceInfoRequest {
  readonly path: string
  readonly values?: ParamValues
  readonly first?: number
  readonly headBytes?: number
  readonly pageBytes?: number
}

export interface OverlayRequest {
  readonly path: string
  readonly kind?: OverlayKind | 'auto'
  readonly columns?: readonly string[]
  readonly points?: number
  readonly intervalSec?: number
  readonly matrix?: {
    readonly columns: number
    readonly rows: number
    /** Absent: the busiest range of what was watched. */
    readonly fromAddress?: number
    readonly toAddress?: number
  }
}

export interface About {
  readonly version: string
  readonly engineVersion: string
  readonly buildId: string
  readonly platform: string
  /** Where file dialogs begin. */
  readonly home: string
}

export interface Catalog {
  readonly parts: readonly PartInfo[]
  readonly studies: readonly StudyInfo[]
  readonly metrics: readonly MetricInfo[]
  readonly examples: readonly Example[]
}

/** A ready experiment of the gallery. */
export interface Example {
  readonly id: string
  readonly topic: string
  /** What running it shows, small. */
  readonly thumbnail?: Thumbnail
  readonly setup: ExperimentSetup
  readonly yaml: string
}

export interface PlacedProblem extends Problem {
  /** 1-based line in the text that was read, where there is one. */
  readonly line?: number
}

export interface ReadSetup {
  readonly setup?: ExperimentSetup
  readonly problems: readonly PlacedProblem[]
}

export interface CheckedSetup {
  readonly problems: readonly Problem[]
  readonly plan?: RunPlan
  readonly planHash?: string
  /** The machine that the fields come to, also while other sections have errors. */
  readonly machine?: MachineSketch
  /** Where there is no error: time, memory and load of the run, as an estimate. */
  readonly estimate?: RunEstimate
}

export interface WorkspaceState {
  /** Handle for the other calls; the same for everyone who has the file open. */
  readonly id: string
  /** Absent while untitled. */
  readonly path?: string
  /** While untitled: the file it is kept in meanwhile. `openWorkspace` takes it, after a reload or another start. */
  readonly scratch?: string
  readonly name: string
  /** Changes since the last save: for an untitled workspace, since it was made. */
  readonly unsaved: boolean
  readonly experiments: readonly ExperimentRecord[]
  readonly runs: readonly RunRecord[]
  readonly notes: readonly Note[]
  readonly machines: readonly OwnMachine[]
  readonly view: unknown
  readonly bytes: number
}

export interface RecentWorkspace {
  /** An untitled workspace that nobody saved under a name: kept in its scratch file, to be opened or discarded. */
  readonly scratch?: boolean
  readonly path: string
  readonly name: string
  readonly openedAtMs: number
  readonly bytes: number
  readonly experiments: number
  readonly runs: number
  readonly missing: boolean
}

export interface FileListing {
  readonly folder: string
  readonly parent?: string
  readonly entries: readonly {
    readonly name: string
    readonly path: string
    readonly kind: 'folder' | 'file'
    readonly bytes: number
    readonly changedAtMs: number
  }[]
}

export interface SeriesRequest extends RunRef {
  readonly columns: readonly string[]
  readonly fromNs: number
  readonly toNs: number
  readonly points: number
}

export interface SeriesSlice extends SeriesTable {
  /** Frames that each sample stands for; 1 where nothing was folded. */
  readonly framesPerSample: number
}

export interface MatrixRequest extends RunRef {
  readonly matrix: string
  readonly fromNs: number
  readonly toNs: number
  readonly columns: number
  readonly rows: number
}

/** `values[column * rows + row]`; rows from the lowest page up; column i ends at `untilNs[i]`. */
export interface MatrixSlice {
  readonly columns: number
  readonly rows: number
  readonly untilNs: Float64Array
  readonly values: Float32Array
  readonly max: number
}

export interface MapRequest extends RunRef {
  readonly map: string
  readonly frame: number
  readonly bins: number
}

/** `counts[bin * states + state]`: cells of the bin in that state. */
export interface MapSlice {
  readonly frame: number
  readonly bins: number
  readonly states: number
  readonly cellsPerBin: number
  readonly counts: Uint32Array
}

export interface Moment {
  readonly frame: number
  readonly timeNs: number
  /** One value per column, in the order of the run's spec; `perSec` counts as rates per second, as in `series`. */
  readonly values: Float64Array
  readonly root: unknown
  readonly coverage: Coverage
}
