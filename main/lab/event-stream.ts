import type { Emitter } from '../../shared/base/emitter.ts'
import type { RunEvent } from '../../shared/documents/run.ts'

/** Events from now on, for one reader. A reader who is late finds only the latest progress of each run. */
export function streamEvents(events: Emitter<RunEvent>, signal?: AbortSignal): AsyncIterable<RunEvent> {
  const waiting: RunEvent[] = []
  let wake = () => {}
  const unlisten = events.listen((event) => {
    if (event.type === 'progress') {
      const place = waiting.findIndex((old) => old.type === 'progress' && old.runId === event.runId)
      if (place >= 0) waiting.splice(place, 1)
    }
    waiting.push(event)
    wake()
  })
  const leave = () => {
    unlisten()
    wake()
  }
  signal?.addEventListener('abort', leave, { once: true })
  return (async function* () {
    try {
      while (!signal?.aborted) {
        const event = waiting.shift()
        if (event) yield event
        else await new Promise<void>((resolve) => (wake = resolve))
      }
    } finally {
      signal?.removeEventListener('abort', leave)
      unlisten()
    }
  })()
}
