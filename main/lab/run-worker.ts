import { parentPort, workerData } from 'node:worker_threads'
import { createSimulation } from '../engine/catalog.ts'
import { expectDefined } from '../../shared/base/assert.ts'
import { buffersOf } from '../workspace/thread-port.ts'
import { runJob } from './runs/run-job.ts'
import type { RunOrder, RunReport, WorkerJob } from './runs/run-messages.ts'
import { scanJob } from './runs/scan-job.ts'

/** The thread of one run, or of one look through a trace. */
const port = expectDefined(parentPort, 'the run worker runs as a worker')
const job = workerData as WorkerJob

const report = (message: RunReport) => {
  port.postMessage(message, message.type === 'rows' ? [...buffersOf(message.chunk)] : [])
}
const onOrder = (listener: (order: RunOrder) => void) => void port.on('message', listener)

report(
  job.kind === 'run' ? await runJob(job, createSimulation, { report, onOrder }) : await scanJob(job, report),
)
port.close()
