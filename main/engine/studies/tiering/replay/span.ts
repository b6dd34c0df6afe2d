import type { TieringPlan } from '../../../../../shared/documents/plan.ts'
import type { FrameRule } from '../../../recording/recorder.ts'
import { batchAccesses } from './batch.ts'

/** How long a replay is and how it is cut into epochs and frames. */
export interface ReplaySpan {
  /** Accesses until it ends; 0: it ends by simulated time. */
  readonly accesses: number
  /** Accesses of an epoch; 0: epochs are simulated time. */
  readonly epochAccesses: number
  readonly frameRule: FrameRule
  readonly expectedFrames: number
}

const usualEpochs = 2000

export function replaySpan(plan: TieringPlan, workloadAccesses: number): ReplaySpan {
  const { accessLimit, epochAccesses, epochNs, lengthNs, frames } = plan.run
  const ends = [accessLimit, workloadAccesses].filter((accesses) => accesses > 0)
  if (ends.length === 0) {
    const everyNs = Math.max(epochNs, Math.ceil(lengthNs / frames / epochNs) * epochNs)
    return {
      accesses: 0,
      epochAccesses: 0,
      frameRule: { everyNs },
      expectedFrames: Math.ceil(lengthNs / everyNs),
    }
  }
  const accesses = Math.min(...ends)
  const chosen = Math.min(batchAccesses, Math.max(1, Math.ceil(accesses / usualEpochs)))
  const perEpoch = epochAccesses > 0 ? epochAccesses : chosen
  const epochs = Math.ceil(accesses / perEpoch)
  const everyEpochs = Math.max(1, Math.ceil(epochs / frames))
  return {
    accesses,
    epochAccesses: perEpoch,
    frameRule: { everyEpochs },
    expectedFrames: Math.ceil(epochs / everyEpochs),
  }
}
