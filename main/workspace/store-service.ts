import type {
  DecisionPage, DecisionRequest, ExperimentRecord, MapRequest, MapSlice, MatrixRequest, MatrixSlice, Moment,
  SeriesRequest, SeriesSlice,
} from '../../shared/contract/lab.ts' // prettier-ignore
import type { Fingerprint } from '../../shared/documents/figure/fingerprint.ts'
import type { RecordedChunk } from '../../shared/documents/recorded.ts'
import type { RunRecord } from '../../shared/documents/run.ts'
import type { OpenStore, Reading, Store, StoredWorkspace } from './store.ts'

/**
 * A Store as seen from another thread: the same words, each a call. Calls are carried out in the order in which they
 * are made. `open` comes first, once; `saveAs` copies everything to a path and goes on with that file.
 */
export interface RemoteStore {
  open(request: { path: string; mode: 'create' | 'open' }): Promise<StoredWorkspace>
  contents(request: Nothing): Promise<StoredWorkspace>
  putExperiment(request: ExperimentRecord): Promise<void>
  removeExperiment(request: { id: string }): Promise<void>
  putView(request: { view: unknown }): Promise<void>
  beginRun(request: RunRecord): Promise<void>
  /** The chunk's buffers are the store's from then on. */
  appendRun(request: { runId: string; chunk: RecordedChunk }): Promise<void>
  updateRun(request: RunRecord): Promise<void>
  removeRun(request: { runId: string }): Promise<void>
  series(request: Reading<SeriesRequest>): Promise<SeriesSlice>
  matrix(request: Reading<MatrixRequest>): Promise<MatrixSlice>
  mapAt(request: Reading<MapRequest>): Promise<MapSlice>
  momentAt(request: { run: string; timeNs: number }): Promise<Moment>
  decisions(request: Reading<DecisionRequest>): Promise<DecisionPage>
  fingerprint(request: { run: string }): Promise<Fingerprint>
  csv(request: { run: string; what: 'series' | 'decisions' }): AsyncIterable<string>
  saveAs(request: { path: string }): Promise<StoredWorkspace>
  close(request: Nothing): Promise<void>
}

export type Nothing = Readonly<Record<string, never>>

export const storeMethods = {
  open: 'call', contents: 'call', putExperiment: 'call', removeExperiment: 'call', putView: 'call', beginRun: 'call',
  appendRun: 'call', updateRun: 'call', removeRun: 'call', series: 'call', matrix: 'call', mapAt: 'call',
  momentAt: 'call', decisions: 'call', fingerprint: 'call', csv: 'stream', saveAs: 'call', close: 'call',
} as const satisfies Record<keyof RemoteStore, 'call' | 'stream'> // prettier-ignore

/** The thread's side of it. */
export function createStoreService(openStore: OpenStore): RemoteStore {
  let opened: Store | undefined
  const store = () => {
    if (!opened) throw new Error('bug: the store is not open')
    return opened
  }
  return {
    async open({ path, mode }) {
      opened = openStore(path, mode)
      return opened.contents()
    },
    contents: async () => store().contents(),
    putExperiment: async (experiment) => store().putExperiment(experiment),
    removeExperiment: async ({ id }) => store().removeExperiment(id),
    putView: async ({ view }) => store().putView(view),
    beginRun: async (run) => store().beginRun(run),
    appendRun: async ({ runId, chunk }) => store().appendRun(runId, chunk),
    updateRun: async (run) => store().updateRun(run),
    removeRun: async ({ runId }) => store().removeRun(runId),
    series: async (request) => store().series(request),
    matrix: async (request) => store().matrix(request),
    mapAt: async (request) => store().mapAt(request),
    momentAt: async (request) => store().momentAt(request),
    decisions: async (request) => store().decisions(request),
    fingerprint: async (request) => store().fingerprint(request),
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
