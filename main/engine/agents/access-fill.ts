import { giB } from '../../../shared/units/sizes.ts'
import type { NumberParam } from '../../../shared/documents/part.ts'
import type { Sequence } from '../../../shared/base/random.ts'
import type { WorkloadHost } from '../workload.ts'

/** The working set of a generated workload. */
export function workingSetParam<const GiB extends number>(defaultGiB: GiB) {
  return {
    name: 'workingSetGiB',
    label: 'Working set',
    about: 'Memory that the application has allocated and touches.',
    source: 'free choice',
    type: 'number',
    unit: 'GiB',
    default: defaultGiB,
    min: 1e-6,
    max: 65_536,
  } as const satisfies NumberParam
}

/** Simulated pages of an amount of memory: whole, at least one. */
export function pagesOf(amountGiB: number, host: Pick<WorkloadHost, 'pageBytes' | 'scale'>): number {
  return Math.max(1, Math.round((amountGiB * giB) / host.pageBytes / host.scale))
}

/** Marks a share of the accesses as stores, by draws of their own. `bits` is scratch of at least `count`. */
export function fillWrites(
  draws: Sequence,
  bits: Uint32Array,
  writes: Uint8Array,
  count: number,
  storeShare: number,
): void {
  const below = storeShare * 4294967296
  draws.fill(bits, count)
  for (let i = 0; i < count; i++) writes[i] = bits[i] < below ? 1 : 0
}
