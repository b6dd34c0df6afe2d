import { isLabError } from '../../../../shared/contract/errors.ts'
import type { Lab } from '../../../../shared/contract/lab.ts'
import type { ParamValues } from '../../../../shared/documents/part.ts'
import type { TraceHeadInfo, TraceInfo } from '../../../../shared/documents/traces/trace-info.ts'

/** How much of a trace a preview reads: a moment's work, and more than its beginning tells. */
const previewBytes = 64 * 1024 * 1024
/** After the last key. */
const typingMs = 300

/** What the beginning of the chosen trace holds, read anew whenever the fields change. */
export class TracePreview {
  head = $state.raw<TraceHeadInfo | undefined>()
  info = $state.raw<TraceInfo | undefined>()
  /** Why it could not be read, as a sentence with the way out. */
  refusal = $state.raw<{ readonly fact: string; readonly wayOut: string } | undefined>()
  readShare = $state<number | undefined>()
  readonly #lab: Lab
  readonly #fail: (reason: unknown) => void

  constructor(lab: Lab, fail: (reason: unknown) => void) {
    this.#lab = lab
    this.#fail = fail
  }

  /** Looks at the trace of these fields after a pause; returns how to stop that. */
  look(path: string, values: ParamValues): () => void {
    const stopper = new AbortController()
    const timer = setTimeout(() => void this.#read(path, values, stopper.signal), typingMs)
    return () => {
      clearTimeout(timer)
      stopper.abort()
    }
  }

  async #read(path: string, values: ParamValues, signal: AbortSignal): Promise<void> {
    if (this.head?.path.endsWith(path) !== true) this.head = undefined
    this.info = undefined
    this.refusal = undefined
    this.readShare = 0
    try {
      const events = this.#lab.traceInfo({ path, values, first: 8, headBytes: previewBytes }, signal)
      for await (const event of events) {
        if (signal.aborted) return
        if (event.type === 'head') this.head = event.head
        else if (event.type === 'progress')
          this.readShare = event.bytesRead / Math.min(previewBytes, Math.max(1, event.fileBytes))
        else if (event.type === 'info') this.info = event.info
        else
          this.refusal = {
            fact: 'this is a log of counters and has no accesses',
            wayOut: 'lay it over the timeline of a run with “Overlay…” instead',
          }
      }
    } catch (reason) {
      if (signal.aborted) return
      if (isLabError(reason) && reason.code !== 'bug') this.refusal = reason
      else this.#fail(reason)
    } finally {
      if (!signal.aborted) this.readShare = undefined
    }
  }
}
