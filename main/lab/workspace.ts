import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { createEmitter, type Emitter } from '../../shared/base/emitter.ts'
import { quote } from '../../shared/base/text.ts'
import { LabError } from '../../shared/contract/errors.ts'
import type { ForkParent } from '../../shared/contract/records.ts'
import type { Forked, ForkRequest } from '../../shared/contract/forking.ts'
import type { ExperimentRecord } from '../../shared/contract/records.ts'
import type { WorkspaceState } from '../../shared/contract/lab.ts'
import type { OwnMachine } from '../../shared/documents/machines/own-machine.ts'
import type { Note } from '../../shared/documents/notes/note.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import { isError, type Problem } from '../../shared/documents/problem.ts'
import type { RecordingSpec } from '../../shared/documents/recorded.ts'
import type { RunEvent, RunRecord } from '../../shared/documents/run.ts'
import type { RemoteStore } from '../workspace/store-service.ts'
import type { StoredWorkspace } from '../workspace/store.ts'
import type { LabHost } from './lab-host.ts'
import { createLiveRun, neverBegan, type LiveRun } from './runs/live-run.ts'
import type { PlannedSetup, SetupPlanner } from './plan-setup.ts'
import { forkSetup, parentOf, repetition, setupRan } from './forking.ts'
import { engineVersion } from './program-version.ts'
import type { RunQueue } from './runs/run-queue.ts'
import type { OpenedStore } from './store-client.ts'

/** One open workspace: its file, its experiments, its runs, and what happens to them. */
export interface Workspace {
  readonly id: string
  /** The file a person knows; undefined while untitled. */
  readonly path: string | undefined
  /** Where an untitled one is kept meanwhile. */
  readonly scratch: string | undefined
  readonly store: RemoteStore
  readonly events: Emitter<RunEvent>
  readonly busy: boolean
  state(): Promise<WorkspaceState>
  putExperiment(id: string | undefined, setup: ExperimentSetup): Promise<ExperimentRecord>
  removeExperiment(id: string): Promise<void>
  putNote(note: Note): Promise<void>
  removeNote(run: string, id: string): Promise<void>
  putMachine(machine: OwnMachine): Promise<void>
  removeMachine(id: string): Promise<void>
  startRun(experimentId: string, point?: number): Promise<RunRecord>
  forkRun(request: ForkRequest): Promise<Forked>
  liveRun(runId: string): LiveRun | undefined
  removeRun(runId: string): Promise<void>
  saveAs(path: string): Promise<void>
  /** Stops its runs with the rows they have, and closes the file. */
  close(discard: boolean): Promise<void>
}

export interface WorkspaceParts {
  readonly host: LabHost
  readonly queue: RunQueue
  readonly planner: SetupPlanner
  readonly opened: OpenedStore
  readonly contents: StoredWorkspace
  readonly path: string | undefined
  /** The file of an untitled workspace; ':memory:' where nothing is kept. */
  readonly scratch: string | undefined
}

