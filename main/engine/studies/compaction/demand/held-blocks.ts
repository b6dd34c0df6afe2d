import type { CompactionWorld } from '../world.ts'

/** Blocks that requests have got, until their time is over; then their frames are free again. */
export interface HeldBlocks {
  add(first: number, nowNs: number): void
  releaseUntil(nowNs: number): void
}

export function createHeldBlocks(world: CompactionWorld): HeldBlocks {
  const { zone, workload, request, ledger, plan } = world
  const size = request.order >= 0 ? 1 << request.order : request.frames
  const first: number[] = []
  const untilNs: number[] = []
  let oldest = 0
  return {
    add(frame, nowNs) {
      first.push(frame)
      untilNs.push(nowNs + workload.holdNs)
      const keptNs = Math.min(workload.holdNs, plan.run.lengthNs - nowNs)
      ledger.savedNs += (keptNs / 1e9) * workload.savesNsPerSec
    },
    releaseUntil(nowNs) {
      for (; oldest < first.length && untilNs[oldest] <= nowNs; oldest++) {
        for (let frame = first[oldest]; frame < first[oldest] + size; frame++) {
          zone.give(frame)
          world.show(frame)
        }
      }
    },
  }
}
