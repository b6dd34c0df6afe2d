import type { LabWindow } from './lab-window.svelte.ts'

const KEY = 'tierlab:workspace'

/** Remembers for this tab which workspace is open, so that reloading the page is coming back to it. */
export function rememberOpen(path: string | undefined): void {
  if (path === undefined) sessionStorage.removeItem(KEY)
  else sessionStorage.setItem(KEY, path)
}

export async function reopenLast(labWindow: LabWindow): Promise<void> {
  const path = sessionStorage.getItem(KEY)
  if (path === null) return
  try {
    await labWindow.show(await labWindow.lab.openWorkspace({ path }))
  } catch (reason) {
    sessionStorage.removeItem(KEY)
    labWindow.fail(reason)
  }
}
