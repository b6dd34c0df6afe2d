import { parentPort, workerData } from 'node:worker_threads'
import { createSimulation } from '../engine/catalog.ts'
import { expectDefined } from '../../shared/base/assert.ts'
import { buffersOf } from '../workspace/thread-port.ts'
import { runJob } from './runs/run-job.ts'
import type { RunOrder, RunReport, WorkerJob } from './runs/run-messages.ts'
import { overlayJob } from './runs/overlay-job.ts'
import { scanJob } from './runs/scan-job.ts'

/** The thread of one run, or of one look through a trace or a recording. */
const port = expectDefined(parentPort, 'the run worker runs as a worker')
const job = workerData as WorkerJob

const report = (message: RunReport) => {
  port.postMessage(
    message,
    message.type === 'rows' || message.type === 'overlaid' ? [...buffersOf(message)] : [],
  )
}
const onOrder = (listener: (order: RunOrder) => void) => void port.on('message', listener)

if (job.kind === 'run') report(await runJob(job, createSimulation, { report, onOrder }))
else {
  // Nothing of a look is kept, so it may end between any two blocks.
  onOrder(({ type }) => type === 'stop' && process.exit())
  report(job.kind === 'scan' ? await scanJob(job, report) : await overlayJob(job))
}
port.close()
