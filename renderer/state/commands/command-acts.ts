import { commandTable, type CommandId, type CommandSpec } from '../../../shared/contract/commands.ts'
import type { RunRef } from '../../../shared/contract/records.ts'
import { showsRun, worksOn } from '../../../shared/contract/screens.ts'
import { newExperiment, openDocument, runNow, saveDocument } from '../documents.ts'
import { isLive } from '../timeline/timeline.svelte.ts'
import { changed } from '../timeline/playing.ts'
import { canFork, type LabWindow } from '../lab-window.svelte.ts'

/** What each command of the table does. Keys, palette, native menu and buttons all come through `doCommand`. */
const acts: Readonly<Record<CommandId, (w: LabWindow) => void>> = {
  new: (w) => void newExperiment(w),
  newCompaction: (w) => void newExperiment(w, 'compaction'),
  open: (w) => void openDocument(w),
  save: (w) => void saveDocument(w),
  saveAs: (w) => void saveDocument(w, 'new name'),
  exportYaml: (w) => w.editor.setup && (w.dialog = { kind: 'yaml' }),
  exportFigure: (w) => w.timeline.run && (w.dialog = { kind: 'export', ...comparedRuns(w) }),
  close: (w) => void w.try(() => w.leave().then(() => (w.screen = 'home'))),
  undo,
  redo: (w) => (w.screen === 'setup' ? redoSetup(w) : undoable(w)?.redo()),
  saveMachine: (w) => hasMachine(w) && startNaming(w),
  pasteMachine: (w) => hasMachine(w) && (w.dialog = { kind: 'pasteMachine' }),
  nextProblem: (w) => void w.editor.nextProblem(),
  run: (w) => void runNow(w),
  pause: pauseOrResume,
  fork: (w) => w.askFork(),
  cancel: cancelRun,
  palette: (w) => (w.dialog = { kind: 'palette' }),
  'screen.home': (w) => (w.screen = 'home'),
  'screen.setup': (w) => w.workspace && (w.screen = 'setup'),
  'screen.timeline': (w) => w.workspace && (w.screen = 'timeline'),
  'screen.compaction': (w) => showCompaction(w),
  'screen.compare': (w) => {
    if (!w.workspace) return
    if (w.screen !== 'compare') w.compare?.arrange()
    w.screen = 'compare'
  },
  'screen.sweep': (w) => w.hasSweep && (w.screen = 'sweep'),
  'theme.system': (w) => w.theme.choose('system'),
  'theme.light': (w) => w.theme.choose('light'),
  'theme.dark': (w) => w.theme.choose('dark'),
  'theme.contrast': (w) => w.theme.toggleContrast(),
  play: (w) => (w.timeline.playing = !w.timeline.playing),
  'play.faster': (w) => (w.timeline.speed = changed(w.timeline.speed, 2)),
  'play.slower': (w) => (w.timeline.speed = changed(w.timeline.speed, 0.5)),
  'frame.next': (w) => step(w, 1),
  'frame.before': (w) => step(w, -1),
  'frame.start': (w) => w.timeline.goToStart(),
  'frame.newest': (w) => w.timeline.goToNewest(),
  'zoom.in': (w) => w.timeline.zoom(0.7),
  'zoom.out': (w) => w.timeline.zoom(1 / 0.7),
  'pan.left': (w) => w.timeline.pan(-0.2),
  'pan.right': (w) => w.timeline.pan(0.2),
  fit: (w) => w.timeline.fit(),
  'range.a': (w) => w.timeline.setEnd('a', w.timeline.cursorNs),
  'range.b': (w) => w.timeline.setEnd('b', w.timeline.cursorNs),
  'range.drop': (w) => w.timeline.dropStretch(),
  'note.mark': (w) => w.notes?.mark(),
  'note.new': (w) => w.notes && (w.notes.editing = w.notes.add()),
  'note.next': (w) => goToNote(w, 1),
  'note.before': (w) => goToNote(w, -1),
  'decision.next': (w) => (w.screen === 'compare' ? w.compare?.step('next') : w.decisions?.step(1)),
  'decision.before': (w) => (w.screen === 'compare' ? w.compare?.step('previous') : w.decisions?.step(-1)),
  regret: (w) => w.timeline.run && (w.dialog = { kind: 'regret' }),
  'compare.swap': (w) => w.compare?.swap(),
  'compare.first': (w) => w.compare?.goToFirst(),
  'compare.layout': (w) => w.compare?.toggleLayout(),
  'compare.differences': (w) => w.compare && (w.compare.differencesOnly = !w.compare.differencesOnly),
  letGo,
  keys: (w) => (w.dialog = { kind: 'keys' }),
}

