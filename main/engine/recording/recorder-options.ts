import type { RunPlan } from '../../../shared/documents/plan.ts'
import type { Simulation } from '../study.ts'
import type { RecorderOptions } from './recorder.ts'

const matrixColumns = 1000

/** How every host records a plan: a function of the plan alone, so that recorded bytes are. */
export function recorderOptions(
  plan: RunPlan,
  simulation: Pick<Simulation, 'frameRule' | 'expectedFrames'>,
): RecorderOptions {
  return {
    frames: simulation.frameRule,
    framesPerMatrixColumn: Math.max(1, Math.ceil(simulation.expectedFrames / matrixColumns)),
    budgetBytes: plan.run.recordBytes,
    keepSeed: plan.run.seed,
  }
}