export function createWorkspace({
  host,
  queue,
  planner,
  opened,
  contents,
  ...files
}: WorkspaceParts): Workspace {
  const { store } = opened
  const id = `w-${randomUUID()}`
  const events = createEmitter<RunEvent>()
  const experiments = new Map(contents.experiments.map((record) => [record.id, record]))
  const runs = new Map(contents.runs.map((record) => [record.id, record]))
  const live = new Map<string, LiveRun>()
  let { path, scratch } = files
  let changed = false

  const experiment = (id: string) => {
    const found = experiments.get(id)
    if (!found)
      throw new LabError('no-such-experiment', `there is no experiment ${quote(id)}`, 'choose another')
    return found
  }
  const dropScratch = () => {
    if (scratch !== undefined && scratch !== ':memory:') dropFile(scratch)
  }
  const allRuns = () => [...runs.values(), ...[...live.values()].map(({ record }) => record)]

  const removeRun = async (runId: string) => {
    await live.get(runId)?.cancel()
    if (runs.delete(runId)) await store.removeRun({ runId })
  }

  const putExperiment = async (known: string | undefined, setup: ExperimentSetup, parent?: ForkParent) => {
    const revision = known === undefined ? 1 : experiment(known).revision + 1
    const id = known ?? `e-${randomUUID()}`
    const record = { id, setup, revision, changedAtMs: Date.now(), ...(parent && { parent }) }
    await store.putExperiment(record)
    experiments.set(record.id, record)
    changed = true
    return record
  }

  const startRun = async (
    experimentId: string,
    setup: ExperimentSetup,
    point?: number,
    complete?: (record: RunRecord) => Promise<Partial<RunRecord>>,
  ) => {
    const {
      setup: ran,
      plan,
      planHash,
      problems,
      tracePath,
    } = await planner.plan(setup, path && dirname(path), point)
    if (!ran || !plan || planHash === undefined) throw refusal(problems)
    const numbers = allRuns()
      .filter((run) => run.experimentId === experimentId)
      .map((run) => run.number)
    const first: RunRecord = {
        id: `r-${randomUUID()}`, experimentId, number: 1 + Math.max(0, ...numbers), setup: ran, plan, planHash,
        engineVersion: engineVersion(), status: 'queued', startedAtMs: Date.now(), wallSec: 0, simulatedNs: 0,
        accesses: 0, frames: 0, spec: emptySpec(plan.run), summary: {},
      } // prettier-ignore
    // Kept before it is acknowledged, so that one that still waits when the program dies is not forgotten.
    await store.beginRun(first)
    const run = createLiveRun(first, tracePath, {
        store, queue, startJob: host.startJob, announce: (event) => events.emit(event),
        ...(complete && { complete }),
        onEnd(record) {
          live.delete(record.id)
          if (record.status !== 'cancelled' || record.frames > 0 || record.failure !== undefined)
            runs.set(record.id, record)
        },
      }) // prettier-ignore
    live.set(first.id, run)
    changed = true
    return first
  }

  const setupOf = async (run: RunRecord) => {
    const known = experiments.get(run.experimentId)?.setup
    const planned = run.setup || !known ? undefined : await planner.plan(known, path && dirname(path))
    return setupRan(run, known, planned?.planHash)
  }

  /** Another engine may have other numbers: the parent is run again, and says whether it came out the same. */
  const rerunOf = (parent: RunRecord, setup: ExperimentSetup) =>
    startRun(parent.experimentId, setup, undefined, async ({ id: again }) => ({
      repeats: await repetition(store, parent.id, again),
    }))

  return {
    id,
    get path() {
      return path
    },
    get scratch() {
      return scratch
    },
    store,
    events,
    get busy() {
      return live.size > 0
    },
    async state() {
      const { notes, machines, view, bytes } = await store.contents({})
      return {
        id,
        ...(path !== undefined && { path }),
        ...(scratch !== undefined && scratch !== ':memory:' && { scratch }),
        name: path === undefined ? 'untitled' : basename(path, '.tierlab'),
        unsaved: path === undefined && (changed || experiments.size > 0),
        experiments: [...experiments.values()],
        runs: allRuns(),
        notes,
        machines,
        view,
        bytes,
      }
    },
    putExperiment: (known, setup) =>
      putExperiment(known, setup, known === undefined ? undefined : experiment(known).parent),
    async removeExperiment(gone) {
      experiment(gone)
      for (const run of allRuns()) if (run.experimentId === gone) await removeRun(run.id)
      await store.removeExperiment({ id: gone })
      experiments.delete(gone)
    },
    async putNote(note) {
      if (!allRuns().some(({ id: known }) => known === note.run))
        throw new LabError('no-such-run', `there is no run ${quote(note.run)}`, 'choose another')
      await store.putNote(note)
      changed = true
    },
    async removeNote(run, gone) {
      await store.removeNote({ run, id: gone })
      changed = true
    },
    async putMachine(machine) {
      await store.putMachine(machine)
      changed = true
    },
    async removeMachine(gone) {
      await store.removeMachine({ id: gone })
      changed = true
    },
    startRun: (experimentId, point) => startRun(experimentId, experiment(experimentId).setup, point),
    async forkRun(request) {
      const parent = runs.get(request.run)
      if (!parent)
        throw live.has(request.run)
          ? new LabError('still-running', 'the run has not ended', 'fork it when it has')
          : new LabError('no-such-run', `there is no run ${quote(request.run)}`, 'choose another')
      const setup = await setupOf(parent)
      const forked = forkSetup(setup, request)
      refuse(await planner.plan(forked, path && dirname(path)))
      const rerun = parent.engineVersion === engineVersion() ? undefined : await rerunOf(parent, setup)
      const from = rerun
        ? { ...parent, id: rerun.id, number: rerun.number, engineVersion: rerun.engineVersion }
        : parent
      const record = await putExperiment(undefined, forked, parentOf(from, request.atNs))
      const run = await startRun(record.id, forked)
      return { experiment: record, run, ...(rerun && { rerun }) }
    },
    liveRun: (runId) => live.get(runId),
    removeRun,
    async saveAs(next) {
      await store.saveAs({ path: next })
      dropScratch()
      scratch = undefined
      path = next
      changed = false
    },
    async close(discard) {
      await Promise.all([...live.values()].map((run) => run.cancel('the lab ends')))
      await opened.close()
      if (path === undefined && (discard || (experiments.size === 0 && runs.size === 0))) dropScratch()
    },
  }
}

function refuse({ plan, problems }: PlannedSetup): void {
  if (!plan) throw refusal(problems)
}

function refusal(problems: readonly Problem[]): LabError {
  const error = problems.find(isError)
  return new LabError('bad-setup', error?.fact ?? 'there is no plan', error?.wayOut ?? 'check the experiment')
}

/** What a queued run will record is not known before it begins. */
function emptySpec({ scale, pageBytes }: RunRecord['plan']['run']): RecordingSpec {
  return { columns: [], tracks: [], maps: [], matrices: [], nodes: [], scale, pageBytes }
}

/** The record of a run that nobody ended: the program stopped while it ran. */
export function interrupted(run: RunRecord): RunRecord {
  const cut = 'the lab was stopped while this ran; the rows so far are kept, start it again for the rest'
  const failure = run.status === 'queued' ? neverBegan : cut
  return { ...run, status: 'cancelled', failure }
}

/** A workspace's file and what SQLite may have laid beside it. */
export function dropFile(path: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true })
}
