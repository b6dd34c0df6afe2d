import type { Workload } from '../../../workload.ts'

/**
 * Accesses of each page over a whole run, in proportion, for a reference that knows it: the rates of each group over
 * time, weighed by `accessesPerSec`, taken as constant.
 */
export function wholeRunCounts(
  workload: Workload,
  accessesPerSec: Float64Array,
  lengthNs: number,
): Float32Array {
  const counts = new Float32Array(workload.pageCount)
  for (let g = 0; g < accessesPerSec.length; g++) {
    const source = workload.createRates!(g)
    const weights = new Float32Array(workload.pageCount)
    const since = new Float64Array(workload.pageCount)
    const perNs = accessesPerSec[g] / 1e9
    source.fillWeights(weights)
    let nowNs = 0
    const settle = (page: number) => {
      counts[page] += weights[page] * (nowNs - since[page]) * perNs
      since[page] = nowNs
    }
    while (source.nextChangeNs() < lengthNs) {
      nowNs = source.nextChangeNs()
      source.change((page, weight) => {
        settle(page)
        weights[page] = weight
      })
    }
    nowNs = lengthNs
    for (let page = 0; page < counts.length; page++) settle(page)
    const { sweep } = source
    if (!sweep) continue
    const each = (sweep.share / sweep.pageCount) * lengthNs * perNs
    for (let i = 0; i < sweep.pageCount; i++) counts[sweep.firstPage + i] += each
  }
  return counts
}
