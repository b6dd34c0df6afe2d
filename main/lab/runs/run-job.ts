import { createRecorder } from '../../engine/recording/create-recorder.ts'
import { recorderOptions } from '../../engine/recording/recorder-options.ts'
import type { Recorder } from '../../engine/recording/recorder.ts'
import { runPoint } from '../../engine/run-point.ts'
import type { Simulation } from '../../engine/study.ts'
import type { RunPlan } from '../../../shared/documents/plan.ts'
import { createProgressMeter, type ProgressMeter } from './progress-meter.ts'
import { toFailure } from './run-failure.ts'
import type { RunEnd, RunFailure, RunJob, RunOrder, RunReport } from './run-messages.ts'
import { openTraceBlocks, type TraceBlocks } from './trace-blocks.ts'

/** How a run talks to whoever started it. */
export interface RunLink {
  report(report: RunReport): void
  /** Orders arrive while the run breathes. */
  onOrder(listener: (order: RunOrder) => void): void
}

/** How often rows are sent and orders are heard. */
const breathMs = 100
/** Chunks that may be under way to the store before the run waits for it. */
const maxAhead = 8

/** Runs a plan to its end, an order to stop, or a failure. Rows recorded until then have been reported before. */
export async function runJob(
  job: RunJob,
  createSimulation: (plan: RunPlan) => Simulation,
  link: RunLink,
): Promise<RunEnd | RunFailure> {
  const meter = createProgressMeter(() => performance.now())
  let trace: TraceBlocks | undefined
  let sender: RowSender | undefined
  try {
    if (job.tracePath !== undefined) trace = await openTraceBlocks(job.tracePath)
    const simulation = createSimulation(job.plan)
    const recorder = createRecorder(simulation.spec, recorderOptions(job.plan, simulation))
    simulation.attach(recorder)
    link.report({ type: 'ready', spec: simulation.spec })
    sender = createRowSender(simulation, recorder, meter, link)
    const breathe = createBreath(sender, meter, link)
    const nextBlock = () => trace?.next() ?? Promise.resolve(null)
    const how = await runPoint(simulation, { breathe, nextBlock })
    const progress = sender.send()
    return { type: 'ended', how, progress, summary: simulation.summary() }
  } catch (thrown) {
    sender?.sendWhatIsThere()
    return toFailure(thrown, job.tracePath)
  } finally {
    await trace?.close()
  }
}

interface RowSender {
  send(): RunEnd['progress']
  sendWhatIsThere(): void
}

function createRowSender(
  simulation: Simulation,
  recorder: Recorder,
  meter: ProgressMeter,
  link: RunLink,
): RowSender {
  let frames = 0
  const send = () => {
    const chunk = recorder.drain()
    frames += chunk.frames.count
    const progress = meter.read(simulation, frames)
    link.report({ type: 'rows', chunk, progress })
    return progress
  }
  return {
    send,
    sendWhatIsThere() {
      try {
        send()
      } catch {
        // The recorder itself failed; the reason is on its way already.
      }
    },
  }
}

/** Between steps: nothing at all for a while, then rows out, orders in, and waiting where an order says so. */
function createBreath(
  sender: RowSender,
  meter: ProgressMeter,
  link: RunLink,
): () => 'go' | Promise<'go' | 'stop'> {
  let lastMs = performance.now()
  let paused = false
  let stopping = false
  let ahead = 0
  let wake = () => {}

  link.onOrder(({ type }) => {
    if (type === 'stored') ahead--
    if (type === 'pause') paused = true
    if (type === 'resume') paused = false
    if (type === 'stop') stopping = true
    wake()
  })
  const nextOrder = () => new Promise<void>((resolve) => (wake = resolve))

  const takeBreath = async () => {
    sender.send()
    ahead++
    await new Promise((resolve) => setImmediate(resolve))
    if (paused && !stopping) {
      meter.pause()
      link.report({ type: 'paused' })
      while (paused && !stopping) await nextOrder()
      meter.resume()
      if (!stopping) link.report({ type: 'resumed' })
    }
    while (ahead > maxAhead && !stopping) await nextOrder()
    lastMs = performance.now()
    return stopping ? 'stop' : 'go'
  }
  return () => (performance.now() - lastMs < breathMs ? 'go' : takeBreath())
}
