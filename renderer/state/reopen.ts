import { openPath } from './documents.ts'
import type { LabWindow } from './lab-window.svelte.ts'
import { rememberedOpen, rememberOpen } from './remember-open.ts'

/** What the host was asked to show first (`#open=…`), else what this tab had open before it was reloaded. */
export async function openFirst(labWindow: LabWindow): Promise<void> {
  const asked = new URLSearchParams(location.hash.slice(1)).get('open')
  const kept = rememberedOpen()
  if (asked !== null) {
    history.replaceState(history.state, '', `${location.pathname}${location.search}`)
    await openPath(labWindow, asked)
  } else if (kept !== undefined) {
    rememberOpen(undefined)
    await openPath(labWindow, kept)
  }
}
