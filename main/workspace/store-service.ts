import type { ExperimentRecord } from '../../shared/contract/records.ts'
import type { MapRequest, MapSlice, MatrixRequest, MatrixSlice, Moment, SeriesRequest, SeriesSlice } from '../../shared/contract/lab.ts' // prettier-ignore
import type { Fingerprint } from '../../shared/documents/figure/fingerprint.ts'
import type {
  DecisionGroups, DecisionGroupsRequest, DecisionPage, DecisionRequest, MapCells, MapCellsRequest, MapDiff, MapDiffRequest,
  RangeStats, RangeStatsRequest, RootDiffRequest, RootDifference,
} from '../../shared/contract/run-queries.ts' // prettier-ignore
import type { OwnMachine } from '../../shared/documents/machines/own-machine.ts'
import type { Note } from '../../shared/documents/notes/note.ts'
import type { RecordedChunk } from '../../shared/documents/recorded.ts'
import type { RunRecord } from '../../shared/documents/run.ts'
import { setImmediate as immediate } from 'node:timers/promises'
import type { MessagePort } from 'node:worker_threads'
import { expectDefined } from '../../shared/base/assert.ts'
import { comparingMethods } from '../../shared/contract/comparing.ts'
import { connectClient } from '../../shared/rpc/client.ts'
import { serve } from '../../shared/rpc/server.ts'
import { findingsMethods } from '../../shared/contract/findings.ts'
import { createAppraiser, type Appraiser } from './comparing/appraiser.ts'
import { createComparer, type Comparer } from './comparing/comparer.ts'
import { createRunLender, lenderMethods, type RunLender } from './comparing/run-lender.ts'
import { createThreadPort } from './thread-port.ts'
import type { OpenStore, Reading, Store, StoredWorkspace } from './store.ts'
import type { Work } from './work.ts'

/** So long a search keeps the thread; a seek waits at most this and one block. */
const turnMs = 8

/**
 * A Store as seen from another thread: the same words, each a call. Calls are carried out in the order in which they
 * are made, except that searches of decisions let others have their turn. `open` comes first, once; `saveAs` copies everything to a path and goes on with that file.
 */
export interface RemoteStore extends Comparer, Appraiser {
  open(request: { path: string; mode: 'create' | 'open' }): Promise<StoredWorkspace>
  contents(request: Nothing): Promise<StoredWorkspace>
  putExperiment(request: ExperimentRecord): Promise<void>
  removeExperiment(request: { id: string }): Promise<void>
  putView(request: { view: unknown }): Promise<void>
  putNote(request: Note): Promise<void>
  removeNote(request: { run: string; id: string }): Promise<void>
  putMachine(request: OwnMachine): Promise<void>
  removeMachine(request: { id: string }): Promise<void>
  beginRun(request: RunRecord): Promise<void>
  /** The chunk's buffers are the store's from then on, which gives back what is `Lent`. */
  appendRun(request: { runId: string; chunk: RecordedChunk }): Promise<void>
  updateRun(request: RunRecord): Promise<void>
  removeRun(request: { runId: string }): Promise<void>
  series(request: Reading<SeriesRequest>): Promise<SeriesSlice>
  matrix(request: Reading<MatrixRequest>): Promise<MatrixSlice>
  mapAt(request: Reading<MapRequest>): Promise<MapSlice>
  momentAt(request: { run: string; timeNs: number }): Promise<Moment>
  fingerprint(request: { run: string }): Promise<Fingerprint>
  mapCells(request: Reading<MapCellsRequest>): Promise<MapCells>
  mapDiff(request: Reading<MapDiffRequest>): Promise<MapDiff>
  rootDiff(request: Reading<RootDiffRequest>): Promise<readonly RootDifference[]>
  rangeStats(request: Reading<RangeStatsRequest>): Promise<RangeStats>
  decisions(request: Reading<DecisionRequest>, signal?: AbortSignal): Promise<DecisionPage>
  decisionGroups(request: Reading<DecisionGroupsRequest>, signal?: AbortSignal): Promise<DecisionGroups>
  csv(request: { run: string; what: 'series' | 'decisions' }): AsyncIterable<string>
  saveAs(request: { path: string }): Promise<StoredWorkspace>
  /** Lends the pieces of its runs to the store at the other end of a port. */
  lend(request: { port: MessagePort }): Promise<void>
  /** The other end: runs of `peer` are borrowed through this port. */
  borrow(request: { peer: string; port: MessagePort }): Promise<void>
  close(request: Nothing): Promise<void>
}

