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
  } else await offerKept(labWindow)
}

/** Untitled workspaces of an earlier start, also of one that crashed, are offered and not left to be found. */
async function offerKept(w: LabWindow): Promise<void> {
  const recents = await w.try(() => w.lab.recentWorkspaces({}))
  const kept = (recents ?? []).filter(({ scratch }) => scratch).sort((a, b) => b.openedAtMs - a.openedAtMs)
  const [newest] = kept
  if (!newest) return
  const count = kept.length === 1 ? 'an untitled workspace was' : `${kept.length} untitled workspaces were`
  const label = kept.length === 1 ? 'Open it' : 'Open the newest'
  w.notices.offer(`${count} kept from before`, { label, act: () => void openPath(w, newest.path) })
}
