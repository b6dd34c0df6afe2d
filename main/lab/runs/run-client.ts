import { Worker } from 'node:worker_threads'
import { inlineWholeFaults } from './inlining.ts'
import type { RunEnd, RunFailure, RunOrder, RunReport, WorkerJob } from './run-messages.ts'

/** A worker at its job. */
export interface StartedJob {
  order(type: RunOrder['type']): void
  /** Every report in order, the end last. A worker that dies reports a failure. */
  readonly ended: Promise<RunEnd | RunFailure | Extract<RunReport, { type: 'scanned' | 'overlaid' }>>
}

export type StartJob = (job: WorkerJob, onReport: (report: RunReport) => void) => StartedJob

export function startJobWorker(file: URL): StartJob {
  inlineWholeFaults()
  return (job, onReport) => {
    const worker = new Worker(file, { name: `tierlab-${job.kind}`, workerData: job })
    const ended: StartedJob['ended'] = new Promise((resolve) => {
      const die = (text: string) => {
        const wayOut = 'please report it with the experiment'
        resolve({ type: 'failed', code: 'bug', fact: text, wayOut })
      }
      worker.on('message', (report: RunReport) => {
        const { type } = report
        if (type === 'ended' || type === 'failed' || type === 'scanned' || type === 'overlaid')
          resolve(report)
        else onReport(report)
      })
      worker.on('error', (error: unknown) => die(error instanceof Error ? error.message : String(error)))
      worker.on('exit', (code) => die(`the worker ended with code ${code} before its run did`))
    })
    return { order: (type) => worker.postMessage({ type }), ended }
  }
}
