import type { AccessSource } from '../../../workload.ts'
import { batchAccesses, type Batch } from './batch.ts'
import type { Turns } from './turns.ts'

/**
 * The accesses of several groups that are next in line, by time and then by group. Each group's own come in the order
 * of its source, whatever the others do.
 */
export function createMergedBatch(sources: readonly AccessSource[], turns: Turns): Batch {
  const pages = new Uint32Array(batchAccesses)
  const writes = new Uint8Array(batchAccesses)
  const groups = new Uint8Array(batchAccesses)
  const pagesOf = sources.map(() => new Uint32Array(batchAccesses))
  const writesOf = sources.map(() => new Uint8Array(batchAccesses))
  const taken = new Uint32Array(sources.length)
  const atNs = new Float64Array(sources.length)
  let length = 0

  function next(): number {
    let best = 0
    for (let g = 1; g < atNs.length; g++) if (atNs[g] < atNs[best]) best = g
    return best
  }

  function merge(): void {
    const { planned, nextNs, stepNs } = turns
    taken.fill(0)
    for (let g = 0; g < atNs.length; g++) atNs[g] = planned[g] > 0 ? nextNs[g] : Infinity
    for (let i = 0; i < length; i++) {
      const group = next()
      const at = taken[group]++
      pages[i] = pagesOf[group][at]
      writes[i] = writesOf[group][at]
      groups[i] = group
      atNs[group] = taken[group] < planned[group] ? nextNs[group] + taken[group] * stepNs[group] : Infinity
    }
  }

  return {
    pages,
    writes,
    weights: undefined,
    groups,
    get length() {
      return length
    },
    plan(accesses) {
      length = accesses
    },
    pull(nowNs) {
      for (let g = 0; g < sources.length; g++) {
        const wanted = turns.planned[g]
        if (wanted === 0) continue
        const got = sources[g].fill(pagesOf[g], writesOf[g], wanted, nowNs)
        if (got !== wanted) throw new Error('bug: a generator with several groups goes on without end')
      }
      merge()
      return 'full'
    },
  }
}
