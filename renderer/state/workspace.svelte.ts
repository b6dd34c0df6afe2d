import type { ExperimentRecord, Lab, WorkspaceState } from '../../shared/contract/lab.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { RunEvent, RunProgress, RunRecord } from '../../shared/documents/run.ts'
import { toLabError } from '../../shared/contract/errors.ts'

const SHOW_EVERY_MS = 250

/** The open workspace as the core tells it: its experiments and runs, and what the watched events changed since. */
export class Workspace {
  readonly id: string
  name = $state('')
  path = $state<string | undefined>()
  /** Where it can be opened again: its file, or the scratch file while it has no name. */
  file = $state<string | undefined>()
  unsaved = $state(false)
  experiments = $state.raw<readonly ExperimentRecord[]>([])
  runs = $state.raw<readonly RunRecord[]>([])
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
    this.unsaved = state.unsaved
    this.experiments = state.experiments
    this.runs = state.runs
  }

  experimentOf(id: string | undefined): ExperimentRecord | undefined {
    return this.experiments.find((experiment) => experiment.id === id)
  }

  runsOf(experimentId: string): readonly RunRecord[] {
    return this.runs.filter((run) => run.experimentId === experimentId)
  }

  async putExperiment(setup: ExperimentSetup, id?: string): Promise<ExperimentRecord> {
    const record = await this.#lab.putExperiment({ workspace: this.id, setup, ...(id && { id }) })
    const others = this.experiments.filter((experiment) => experiment.id !== record.id)
    const isNew = others.length === this.experiments.length
    this.experiments = isNew
      ? [...others, record]
      : this.experiments.map((experiment) => (experiment.id === record.id ? record : experiment))
    this.unsaved = true
    return record
  }

  async removeExperiment(id: string): Promise<void> {
    await this.#lab.removeExperiment({ workspace: this.id, id })
    this.experiments = this.experiments.filter((experiment) => experiment.id !== id)
    this.runs = this.runs.filter((run) => run.experimentId !== id)
    this.unsaved = true
  }

  async startRun(experiment: string): Promise<RunRecord> {
    const run = await this.#lab.startRun({ workspace: this.id, experiment })
    if (!this.runs.some((known) => known.id === run.id)) this.#putRun(run)
    return run
  }

  async removeRun(run: string): Promise<void> {
    await this.#lab.removeRun({ workspace: this.id, run })
    this.runs = this.runs.filter((known) => known.id !== run)
    this.unsaved = true
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
      this.#putRun(event.run)
      this.unsaved = true
    } else if (event.type === 'progress') {
      this.#setStatus(event.runId, 'queued', 'running')
      this.#newest[event.runId] = event.progress
      if (this.#showTimer === undefined) {
        this.#showTimer = setTimeout(() => this.#showProgress(), SHOW_EVERY_MS)
      }
    } else if (event.type === 'paused') this.#setStatus(event.runId, 'running', 'paused')
    else this.#setStatus(event.runId, 'paused', 'running')
  }

  /** What is drawn follows the progress, so that watching a run does not slow it down. */
  #showProgress(): void {
    this.#showTimer = undefined
    this.progress = { ...this.progress, ...this.#newest }
  }

  #setStatus(id: string, from: RunRecord['status'], status: RunRecord['status']): void {
    const run = this.runs.find((known) => known.id === id)
    if (run?.status === from) this.#putRun({ ...run, status })
  }

  #putRun(run: RunRecord): void {
    const known = this.runs.some((other) => other.id === run.id)
    this.runs = known ? this.runs.map((other) => (other.id === run.id ? run : other)) : [...this.runs, run]
  }
}
