import type { Catalog, CheckedSetup, Lab } from '../../shared/contract/lab.ts'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { MachineSketch } from '../../shared/documents/machine-sketch.ts'
import type { ParamInfo } from '../../shared/documents/part.ts'
import { isError, type Fix, type Problem } from '../../shared/documents/problem.ts'
import { createLatest } from './latest.ts'
import { pathSteps, samePath, setAt, within } from './setup-path.ts'
import { unique } from './unique.ts'
import { edited, redone, sealed, startHistory, undone, type UndoHistory } from './undo-history.ts'

/**
 * The setup on screen. Every edit is checked at once by the check that the core uses too, and again by the core,
 * which alone knows what the engine says. The edit is handed on to be kept some time after the last key.
 */
export class SetupEditor {
  experimentId = $state<string | undefined>()
  #history = $state.raw<UndoHistory<ExperimentSetup> | undefined>()
  #checkedByCore = $state.raw<{ setup: ExperimentSetup; checked: CheckedSetup } | undefined>()
  /** The machine as last known: it stays in the drawing while a field is wrong. */
  machine = $state.raw<MachineSketch | undefined>()
  /** The memory node whose curve is shown. */
  node = $state<string | undefined>()
  /** Where F8 was last. */
  place = $state<string | undefined>()
  /** The field whose words are shown. */
  focused = $state.raw<{ readonly section: string; readonly info: ParamInfo } | undefined>()
  /** The section whose part is described. */
  section = $state('machine')
  readonly setup = $derived(this.#history?.current)
  readonly canUndo = $derived((this.#history?.past.length ?? 0) > 0)
  /** Edits that can be undone. */
  readonly editCount = $derived(this.#history?.past.length ?? 0)
  readonly canRedo = $derived((this.#history?.future.length ?? 0) > 0)
  /** What the core last said, also while a newer edit waits for its answer. */
  readonly checked = $derived(this.#checkedByCore?.checked)
  /** Time, memory and load, as last known. */
  readonly estimate = $derived(this.checked?.estimate)
  readonly upToDate = $derived(this.#checkedByCore?.setup === this.setup)
  readonly problems = $derived.by(() => this.#problemsNow())
  readonly errors = $derived(this.problems.filter(isError))

  #histories: Record<string, UndoHistory<ExperimentSetup>> = {}
  #catalog: Catalog
  #keep: (id: string, setup: ExperimentSetup) => Promise<unknown>
  #keepTimer: ReturnType<typeof setTimeout> | undefined
  #toKeep = $state.raw<{ id: string; setup: ExperimentSetup } | undefined>()
  #keeping = $state(0)
  /** An edit is not yet where it is kept. */
  readonly waiting = $derived.by(() => this.#toKeep !== undefined || this.#keeping > 0)
  #core

  constructor(
    lab: Lab,
    catalog: Catalog,
    keep: (id: string, setup: ExperimentSetup) => Promise<unknown>,
    fail: (reason: unknown) => void,
  ) {
    this.#catalog = catalog
    this.#keep = keep
    this.#core = createLatest({
      ask: (setup: ExperimentSetup) => lab.checkSetup({ setup }),
      take: (checked: CheckedSetup, setup) => {
        this.#checkedByCore = { setup, checked }
        this.machine = checked.machine ?? this.machine
      },
      fail,
    })
  }

  open(id: string, setup: ExperimentSetup): void {
    if (this.experimentId === id) return
    void this.flush()
    this.experimentId = id
    this.place = undefined
    this.#checkedByCore = undefined
    this.machine = undefined
    this.#core.forget()
    this.#history = this.#histories[id] ?? startHistory(setup)
    this.#core.ask(this.#history.current)
  }

  /** Nothing is on screen; what was edited before keeps its undo. */
  leave(): void {
    void this.flush()
    this.experimentId = undefined
    this.#history = undefined
    this.#core.forget()
  }

  close(): void {
    this.experimentId = undefined
    this.#history = undefined
    this.#histories = {}
    this.#core.forget()
  }

  /** Sets the field at `path`, or removes it (so that its default counts) for `undefined`. `field`: what is typed in. */
  set(path: string, value: unknown, field = path): void {
    this.#change((history) => edited(history, field, (draft) => setAt(draft, path, value)))
  }

  /** Another part starts from its own defaults. */
  choosePart(section: string, kind: string): void {
    this.set(section, { kind })
  }

  applyFix(fix: Fix): void {
    const [section] = pathSteps(fix.path)
    if (fix.path.endsWith('.kind')) this.choosePart(String(section), String(fix.value))
    else this.set(fix.path, fix.value, `fix of ${fix.path}`)
  }

  /** What is typed next is undone apart from what was typed before. */
  seal(): void {
    const id = this.experimentId
    if (!this.#history || id === undefined) return
    this.#history = this.#histories[id] = sealed(this.#history)
  }

  undo(): void {
    this.#change(undone)
  }

  redo(): void {
    this.#change(redone)
  }

  problemsAt(path: string): readonly Problem[] {
    return this.problems.filter((problem) => samePath(problem.path, path))
  }

  problemsWithin(path: string): readonly Problem[] {
    return this.problems.filter((problem) => within(path, problem.path))
  }

  /** The place of the next problem, errors first, around and around. */
  nextProblem(): string | undefined {
    const places = unique([...this.errors, ...this.problems].map((problem) => problem.path))
    const after = places.findIndex((path) => path === this.place) + 1
    this.place = places[after % Math.max(1, places.length)]
    return this.place
  }

  /** Hands on at once what still waits to be kept. */
  async flush(): Promise<void> {
    clearTimeout(this.#keepTimer)
    const waiting = this.#toKeep
    this.#toKeep = undefined
    if (!waiting) return
    this.#keeping++
    await this.#keep(waiting.id, waiting.setup).finally(() => this.#keeping--)
  }

  #change(step: (history: UndoHistory<ExperimentSetup>) => UndoHistory<ExperimentSetup>): void {
    const id = this.experimentId
    if (!this.#history || id === undefined) return
    const next = step(this.#history)
    if (next === this.#history) return
    this.#history = next
    this.#histories[id] = next
    this.#core.ask(next.current)
    this.#toKeep = { id, setup: next.current }
    clearTimeout(this.#keepTimer)
    this.#keepTimer = setTimeout(() => void this.flush(), 400)
  }

  #problemsNow(): readonly Problem[] {
    if (!this.setup) return []
    const here = checkSetup(this.setup, this.#catalog.parts)
    if (here.some(isError) || !this.upToDate || !this.checked) return here
    return this.checked.problems
  }
}

/** Top-level section of a path: `policy` for `policy.kind`. */
export function sectionOf(path: string): string {
  return String(pathSteps(path)[0] ?? '')
}
