import type { ExperimentRecord, RunRef } from '../../shared/contract/records.ts'
import type { About, Catalog, Lab, WorkspaceState } from '../../shared/contract/lab.ts'
import type { DocumentMark, HostBridge } from '../../shared/contract/host-bridge.ts'
import type { Meaning } from '../../shared/figures/meaning.ts'
import { screenOfStudy, showsRun } from '../../shared/contract/screens.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import { rowAt, type DecisionRow } from '../../shared/documents/forks/counterfactual.ts'
import type { Intervention } from '../../shared/documents/forks/intervention.ts'
import type { RunRecord } from '../../shared/documents/run.ts'
import { rememberOpen } from './remember-open.ts'
import { OwnMachines } from './machines/own-machines.svelte.ts'
import { Notes } from './timeline/notes.svelte.ts'
import { RangeData } from './timeline/range-data.svelte.ts'
import { Why } from './timeline/why.svelte.ts'
import { Findings } from './findings/findings.svelte.ts'
import { Compare } from './compare/compare.svelte.ts'
import { DecisionList } from './timeline/decision-list.svelte.ts'
import { Notices } from './notices.svelte.ts'
import { SetupEditor } from './setup-editor.svelte.ts'
import { Theme } from './theme.svelte.ts'
import { TimelineData } from './timeline/timeline-data.svelte.ts'
import { isLive, Timeline } from './timeline/timeline.svelte.ts'
import type { Screen } from '../../shared/contract/screens.ts'
import { Overlays } from './timeline/overlays.svelte.ts'
import { readView, startView, writeView, type ViewState } from './view-state.ts'
import { Workspace, type Removal } from './workspace.svelte.ts'

export type Dialog =
  | { readonly kind: 'keys' | 'palette' | 'pasteMachine' }
  | { readonly kind: 'part'; readonly family: string; readonly id: string }
  | { readonly kind: 'metric'; readonly name: string }
  | { readonly kind: 'open' }
  | { readonly kind: 'save' }
  | { readonly kind: 'yaml' }
  /** Figures and tables of these runs; of the run on screen where none are named. */
  | { readonly kind: 'export'; readonly runs?: readonly RunRef[] }
  | { readonly kind: 'overlay' | 'regret' }
  /** Branch off a run: at the moment, or where a decision of it was made. */
  | { readonly kind: 'fork'; readonly run: RunRecord; readonly atNs: number; readonly decision?: DecisionRow }

export interface Explained {
  readonly meaning: Meaning
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

/** Everything on screen hangs here; components take it from the context (`window-context.ts`). */
export class LabWindow {
  readonly notices = new Notices()
  readonly theme = new Theme()
  screen = $state<Screen>('home')
  dialog = $state.raw<Dialog | undefined>()
  /** The metric or track under the pointer or the focus, and where its words stand. */
  explained = $state.raw<Explained | undefined>()
  workspace = $state.raw<Workspace | undefined>()
  readonly editor: SetupEditor
  readonly timeline: Timeline
  readonly overlays: Overlays
  data = $state.raw<TimelineData | undefined>()
  decisions = $state.raw<DecisionList | undefined>()
  why = $state.raw<Why | undefined>()
  range = $state.raw<RangeData | undefined>()
  notes = $state.raw<Notes | undefined>()
  machines = $state.raw<OwnMachines | undefined>()
  compare = $state.raw<Compare | undefined>()
  findings = $state.raw<Findings | undefined>()
  /** Why the connection to the core ended; undefined while it holds. */
  lost = $state<string | undefined>()
  /** Raised when the recent workspaces may have changed. */
  recentsChanged = $state(0)

  readonly lab: Lab
  readonly bridge: HostBridge
  readonly about: About
  readonly catalog: Catalog