export type Nothing = Readonly<Record<string, never>>

export const storeMethods = {
  open: 'call', contents: 'call', putExperiment: 'call', removeExperiment: 'call', putView: 'call', putNote: 'call', removeNote: 'call', beginRun: 'call',
  putMachine: 'call', removeMachine: 'call',
  appendRun: 'call', updateRun: 'call', removeRun: 'call', series: 'call', matrix: 'call', mapAt: 'call',
  momentAt: 'call', decisions: 'call', decisionGroups: 'call', mapCells: 'call', mapDiff: 'call', rootDiff: 'call',
  rangeStats: 'call', fingerprint: 'call', csv: 'stream', saveAs: 'call', close: 'call',
  lend: 'call', borrow: 'call', ...comparingMethods, ...findingsMethods,
} as const satisfies Record<keyof RemoteStore, 'call' | 'stream'> // prettier-ignore

/** The thread's side of it. */
export function createStoreService(openStore: OpenStore): RemoteStore {
  let opened: Store | undefined
  const store = () => {
    if (!opened) throw new Error('bug: the store is not open')
    return opened
  }

  /** Works for some milliseconds, then lets what came in meanwhile have its turn. Starts anew where the file changed. */
  async function inTurns<T>(begin: (on: Store) => Work<T>, signal?: AbortSignal): Promise<T> {
    for (;;) {
      const on = store()
      const work = begin(on)
      while (opened === on) {
        const untilMs = performance.now() + turnMs
        let step = work.next()
        while (step.done !== true && performance.now() < untilMs) step = work.next()
        if (step.done === true) return step.value
        await immediate()
        signal?.throwIfAborted()
      }
    }
  }

  const ownLender = createRunLender(() => store().tables)
  const peers = new Map<string, RunLender>()
  const comparer = createComparer((peer) =>
    peer === undefined
      ? ownLender
      : expectDefined(peers.get(peer), 'stores are introduced before they compare'),
  )

  return {
    ...comparer,
    ...createAppraiser(ownLender),
    async lend({ port }) {
      serve(lenderMethods, ownLender, createThreadPort(port))
    },
    async borrow({ peer, port }) {
      peers.set(peer, connectClient<RunLender>(lenderMethods, createThreadPort(port)).api)
    },
    async open({ path, mode }) {
      opened = openStore(path, mode)
      return opened.contents()
    },
    contents: async () => store().contents(),
    putExperiment: async (experiment) => store().putExperiment(experiment),
    removeExperiment: async ({ id }) => store().removeExperiment(id),
    putView: async ({ view }) => store().putView(view),
    putNote: async (note) => store().putNote(note),
    removeNote: async (note) => store().removeNote(note),
    putMachine: async (machine) => store().putMachine(machine),
    removeMachine: async (machine) => store().removeMachine(machine),
    beginRun: async (run) => store().beginRun(run),
    appendRun: async ({ runId, chunk }) => store().appendRun(runId, chunk),
    updateRun: async (run) => store().updateRun(run),
    removeRun: async ({ runId }) => store().removeRun(runId),
    series: async (request) => store().series(request),
    matrix: async (request) => store().matrix(request),
    mapAt: async (request) => store().mapAt(request),
    momentAt: async (request) => store().momentAt(request),
    fingerprint: async (request) => store().fingerprint(request),
    mapCells: async (request) => store().mapCells(request),
    mapDiff: async (request) => store().mapDiff(request),
    rootDiff: async (request) => store().rootDiff(request),
    rangeStats: async (request) => store().rangeStats(request),
    decisions: (request, signal) => inTurns((on) => on.decisions(request), signal),
    decisionGroups: (request, signal) => inTurns((on) => on.decisionGroups(request), signal),
    async *csv(request) {
      yield* store().csv(request)
    },
    async saveAs({ path }) {
      const before = store()
      before.copyTo(path)
      opened = openStore(path, 'open')
      before.close()
      return opened.contents()
    },
    async close() {
      opened?.close()
      opened = undefined
    },
  }
}
