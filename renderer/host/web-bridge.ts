import type { HostBridge } from '../../shared/contract/host-bridge.ts'
import type { Fragment } from './fragment.ts'

/** A browser tab: a title, a question before an unsaved document is left, and no native dialogs. */
export function createWebBridge({ openPath }: Fragment): HostBridge {
  let guarded = false
  const guard = (event: BeforeUnloadEvent) => event.preventDefault()
  return {
    kind: 'web',
    setTitle(title, mark) {
      const unsaved = mark !== 'saved'
      document.title = unsaved ? `${title} •` : title
      if (unsaved === guarded) return
      guarded = unsaved
      if (unsaved) window.addEventListener('beforeunload', guard)
      else window.removeEventListener('beforeunload', guard)
    },
    onMenu(listener) {
      if (openPath !== undefined) queueMicrotask(() => listener({ command: 'openPath', path: openPath }))
      return () => {}
    },
  }
}
