import type { AccessSource } from '../../../workload.ts'

export const batchAccesses = 65_536

/**
 * The accesses that are next in line. Filled to exactly the length that was planned before any of them
 * is served (unless the source is over), so that results never depend on the blocks in which a file happens to come.
 */
export interface Batch {
  readonly pages: Uint32Array
  readonly writes: Uint8Array
  /** Of samples: what each stands for. */
  readonly weights: Float64Array | undefined
  /** Of several groups: who makes each. */
  readonly groups: Uint8Array | undefined
  readonly length: number
  /** Plans the next batch; the one before is gone. */
  plan(accesses: number): void
  /** Pulls what is missing. 'hungry': call again after the source was fed. */
  pull(nowNs: number): 'full' | 'hungry' | 'over'
}

/** The accesses of one group. */
export function createBatch(source: AccessSource): Batch {
  const pages = new Uint32Array(batchAccesses)
  const writes = new Uint8Array(batchAccesses)
  const restPages = new Uint32Array(batchAccesses)
  const restWrites = new Uint8Array(batchAccesses)
  const weights = source.weighted ? new Float64Array(batchAccesses) : undefined
  const restWeights = source.weighted ? new Float64Array(batchAccesses) : undefined
  let planned = 0
  let length = 0
  return {
    pages,
    writes,
    weights,
    groups: undefined,
    get length() {
      return length
    },
    plan(accesses) {
      planned = Math.min(accesses, batchAccesses)
      length = 0
    },
    pull(nowNs) {
      while (length < planned) {
        const first = length === 0
        const got = source.fill(
          first ? pages : restPages,
          first ? writes : restWrites,
          planned - length,
          nowNs,
          first ? weights : restWeights,
        )
        if (got === 0) {
          if (!source.ended) return 'hungry'
          return length === 0 ? 'over' : 'full'
        }
        if (!first) {
          pages.set(restPages.subarray(0, got), length)
          writes.set(restWrites.subarray(0, got), length)
          if (weights && restWeights) weights.set(restWeights.subarray(0, got), length)
        }
        length += got
      }
      return 'full'
    },
  }
}
