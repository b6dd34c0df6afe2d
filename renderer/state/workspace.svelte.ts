import type { ExperimentRecord } from '../../shared/contract/records.ts'
import type { Lab, WorkspaceState } from '../../shared/contract/lab.ts'
import type { Forked } from '../../shared/contract/forking.ts'
import type { Intervention } from '../../shared/documents/forks/intervention.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { RunEvent, RunProgress, RunRecord } from '../../shared/documents/run.ts'
import { toLabError } from '../../shared/contract/errors.ts'

const SHOW_EVERY_MS = 250
/** How long what was removed can be brought back. */
const BRING_BACK_MS = 60_000

export interface Removal {
  readonly kind: 'experiment' | 'run'
  readonly id: string
  readonly title: string
  readonly commitTimer: ReturnType<typeof setTimeout>
}

/** The open workspace as the core tells it: its experiments and runs, and what the watched events changed since. */
export class Workspace {
  readonly id: string
  name = $state('')
  path = $state<string | undefined>()
  /** Where it can be opened again: its file, or the scratch file while it has no name. */
  file = $state<string | undefined>()
  #allExperiments = $state.raw<readonly ExperimentRecord[]>([])
  #allRuns = $state.raw<readonly RunRecord[]>([])
  /** Removed by the person, and still to be removed by the core: until then it can be brought back. */
  #removed = $state.raw<readonly Removal[]>([])
  readonly experiments = $derived.by(() => this.#allExperiments.filter(({ id }) => !this.#isRemoved(id)))
  readonly runs = $derived.by(() =>
    this.#allRuns.filter(({ id, experimentId }) => !this.#isRemoved(id) && !this.#isRemoved(experimentId)),
  )
  /** Has something in it, but no name. What is named is in its file as soon as it is edited. */
  readonly unnamed = $derived.by(() => this.path === undefined && this.#allExperiments.length > 0)
  /** The last thing that was removed and can be brought back. */
  readonly lastRemoved = $derived.by(() => this.#removed.at(-1))
  progress = $state.raw<Readonly<Record<string, RunProgress>>>({})
  /** False while the connection to the core is down and being tried again. */
  connected = $state(true)
  #lab: Lab
  #newest: Record<string, RunProgress> = {}
  #showTimer: ReturnType<typeof setTimeout> | undefined
  #closed = new AbortController()

  constructor(lab: Lab, state: WorkspaceState) {
    this.#lab = lab
    this.id = state.id
    this.take(state)
    void this.#watch()
  }

  take(state: WorkspaceState): void {
    this.name = state.name
    this.path = state.path
    this.file = state.path ?? state.scratch
    this.#allExperiments = state.experiments
    this.#allRuns = state.runs
  }

  experimentOf(id: string | undefined): ExperimentRecord | undefined {
    return this.experiments.find((experiment) => experiment.id === id)
  }

  runsOf(experimentId: string): readonly RunRecord[] {
    return this.runs.filter((run) => run.experimentId === experimentId)
  }

  async putExperiment(setup: ExperimentSetup, id?: string): Promise<ExperimentRecord> {
    const record = await this.#lab.putExperiment({ workspace: this.id, setup, ...(id && { id }) })
    const others = this.#allExperiments.filter((experiment) => experiment.id !== record.id)
    const isNew = others.length === this.#allExperiments.length
    this.#allExperiments = isNew
      ? [...others, record]
      : this.#allExperiments.map((experiment) => (experiment.id === record.id ? record : experiment))
    return record
  }

  /** Takes an experiment with its runs, or one run, off the screen; the core drops it once it cannot be brought back. */
  remove(what: Omit<Removal, 'commitTimer'>): void {
    const commitTimer = setTimeout(() => {
      // What the core would not drop is still there, and is shown again.
      this.commitRemovals(what.id).catch(() => {
        this.#removed = this.#removed.filter(({ id }) => id !== what.id)
      })
    }, BRING_BACK_MS)
    this.#removed = [...this.#removed, { ...what, commitTimer }]
  }

  /** Undoes the last removal; returns what is back. */
  bringBack(): Removal | undefined {
    const last = this.#removed.at(-1)
    if (last) clearTimeout(last.commitTimer)
    this.#removed = this.#removed.slice(0, -1)
    return last
  }

  /** Has the core drop what was removed: everything, before the workspace is saved or left, or one thing. */
  async commitRemovals(only?: string): Promise<void> {
    const due = this.#removed.filter(({ id }) => only === undefined || id === only)
    for (const { id, kind, commitTimer } of due) {
      clearTimeout(commitTimer)
      const workspace = this.id
      if (kind === 'experiment') await this.#lab.removeExperiment({ workspace, id })
      else if (this.#allRuns.some((run) => run.id === id)) await this.#lab.removeRun({ workspace, run: id })
      this.#allExperiments = this.#allExperiments.filter((experiment) => experiment.id !== id)
      this.#allRuns = this.#allRuns.filter((run) => run.id !== id && run.experimentId !== id)
      this.#removed = this.#removed.filter((removal) => removal.id !== id)
    }
  }

  /** Waits for its turn; `point`: of the experiment's sweep. */
  async startRun(experiment: string, point?: number): Promise<RunRecord> {
    const of = point === undefined ? {} : { point }
    const run = await this.#lab.startRun({ workspace: this.id, experiment, ...of })
    if (!this.#allRuns.some((known) => known.id === run.id)) this.#putRun(run)
    return run
  }

  async forkRun(run: string, atNs: number, interventions: readonly Intervention[]): Promise<Forked> {
    const forked = await this.#lab.forkRun({ workspace: this.id, run, atNs, interventions })
    this.#allExperiments = [...this.#allExperiments, forked.experiment]
    for (const each of [forked.rerun, forked.run])
      if (each && !this.#allRuns.some((known) => known.id === each.id)) this.#putRun(each)
    return forked
  }

  close(): void {
    this.#closed.abort()
  }

  async #watch(): Promise<void> {
    const { signal } = this.#closed
    while (!signal.aborted) {
      try {
        for await (const event of this.#lab.watch({ workspace: this.id }, signal)) {
          this.connected = true
          this.#hear(event)
        }
        return
      } catch (thrown) {
        if (signal.aborted) return
        this.connected = toLabError(thrown).code !== 'disconnected'
        await new Promise((resolve) => setTimeout(resolve, 1000))
      }
    }
  }

  #hear(event: RunEvent): void {
    if (event.type === 'started' || event.type === 'ended') {
      if (this.#leftNothing(event.run)) this.#allRuns = this.#allRuns.filter(({ id }) => id !== event.run.id)
      else this.#putRun(event.run)
    } else if (event.type === 'progress') {
      this.#setStatus(event.runId, 'queued', 'running')
      this.#newest[event.runId] = event.progress
      if (this.#showTimer === undefined) {
        this.#showTimer = setTimeout(() => this.#showProgress(), SHOW_EVERY_MS)
      }
    } else if (event.type === 'paused') this.#setStatus(event.runId, 'running', 'paused')
    else this.#setStatus(event.runId, 'paused', 'running')
  }

  /** Cancelled while it waited for its turn: the core keeps nothing of it. */
  #leftNothing({ id, status, failure }: RunRecord): boolean {
    const known = this.#allRuns.find((run) => run.id === id)
    return known?.status === 'queued' && status === 'cancelled' && failure === undefined
  }

  /** What is drawn follows the progress, so that watching a run does not slow it down. */
  #showProgress(): void {
    this.#showTimer = undefined
    this.progress = { ...this.progress, ...this.#newest }
  }

  #setStatus(id: string, from: RunRecord['status'], status: RunRecord['status']): void {
    const run = this.#allRuns.find((known) => known.id === id)
    if (run?.status === from) this.#putRun({ ...run, status })
  }

  #putRun(run: RunRecord): void {
    const known = this.#allRuns.some((other) => other.id === run.id)
    this.#allRuns = known
      ? this.#allRuns.map((other) => (other.id === run.id ? run : other))
      : [...this.#allRuns, run]
  }

  #isRemoved(id: string): boolean {
    return this.#removed.some((removal) => removal.id === id)
  }
}
