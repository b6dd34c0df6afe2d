import type { MenuCommand } from '../../shared/contract/host-bridge.ts'
import { newExperiment, openDocument, runNow, saveDocument } from './documents.ts'
import { pauseOrResume } from './key-bindings.ts'
import type { LabWindow } from './lab-window.svelte.ts'

/** What the native menu asks for is what the keys do. */
export function menuAct(w: LabWindow, command: MenuCommand): void {
  const acts: Record<MenuCommand, () => void> = {
    new: () => void newExperiment(w),
    open: () => void openDocument(w),
    save: () => void saveDocument(w),
    saveAs: () => void saveDocument(w, 'new name'),
    close: () => void w.try(() => w.leave().then(() => (w.screen = 'home'))),
    undo: () => w.editor.undo(),
    redo: () => w.editor.redo(),
    run: () => void runNow(w),
    pause: () => pauseOrResume(w),
    cancel: () => cancelRun(w),
    palette: () => (w.dialog = { kind: 'keys' }),
    shortcuts: () => (w.dialog = { kind: 'keys' }),
  }
  acts[command]()
}

/** Stops the run on screen; its rows are kept. */
export function cancelRun(w: LabWindow): void {
  const { workspace, timeline } = w
  if (!workspace || !timeline.run || !timeline.live) return
  const ref = { workspace: workspace.id, run: timeline.run.id }
  void w.try(() => w.lab.cancelRun(ref))
}
