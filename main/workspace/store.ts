import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { Fingerprint } from '../../shared/documents/figure/fingerprint.ts'
import type { RecordedChunk } from '../../shared/documents/recorded.ts'
import type { OwnMachine } from '../../shared/documents/machines/own-machine.ts'
import type { Note } from '../../shared/documents/notes/note.ts'
import type { RunRecord } from '../../shared/documents/run.ts'
import type { ExperimentRecord } from '../../shared/contract/records.ts'
import type { MapRequest, MapSlice, MatrixRequest, MatrixSlice, Moment, SeriesRequest, SeriesSlice } from '../../shared/contract/lab.ts' // prettier-ignore
import type {
  DecisionGroups, DecisionGroupsRequest, DecisionPage, DecisionRequest, MapCells, MapCellsRequest, MapDiff, MapDiffRequest,
  RangeStats, RangeStatsRequest, RootDiffRequest, RootDifference,
} from '../../shared/contract/run-queries.ts' // prettier-ignore
import type { RunTables } from './runs/run-tables.ts'
import type { Work } from './work.ts'

/**
 * One workspace file (SQLite), and everything that is asked of it. Lives in a worker of its own, so that neither the
 * main process nor a simulation ever waits for a disk. Synchronous inside; `store-worker.ts` puts it behind a port.
 *
 * Every change is committed before the method returns: after a `kill -9` whatever was acknowledged is there.
 * The document a person edits is the file itself for named workspaces; "unsaved" is what changed since `markSaved`.
 */
export interface Store {
  contents(): StoredWorkspace
  putExperiment(experiment: ExperimentRecord): void
  removeExperiment(id: string): void
  putView(view: unknown): void
  putNote(note: Note): void
  removeNote(note: { run: string; id: string }): void
  putMachine(machine: OwnMachine): void
  removeMachine(machine: { id: string }): void

  /** A run begins: its spec and plan are stored, its columns are empty. */
  beginRun(run: RunRecord): void
  /** What was recorded since the last call, in order. One transaction. What is `Lent` in it is given back: the chunk is not to be read after. */
  appendRun(runId: string, chunk: RecordedChunk): void
  /** Status, wall time, summary: replaces the record. */
  updateRun(run: RunRecord): void
  removeRun(runId: string): void

  series(request: Reading<SeriesRequest>): SeriesSlice
  matrix(request: Reading<MatrixRequest>): MatrixSlice
  mapAt(request: Reading<MapRequest>): MapSlice
  momentAt(request: { run: string; timeNs: number }): Moment
  fingerprint(request: { run: string }): Fingerprint
  mapCells(request: Reading<MapCellsRequest>): MapCells
  mapDiff(request: Reading<MapDiffRequest>): MapDiff
  rootDiff(request: Reading<RootDiffRequest>): readonly RootDifference[]
  rangeStats(request: Reading<RangeStatsRequest>): RangeStats
  /** Logs of ten million rows are looked through in pieces, so that a seek need not wait for a search. */
  decisions(request: Reading<DecisionRequest>): Work<DecisionPage>
  decisionGroups(request: Reading<DecisionGroupsRequest>): Work<DecisionGroups>
  /** CSV in pieces of some 64 KiB; the first piece starts with the header line. */
  csv(request: { run: string; what: 'series' | 'decisions' }): Iterable<string>

  /** The tables of runs, for what reads them piece by piece. */
  readonly tables: RunTables

  /** Everything, as a file of its own at `path`, written beside it and renamed: whole or not at all. */
  copyTo(path: string): void
  close(): void
}

/** The same request without the workspace: a store is one workspace. */
export type Reading<T> = Omit<T, 'workspace'>

export interface StoredWorkspace {
  readonly experiments: readonly ExperimentRecord[]
  readonly runs: readonly RunRecord[]
  readonly notes: readonly Note[]
  readonly machines: readonly OwnMachine[]
  readonly view: unknown
  readonly bytes: number
}

/**
 * Opens or creates. Throws LabError `file-missing`, `file-refused`, `file-newer`, `file-locked`, `file-unwritable`.
 * `create` refuses an existing file; `open` migrates an older format in place after copying it aside.
 * A path of ':memory:' keeps everything in memory (the command line, when no file is asked for).
 */
export type OpenStore = (path: string, mode: 'create' | 'open') => Store

export type { ExperimentSetup }
