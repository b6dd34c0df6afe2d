import type { Policy } from '../../../policy.ts'
import type { AccessSource } from '../../../workload.ts'
import { createForesight } from './foresight.ts'
import { createLookahead } from './lookahead.ts'

/** The accesses, with a look at what is to come for a reference policy that wishes it. */
export function seenBy(
  { truth, future, wholeRun }: Policy,
  source: AccessSource,
  pageCount: number,
  accesses: number,
  inCharge: () => boolean,
  populate: () => void,
): AccessSource {
  if (wholeRun) {
    return createForesight(source, pageCount, accesses, (_nextUse, counts) => {
      wholeRun.onWholeRun(counts)
      populate()
    })
  }
  if (future) return createForesight(source, pageCount, accesses, (nextUse) => future.onFuture(nextUse))
  if (!truth) return source
  const tell = (counts: Float32Array) => void (inCharge() && truth.onTruth(counts, true))
  return createLookahead(source, pageCount, () => truth.spanAccesses(), tell)
}