  readonly experiment: ExperimentRecord | undefined = $derived.by(() =>
    this.workspace?.experimentOf(this.editor.experimentId),
  )
  readonly hasSweep = $derived.by(
    () => this.workspace?.experiments.some(({ setup }) => setup.sweep?.length) ?? false,
  )
  /** What the compaction screen shows. */
  readonly compactionRun: RunRecord | undefined = $derived.by(() => {
    const { run } = this.timeline
    if (run?.plan.study === 'compaction') return run
    return this.workspace?.runs.findLast(({ plan }) => plan.study === 'compaction')
  })
  /** What the title says of the document, and what a host does when the window is to close. */
  readonly mark: DocumentMark = $derived.by(() =>
    this.workspace?.unnamed ? 'unnamed' : this.editor.waiting ? 'saving' : 'saved',
  )
  readonly liveRuns = $derived.by(() => this.workspace?.runs.filter(isLive) ?? [])

  constructor(lab: Lab, bridge: HostBridge, about: About, catalog: Catalog) {
    this.lab = lab
    this.bridge = bridge
    this.about = about
    this.catalog = catalog
    this.timeline = new Timeline(
      () => this.workspace?.runs ?? [],
      () => this.workspace?.progress ?? {},
    )
    this.overlays = new Overlays(lab)
    this.editor = new SetupEditor(lab, catalog, (id, setup) => this.#keep(id, setup), this.fail)
  }

  readonly fail = (reason: unknown): void => this.notices.trouble(reason)

  /** Runs an action of the person; its failure is told. */
  async try<T>(action: () => Promise<T>): Promise<T | undefined> {
    try {
      return await action()
    } catch (reason) {
      this.fail(reason)
      return undefined
    }
  }

  /** Takes back the last removal; false where there is none. */
  bringBack(): boolean {
    const back = this.workspace?.bringBack()
    if (back) this.notices.note(`${back.title} is back`)
    return back !== undefined
  }

  /** Off the screen at once; for a minute, or until the workspace is left, it can be brought back. */
  remove(kind: Removal['kind'], id: string, title: string): void {
    const { workspace } = this
    if (!workspace) return
    workspace.remove({ kind, id, title })
    if (!workspace.experimentOf(this.editor.experimentId)) {
      this.editor.leave()
      const [next] = workspace.experiments
      if (next) this.openExperiment(next)
      else this.screen = 'home'
    }
    if (!this.timeline.run) this.timeline.show(workspace.runs.at(-1)?.id)
    this.notices.offer(`${title} is removed`, { label: 'Undo', act: () => void this.bringBack() })
  }

  view(): ViewState {
    return {
      ...startView,
      screen: this.screen,
      experiment: this.editor.experimentId,
      ...this.timeline.view(),
      overlays: this.overlays.list.length > 0 ? this.overlays.list : undefined,
    }
  }

  async keepView(): Promise<void> {
    const { workspace } = this
    if (workspace) await this.lab.putView({ workspace: workspace.id, view: writeView(this.view()) })
  }

  /** The document on screen becomes this one, and the window what it was when it was last looked at. */
  async show(state: WorkspaceState): Promise<void> {
    await this.leave()
    const workspace = new Workspace(this.lab, state)
    const view = readView(state.view)
    this.workspace = workspace
    this.timeline.restore(view)
    this.overlays.restore(view.overlays ?? [])
    this.data = new TimelineData(this.lab, workspace.id, this.timeline, this.fail)
    this.decisions = new DecisionList(this.lab, workspace.id, this.timeline, this.fail)
    this.why = new Why(this.lab, workspace.id, this.timeline, this.decisions, this.fail)
    this.range = new RangeData(this.lab, workspace.id, this.timeline, this.data, this.fail)
    this.notes = new Notes(this.lab, workspace.id, this.timeline, state.notes, this.fail)
    const beside = {
      place: () => ({ experiment: this.editor.experimentId, edits: this.editor.editCount }),
      seal: () => this.editor.seal(),
    }
    this.machines = new OwnMachines(this.lab, workspace.id, state.machines, beside, this.fail)
    this.findings = new Findings(this.lab, workspace.id, this.timeline, () => workspace.runs, this.fail)
    this.compare = new Compare(this.lab, workspace.id, () => workspace.runs, this.timeline, this.fail)
    const experiment = workspace.experimentOf(view.experiment) ?? workspace.experiments[0]
    if (experiment) this.editor.open(experiment.id, experiment.setup)
    if (!this.timeline.run) this.timeline.show(workspace.runs.at(-1)?.id)
    this.screen = experiment ? view.screen : 'home'
    this.recentsChanged++
  }

  async leave(): Promise<void> {
    const { workspace } = this
    if (!workspace) return
    await this.editor.flush()
    await this.keepView()
    await workspace.commitRemovals()
    workspace.close()
    this.editor.close()
    this.timeline.restore(startView)
    this.overlays.restore([])
    rememberOpen(undefined)
    this.compare?.close()
    this.findings?.close()
    this.workspace = this.data = this.decisions = this.why = this.range = this.notes = undefined
    this.compare = this.findings = this.machines = undefined
    await this.lab.closeWorkspace({ workspace: workspace.id })
  }

  /** An experiment of its own in the open workspace, or in a new one. */
  async addExperiment(setup: ExperimentSetup): Promise<void> {
    if (!this.workspace) await this.show(await this.lab.createWorkspace({}))
    const record = await this.workspace!.putExperiment(setup)
    this.openExperiment(record)
    this.screen = 'setup'
  }

  openExperiment(record: ExperimentRecord): void {
    this.editor.open(record.id, record.setup)
  }

  /** Where a run is on screen, its experiment is the one that runs again. */
  openShown(): void {
    const { run } = this.timeline
    const shown = showsRun(this.screen) && run ? this.workspace?.experimentOf(run.experimentId) : undefined
    if (shown && shown.id !== this.editor.experimentId) this.openExperiment(shown)
  }

  /** On the screen of its study. */
  openRun({ id, plan }: RunRecord): void {
    this.timeline.show(id)
    this.screen = screenOfStudy(plan.study)
  }

  async run(): Promise<void> {
    const { workspace, editor } = this
    if (!workspace || editor.experimentId === undefined || editor.errors.length > 0) return
    await editor.flush()
    const run = await workspace.startRun(editor.experimentId)
    const { pinned, speed, panels } = this.timeline.view()
    this.timeline.restore({ ...startView, run: run.id, pinned, speed, panels })
    this.screen = screenOfStudy(run.plan.study)
  }

  /** Asks what is to change from the cursor on, or from a decision on: the one given, else the one that is chosen. */
  askFork(decision?: DecisionRow): void {
    const { run, cursorNs } = this.timeline
    if (!run || !canFork(run)) return
    const chosen = chosenDecision(this.decisions)
    const asked = decision ?? (chosen?.timeNs === cursorNs ? chosen : undefined)
    this.dialog = { kind: 'fork', run, atNs: asked?.timeNs ?? cursorNs, ...(asked && { decision: asked }) }
  }

  /** The fork is stored and started, and comes on screen with the view as it is. */
  async fork(run: RunRecord, atNs: number, interventions: readonly Intervention[]): Promise<void> {
    await this.try(async () => {
      const forked = await this.workspace?.forkRun(run.id, atNs, interventions)
      if (!forked) return
      this.dialog = undefined
      if (forked.rerun)
        this.notices.tell(`run ${run.number} was made by engine ${run.engineVersion}; it is run again first`)
      this.openExperiment(forked.experiment)
      const { pinned, speed, panels } = this.timeline.view()
      this.timeline.restore({ ...startView, run: forked.run.id, pinned, speed, panels })
    })
  }

  async #keep(id: string, setup: ExperimentSetup): Promise<void> {
    await this.try(async () => this.workspace?.putExperiment(setup, id))
  }
}

/** Only what has ended has a plan and rows to branch off. */
export function canFork(run: RunRecord | undefined): boolean {
  return run !== undefined && (run.status === 'done' || run.status === 'cancelled')
}

function chosenDecision(list: DecisionList | undefined): DecisionRow | undefined {
  if (list?.chosen === undefined || !list.block) return undefined
  const place = list.placeOf(list.chosen)
  return place === undefined ? undefined : rowAt(list.block.rows, place)
}
