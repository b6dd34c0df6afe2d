import { parentPort, workerData } from 'node:worker_threads'
import { createSimulation, parts } from '../main/engine/catalog.ts'
import { createRecorder } from '../main/engine/recording/create-recorder.ts'
import type { Recorder } from '../main/engine/recording/recorder.ts'
import { recorderOptions } from '../main/engine/recording/recorder-options.ts'
import { createSilentRecorder } from '../main/engine/recording/silent-recorder.ts'
import { inlineWholeFaults } from '../main/lab/runs/inlining.ts'
import type { TieringSetup } from '../shared/documents/experiment.ts'
import { giveBack } from '../shared/base/lent.ts'
import { resolvePlan } from '../shared/documents/resolve-plan.ts'

/** One run in a thread of its own, as in the lab; answers with a `RunCost`. */
export interface RunOrder {
  readonly setup: TieringSetup
  readonly recorded: boolean
}

export interface RunCost {
  /** Processor time of all threads, set-up, compiler and collector included (user time, so that other programs count less). */
  readonly cpuSec: number
  readonly wallSec: number
}

const drainEveryMs = 100
/** Recorded rows are drained as hosts do, and given back unread. */
function run({ setup, recorded }: RunOrder): RunCost {
  const plan = resolvePlan(setup, parts)
  const begun = performance.now()
  const cpu = process.cpuUsage()
  const simulation = createSimulation(plan)
  const recorder: Recorder = recorded
    ? createRecorder(simulation.spec, recorderOptions(plan, simulation))
    : createSilentRecorder()
  simulation.attach(recorder)
  let drainedMs = performance.now()
  while (simulation.step() === 'more') {
    if (!recorded || performance.now() - drainedMs < drainEveryMs) continue
    const { writes, keyframes, decisions, outcomes } = recorder.drain()
    giveBack([...writes, ...keyframes, ...decisions, ...outcomes])
    drainedMs = performance.now()
  }
  simulation.finish()
  return { cpuSec: process.cpuUsage(cpu).user / 1e6, wallSec: (performance.now() - begun) / 1000 }
}

inlineWholeFaults()
parentPort?.postMessage(run(workerData as RunOrder))
