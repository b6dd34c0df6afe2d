import { traceFormats } from '../../engine/traces/formats.ts'
import { quote } from '../../../shared/base/text.ts'
import { LabError } from '../../../shared/contract/errors.ts'
import type { Lab } from '../../../shared/contract/lab.ts'
import type { TraceInfoEvent } from '../../../shared/documents/traces/trace-info.ts'
import { findTrace } from '../plan-setup.ts'
import type { StartJob } from '../runs/run-client.ts'

const defaultFirst = 10
const defaultPageBytes = 4096

/** Looks through a trace in a worker: what it is, then how far it came, then what it holds. */
export function createTraceInfo(folders: readonly string[], startJob: StartJob): Lab['traceInfo'] {
  return async function* traceInfo(request, signal) {
    const { path, values = {}, first = defaultFirst, headBytes = 0, pageBytes = defaultPageBytes } = request
    const tracePath = findTrace(path, folders)
    if (tracePath === undefined) {
      const fact = path === '' ? 'no trace is named' : `there is no file ${quote(path)}`
      throw new LabError('file-missing', fact, 'name a file on this machine')
    }
    const { format = 'auto' } = values
    const known = ['auto', ...traceFormats.map(({ id }) => id as string), 'vmstat']
    if (typeof format !== 'string' || !known.includes(format)) {
      const fact = `there is no trace format ${quote(typeof format === 'string' ? format : 'that is no word')}`
      throw new LabError('bad-request', fact, `the formats are ${known.join(', ')}`)
    }

    const waiting: TraceInfoEvent[] = []
    let wake = () => {}
    let over = false
    const tell = (event: TraceInfoEvent) => {
      // Progress may be lost.
      if (waiting.at(-1)?.type === 'progress') waiting.pop()
      waiting.push(event)
      wake()
    }
    const inspect = { first, headBytes }
    const job = startJob({ kind: 'scan', tracePath, values, pageBytes, inspect }, (report) => {
      if (report.type === 'inspecting') tell(report.event)
    })
    const stop = () => job.order('stop')
    signal?.addEventListener('abort', stop)
    const ended = job.ended.finally(() => {
      over = true
      wake()
    })
    try {
      while (!over || waiting.length > 0) {
        const event = waiting.shift()
        if (event !== undefined) yield event
        else await new Promise<void>((resolve) => (wake = resolve))
      }
      const end = await ended
      if (signal?.aborted === true) return
      if (end.type === 'failed') throw new LabError(end.code, end.fact, end.wayOut)
      if (end.type === 'overlaid') yield { type: 'overlay', overlay: end.data.info }
      if (end.type === 'scanned' && end.info !== undefined) yield { type: 'info', info: end.info }
    } finally {
      signal?.removeEventListener('abort', stop)
      stop()
      await ended
    }
  }
}
