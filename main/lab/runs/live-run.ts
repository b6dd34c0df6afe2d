import { LabError, toLabError } from '../../../shared/contract/errors.ts'
import type { RunEvent, RunProgress, RunRecord } from '../../../shared/documents/run.ts'
import type { RemoteStore } from '../../workspace/store-service.ts'
import type { StartedJob, StartJob } from './run-client.ts'
import type { RunEnd, RunFailure, RunReport } from './run-messages.ts'
import type { RunQueue } from './run-queue.ts'

/** A run that has not ended: queued, running or paused. Rows go to the store as they come; progress is announced. */
export interface LiveRun {
  readonly record: RunRecord
  pause(): void
  resume(): void
  /**
   * Stops at the next epoch. The promise is for the end, with every row stored. One that never began leaves nothing,
   * unless it is the lab that ends: then it is kept and says so.
   */
  cancel(cause?: 'the lab ends'): Promise<void>
  readonly ended: Promise<void>
}

export interface LiveRunHost {
  readonly store: RemoteStore
  readonly queue: RunQueue
  readonly startJob: StartJob
  announce(event: RunEvent): void
  /** Of a run that was done, with every row stored: what else its record has to say. */
  complete?(record: RunRecord): Promise<Partial<RunRecord>>
  onEnd(record: RunRecord): void
}

/** What is told of a run that waited for its turn when the program ended. */
export const neverBegan = 'the lab was stopped before this run began; start it again'

/** How often the stored record follows, so that a run cut short by a crash still says how far it came. */
const recordEveryMs = 2000

export function createLiveRun(first: RunRecord, tracePath: string | undefined, host: LiveRunHost): LiveRun {
  let record = first
  let job: StartedJob | undefined
  let stopping = false
  let storedAtMs = 0
  let storeFailure: LabError | undefined
  let markEnded = () => {}
  const ended = new Promise<void>((resolve) => (markEnded = resolve))

  const change = (fields: Partial<RunRecord>) => (record = { ...record, ...fields })

  const hear = (report: RunReport) => {
    switch (report.type) {
      case 'ready':
        change({ spec: report.spec, status: 'running', startedAtMs: Date.now() })
        host.store.updateRun(record).catch(giveUp)
        return host.announce({ type: 'started', run: record })
      case 'rows':
        return keepRows(report.chunk, report.progress)
      case 'paused':
      case 'resumed':
        change({ status: report.type === 'paused' ? 'paused' : 'running' })
        return host.announce({ type: report.type, runId: record.id })
      default:
        return
    }
  }

  const keepRows = (chunk: Extract<RunReport, { type: 'rows' }>['chunk'], progress: RunProgress) => {
    change(reached(progress))
    host.store.appendRun({ runId: record.id, chunk }).then(() => job?.order('stored'), giveUp)
    if (Date.now() - storedAtMs > recordEveryMs) {
      storedAtMs = Date.now()
      host.store.updateRun(record).catch(giveUp)
    }
    host.announce({ type: 'progress', runId: record.id, progress })
  }

  const giveUp = (thrown: unknown) => {
    storeFailure ??= toLabError(thrown)
    job?.order('stop')
  }

  const finish = async (fields: Partial<RunRecord>) => {
    const leavesNothing = record.status === 'queued' && fields.status === 'cancelled' && !fields.failure
    change(fields)
    if (record.status === 'done' && host.complete) change(await host.complete(record))
    // A call to the store is answered after all that were made before it, so every row is in by then.
    const stored = leavesNothing ? host.store.removeRun({ runId: record.id }) : host.store.updateRun(record)
    await stored.catch(giveUp)
    if (storeFailure && record.status !== 'failed')
      change({ status: 'failed', failure: storeFailure.message })
    host.onEnd(record)
    host.announce({ type: 'ended', run: record })
    markEnded()
  }

  const carryOut = async () => {
    job = host.startJob(
      { kind: 'run', plan: record.plan, ...(tracePath !== undefined && { tracePath }) },
      hear,
    )
    if (stopping) job.order('stop')
    const end = await job.ended
    if (end.type === 'scanned' || end.type === 'overlaid') throw new Error('bug: a run reported a scan')
    await finish(endFields(end))
  }

  const leaveQueue = host.queue.add(carryOut)

  return {
    get record() {
      return record
    },
    pause: () => job?.order('pause'),
    resume: () => job?.order('resume'),
    async cancel(cause) {
      stopping = true
      if (leaveQueue()) await finish({ status: 'cancelled', ...(cause && { failure: neverBegan }) })
      else job?.order('stop')
      await ended
    },
    ended,
  }
}

function endFields(end: RunEnd | RunFailure): Partial<RunRecord> {
  if (end.type === 'ended')
    return {
      ...reached(end.progress),
      status: end.how === 'done' ? 'done' : 'cancelled',
      summary: end.summary,
    }
  return { status: 'failed', failure: `${end.fact}; ${end.wayOut}`, failureCode: end.code }
}

function reached({ wallSec, simulatedNs, accesses, frames }: RunProgress): Partial<RunRecord> {
  return { wallSec, simulatedNs, accesses, frames }
}
