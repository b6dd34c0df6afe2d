import { setImmediate as immediate } from 'node:timers/promises'
import { LabError } from '../../../shared/contract/errors.ts'

/** So long a comparison keeps the thread; then whatever else came in has its turn. */
const turnMs = 8

/** A place to breathe in long work: lets others have their turn, tells how far it is, and throws once it is cancelled. */
export function createBreath(
  signal?: AbortSignal,
  report?: (doneShare: number) => void,
): (doneShare: number) => Promise<void> {
  let untilMs = performance.now() + turnMs
  return async (doneShare) => {
    if (performance.now() < untilMs) return
    report?.(doneShare)
    await immediate()
    if (signal?.aborted)
      throw new LabError('cancelled', 'the comparison was cancelled', 'start it again if it is still wanted')
    untilMs = performance.now() + turnMs
  }
}
