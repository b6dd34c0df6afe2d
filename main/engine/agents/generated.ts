import { createSequence, createStream } from '../../../shared/base/random.ts'
import type { ValuesOf } from '../param-values.ts'
import type { AccessSource, Workload, WorkloadHost } from '../workload.ts'
import { fillWrites } from './access-fill.ts'
import { createThreadGroup, type threadGroupParams } from './thread-group.ts'

/** Workloads that are drawn, not read: what all of them have in common. */

/** At most so many accesses are asked for at once. */
export const mostAsked = 65_536

/**
 * Endless accesses of group `group`, whose pages `fillPages` writes and of which a share are stores, by draws of the
 * workload's own stream `<name>.stores`.
 */
export function generatedAccesses(
  name: string,
  host: WorkloadHost,
  group: number,
  storeShare: number,
  fillPages: (pages: Uint32Array, count: number, nowNs: number) => void,
): AccessSource {
  const stores = createSequence(createStream(host.seed, `${name}.stores`), group)
  const bits = new Uint32Array(mostAsked)
  return {
    ended: false,
    fill(pages, writes, count, nowNs) {
      fillPages(pages, count, nowNs)
      fillWrites(stores, bits, writes, count, storeShare)
      return count
    },
  }
}

/** One group of threads that wrote all its pages before the clock starts, and that goes on for ever. */
export function oneGroup(
  group: ValuesOf<typeof threadGroupParams>,
  rest: Pick<Workload, 'pageCount' | 'createRates' | 'createAccesses'>,
): Workload {
  return { groups: [createThreadGroup(group)], populated: true, accessCount: 0, ...rest }
}
