import { toLabError } from '../../../../shared/contract/errors.ts'
import type { Lab } from '../../../../shared/contract/lab.ts'
import type { OverlayInfo, OverlayKind } from '../../../../shared/documents/traces/overlay.ts'

/** After the last key. */
const typingMs = 300

/** What the file that is being named holds, looked at anew whenever the fields change. */
export class OverlayLook {
  info = $state.raw<OverlayInfo | undefined>()
  refusal = $state<string | undefined>()
  reading = $state(false)
  readonly #lab: Lab

  constructor(lab: Lab) {
    this.#lab = lab
  }

  /** Looks after a pause; returns how to stop that. */
  look(path: string, kind: OverlayKind | 'auto'): () => void {
    const stopper = new AbortController()
    const timer = setTimeout(() => void this.#read(path, kind, stopper.signal), typingMs)
    return () => {
      clearTimeout(timer)
      stopper.abort()
    }
  }

  async #read(path: string, kind: OverlayKind | 'auto', signal: AbortSignal): Promise<void> {
    this.info = this.refusal = undefined
    if (path === '') return
    this.reading = true
    try {
      const { info } = await this.#lab.overlay({ path, kind }, signal)
      if (!signal.aborted) this.info = info
    } catch (reason) {
      const { fact, wayOut } = toLabError(reason)
      if (!signal.aborted) this.refusal = `${fact}; ${wayOut}`
    } finally {
      if (!signal.aborted) this.reading = false
    }
  }
}

/** What most people look at first; drawn unless they choose others. */
const usual = [
  'pgpromote_success',
  'pgdemote_kswapd',
  'pgdemote_direct',
  'numa_hint_faults',
  'pgmigrate_success',
]

export function usualColumns(info: OverlayInfo): readonly string[] {
  const changing = info.columns.filter(({ changes }) => changes).map(({ name }) => name)
  const found = usual.filter((name) => changing.includes(name))
  return found.length > 0 ? found : changing.slice(0, 1)
}
