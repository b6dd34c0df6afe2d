import { newExperiment, openDocument, runNow, saveDocument } from './documents.ts'
import { isLive } from './timeline/timeline.svelte.ts'
import type { LabWindow } from './lab-window.svelte.ts'
import type { Screen } from './view-state.ts'

export interface KeyBinding {
  /** As `keyName` writes them; any of them does it. */
  readonly keys: readonly string[]
  readonly title: string
  /** Where it works; everywhere if absent. */
  readonly screen?: Screen
  /** Works while a field has the focus too. */
  readonly inFields?: boolean
  act(w: LabWindow): void
}

/** The key of an event in the spelling of the table: "Ctrl+S", "W", "Space", "?". Meta counts as Ctrl. */
export function keyName(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): string {
  const key = event.key === ' ' ? 'Space' : event.key.length === 1 ? event.key.toUpperCase() : event.key
  const named = key.length > 1 || /[A-Z]/.test(key)
  const parts = [
    (event.ctrlKey || event.metaKey) && 'Ctrl',
    event.altKey && 'Alt',
    event.shiftKey && named && 'Shift',
    key,
  ]
  return parts.filter((part) => part !== false).join('+')
}

const step = (w: LabWindow, by: 1 | -1) =>
  void w.try(async () => {
    const timeNs = await w.data?.neighbour(by)
    if (timeNs !== undefined) w.timeline.goTo(timeNs)
  })

/** Every key of the window, in the order in which the overlay lists them. */
export const keyBindings: readonly KeyBinding[] = [
  { keys: ['Ctrl+S'], title: 'save the workspace', inFields: true, act: (w) => void saveDocument(w) },
  { keys: ['Ctrl+Shift+S'], title: 'save under a new name', inFields: true, act: (w) => void saveDocument(w, 'new name') },
  { keys: ['Ctrl+O'], title: 'open a workspace', inFields: true, act: (w) => void openDocument(w) },
  { keys: ['Alt+N'], title: 'new experiment', inFields: true, act: (w) => void newExperiment(w) },
  { keys: ['Ctrl+Enter'], title: 'run the experiment', inFields: true, act: (w) => void runNow(w) },
  { keys: ['Alt+1'], title: 'Home', inFields: true, act: (w) => (w.screen = 'home') },
  { keys: ['Alt+2'], title: 'Setup', inFields: true, act: (w) => w.workspace && (w.screen = 'setup') },
  { keys: ['Alt+3'], title: 'Timeline', inFields: true, act: (w) => w.workspace && (w.screen = 'timeline') },
  { keys: ['Alt+4'], title: 'Sweep', inFields: true, act: (w) => w.hasSweep && (w.screen = 'sweep') },
  { keys: ['?'], title: 'all keys', act: (w) => (w.dialog = { kind: 'keys' }) },
  { keys: ['Ctrl+Z'], title: 'undo', screen: 'setup', inFields: true, act: (w) => w.editor.undo() },
  { keys: ['Ctrl+Shift+Z', 'Ctrl+Y'], title: 'redo', screen: 'setup', inFields: true, act: (w) => w.editor.redo() },
  { keys: ['F8'], title: 'next problem', screen: 'setup', inFields: true, act: (w) => void w.editor.nextProblem() },
  { keys: ['Space'], title: 'play, pause', screen: 'timeline', act: (w) => (w.timeline.playing = !w.timeline.playing) },
  { keys: ['.', 'ArrowRight'], title: 'next frame', screen: 'timeline', act: (w) => step(w, 1) },
  { keys: [',', 'ArrowLeft'], title: 'frame before', screen: 'timeline', act: (w) => step(w, -1) },
  { keys: ['Home'], title: 'to the start', screen: 'timeline', act: (w) => w.timeline.goToStart() },
  { keys: ['End'], title: 'to the newest frame', screen: 'timeline', act: (w) => w.timeline.goToNewest() },
  { keys: ['W'], title: 'zoom in', screen: 'timeline', act: (w) => w.timeline.zoom(0.7) },
  { keys: ['S'], title: 'zoom out', screen: 'timeline', act: (w) => w.timeline.zoom(1 / 0.7) },
  { keys: ['A'], title: 'pan left', screen: 'timeline', act: (w) => w.timeline.pan(-0.2) },
  { keys: ['D'], title: 'pan right', screen: 'timeline', act: (w) => w.timeline.pan(0.2) },
  { keys: ['F'], title: 'fit the whole run', screen: 'timeline', act: (w) => w.timeline.fit() },
  { keys: ['J'], title: 'next decision', screen: 'timeline', act: (w) => w.decisions?.step(1) },
  { keys: ['K'], title: 'decision before', screen: 'timeline', act: (w) => w.decisions?.step(-1) },
  { keys: ['P'], title: 'pause or resume the run', screen: 'timeline', act: (w) => pauseOrResume(w) },
  { keys: ['Escape'], title: 'let go: selection, filter, zoom', screen: 'timeline', act: (w) => letGo(w) },
] // prettier-ignore

/** Does what the key stands for, if it stands for something here. */
export function pressKey(w: LabWindow, event: KeyboardEvent): void {
  const name = keyName(event)
  const target = event.target instanceof HTMLElement ? event.target : undefined
  const inField =
    target?.closest('input:not([type=range], [type=radio], [type=checkbox]), select, textarea') != null
  const binding = keyBindings.find(
    (known) =>
      known.keys.includes(name) &&
      (!known.screen || known.screen === w.screen) &&
      (!inField || known.inFields),
  )
  if (!binding || w.dialog) return
  const presses = target?.closest('button, a, summary, [role=tab]') != null && name === 'Space'
  if (presses) return
  event.preventDefault()
  binding.act(w)
}

export function pauseOrResume(w: LabWindow): void {
  const { run } = w.timeline
  const { workspace } = w
  if (!run || !workspace || !isLive(run)) return
  const ref = { workspace: workspace.id, run: run.id }
  void w.try(() => (run.status === 'paused' ? w.lab.resumeRun(ref) : w.lab.pauseRun(ref)))
}

function letGo(w: LabWindow): void {
  const { decisions, timeline } = w
  if (timeline.playing) timeline.playing = false
  else if (decisions?.chosen !== undefined) decisions.chosen = undefined
  else if (decisions && (decisions.page !== undefined || decisions.reason !== undefined)) {
    decisions.page = decisions.reason = undefined
  } else timeline.fit()
}
