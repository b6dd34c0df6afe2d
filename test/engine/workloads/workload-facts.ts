import { resolveFields } from '../../../shared/documents/param-value.ts'
import type { ParamValues } from '../../../shared/documents/part.ts'
import type { Workload, WorkloadPart } from '../../../main/engine/workload.ts'

export function workloadOf(
  part: WorkloadPart,
  values: ParamValues,
  { scale = 1, pageBytes = 2 ** 21 }: { scale?: number; pageBytes?: number } = {},
): Workload {
  const all = { ...resolveFields(part.info.params, {}), ...values }
  return part.createWorkload(all, { seed: 5, pageBytes, scale })
}

/** Shares of a group's pages at a moment, after every change until then, sweeps apart. */
export function ratesAt(workload: Workload, group: number, nowNs: number): Float32Array {
  const source = workload.createRates!(group)
  const weights = new Float32Array(workload.pageCount)
  source.fillWeights(weights)
  while (source.nextChangeNs() <= nowNs) source.change((page, weight) => void (weights[page] = weight))
  return weights
}

/** Shares of so many accesses of the replay at that moment. */
export function countPages(workload: Workload, group: number, accesses: number, nowNs: number): Float32Array {
  const source = workload.createAccesses!(group)
  const counts = new Float32Array(workload.pageCount)
  const pages = new Uint32Array(65_536)
  const writes = new Uint8Array(65_536)
  for (let done = 0; done < accesses;) {
    const got = source.fill(pages, writes, Math.min(65_536, accesses - done), nowNs)
    for (let i = 0; i < got; i++) counts[pages[i]] += 1 / accesses
    done += got
  }
  return counts
}
