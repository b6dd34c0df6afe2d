import { quote } from '../../../shared/base/text.ts'
import { LabError } from '../../../shared/contract/errors.ts'
import type { Lab } from '../../../shared/contract/lab.ts'
import { findTrace } from '../plan-setup.ts'
import type { StartJob } from '../runs/run-client.ts'

const defaultPoints = 2000

/** Reads a recording of a real machine in a worker. */
export function createOverlay(folders: readonly string[], startJob: StartJob): Lab['overlay'] {
  return async (request, signal) => {
    const {
      path: given,
      kind = 'auto',
      columns = [],
      points = defaultPoints,
      intervalSec = 1,
      matrix,
    } = request
    const path = findTrace(given, folders)
    if (path === undefined) {
      const fact = given === '' ? 'no recording is named' : `there is no file ${quote(given)}`
      throw new LabError('file-missing', fact, 'name a file on this machine')
    }
    const options = { columns, points, intervalSec, ...(matrix && { matrix }) }
    const job = startJob({ kind: 'overlay', path, expected: kind, ...options }, () => {})
    const stop = () => job.order('stop')
    signal?.addEventListener('abort', stop)
    const end = await job.ended.finally(() => signal?.removeEventListener('abort', stop))
    if (signal?.aborted === true)
      throw new LabError('cancelled', 'the look at the recording was cancelled', 'ask again')
    if (end.type === 'failed') throw new LabError(end.code, end.fact, end.wayOut)
    if (end.type !== 'overlaid') throw new Error('bug: a recording was read, and nothing said')
    return end.data
  }
}