/** Commands that need more than their screen. The palette leaves out what cannot be done now. */
const conditions: Partial<Record<CommandId, (w: LabWindow) => boolean>> = {
  save: (w) => w.workspace !== undefined,
  saveAs: (w) => w.workspace !== undefined,
  close: (w) => w.workspace !== undefined,
  undo: (w) =>
    (undoable(w)?.canUndo ?? false) ||
    machinesHere(w)?.canUndo === true ||
    w.workspace?.lastRemoved !== undefined,
  redo: (w) => (undoable(w)?.canRedo ?? false) || machinesHere(w)?.canRedo === true,
  'range.drop': (w) => w.timeline.endA !== undefined || w.timeline.endB !== undefined,
  nextProblem: (w) => w.editor.problems.length > 0,
  pasteMachine: hasMachine,
  saveMachine: hasMachine,
  run: (w) => w.workspace !== undefined && w.editor.setup !== undefined,
  pause: (w) => w.timeline.live,
  cancel: (w) => w.timeline.live,
  fork: (w) => canFork(w.timeline.run),
  'screen.setup': (w) => w.workspace !== undefined,
  'screen.timeline': (w) => w.workspace !== undefined,
  'screen.compaction': (w) => w.compactionRun !== undefined,
  'screen.compare': (w) => w.workspace !== undefined,
  'screen.sweep': (w) => w.hasSweep,
}

export function doCommand(w: LabWindow, id: CommandId): void {
  acts[id](w)
}

/** Whether a command makes sense now: on its screen, with what it needs. */
export function canDo(w: LabWindow, command: CommandSpec & { readonly id: CommandId }): boolean {
  return worksOn(command.screen, w.screen) && (conditions[command.id]?.(w) ?? true)
}

export function commandsNow(w: LabWindow): readonly (CommandSpec & { readonly id: CommandId })[] {
  return commandTable.filter((command) => command.id !== 'palette' && canDo(w, command))
}

/** The run on screen where it is one of compaction, else the newest that is. */
function showCompaction(w: LabWindow): void {
  const { compactionRun } = w
  if (!compactionRun) return
  w.timeline.show(compactionRun.id)
  w.screen = 'compaction'
}

function hasMachine(w: LabWindow): boolean {
  return w.editor.setup?.study === 'tiering'
}

/** On Compare a figure is of both runs, the baseline first. */
function comparedRuns({ screen, compare }: LabWindow): { runs?: readonly RunRef[] } {
  const pair = screen === 'compare' ? compare?.pair : undefined
  return pair ? { runs: [pair.a, pair.b] } : {}
}

function pauseOrResume(w: LabWindow): void {
  const { run } = w.timeline
  const { workspace } = w
  if (!run || !workspace || !isLive(run)) return
  const ref = { workspace: workspace.id, run: run.id }
  void w.try(() => (run.status === 'paused' ? w.lab.resumeRun(ref) : w.lab.pauseRun(ref)))
}

/** Stops the run on screen; its rows are kept. */
function cancelRun(w: LabWindow): void {
  const { workspace, timeline } = w
  if (!workspace || !timeline.run || !timeline.live) return
  const ref = { workspace: workspace.id, run: timeline.run.id }
  void w.try(() => w.lab.cancelRun(ref))
}

/** What can be undone on the screen: edits of the setup, or of the notes. */
function undoable(w: LabWindow) {
  if (w.screen === 'setup') return w.editor
  return showsRun(w.screen) ? w.notes : undefined
}

function machinesHere(w: LabWindow) {
  return w.screen === 'setup' ? w.machines : undefined
}

/** The last edit of the setup on screen or of the own machines; elsewhere the last removal, which is offered for a minute only, then notes. */
function undo(w: LabWindow): void {
  const edits = undoable(w)
  const machines = machinesHere(w)
  if (machines?.undoesFirst) return machines.undo()
  if (w.screen === 'setup' && edits?.canUndo) return edits.undo()
  if (machines?.canUndo) return machines.undo()
  if (!w.bringBack()) edits?.undo()
}

function redoSetup(w: LabWindow): void {
  if (w.machines?.redoesFirst || !w.editor.canRedo) w.machines?.redo()
  else w.editor.redo()
}

function startNaming(w: LabWindow): void {
  w.editor.section = 'machine'
  if (w.machines) w.machines.naming = 'new'
}

function goToNote(w: LabWindow, step: 1 | -1): void {
  const note = w.notes?.neighbour(step)
  if (note) w.timeline.goTo(note.timeNs)
}

function step(w: LabWindow, by: 1 | -1): void {
  void w.try(async () => {
    const timeNs = await w.data?.neighbour(by)
    if (timeNs !== undefined) w.timeline.goTo(timeNs)
  })
}

function letGo(w: LabWindow): void {
  const { decisions, timeline, why } = w
  if (timeline.playing) timeline.playing = false
  else if (why?.subject || decisions?.chosen !== undefined) why?.drop()
  else if (decisions?.filtered) decisions.dropFilter()
  else if (timeline.endA !== undefined || timeline.endB !== undefined) timeline.dropStretch()
  else timeline.fit()
}
