import { parentPort, workerData } from 'node:worker_threads'
import { createSimulation } from '../../main/engine/catalog.ts'
import { runJob } from '../../main/lab/runs/run-job.ts'
import type { RunJob } from '../../main/lab/runs/run-messages.ts'

/** The thread of a run that ends as soon as it has reported rows. */
await runJob(workerData as RunJob, createSimulation, {
  report(report) {
    parentPort?.postMessage(report)
    if (report.type === 'rows' && report.progress.frames > 0) process.exit(1)
  },
  onOrder: () => {},
})
