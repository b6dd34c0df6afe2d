import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { createSequence, createStream, fillPermutation } from '../../../shared/base/random.ts'
import { generatedAccesses, mostAsked, oneGroup } from '../agents/generated.ts'
import { threadGroupParams } from '../agents/thread-group.ts'
import { pagesOf, workingSetParam } from '../agents/access-fill.ts'
import { fillZipfShares } from '../agents/zipf-shares.ts'
import { createRankSampler } from '../agents/rank-sampler.ts'
import { valuesOf } from '../param-values.ts'
import type { AccessSource, RateSource, Workload, WorkloadPart } from '../workload.ts'

const params = [
  workingSetParam(72),
  {
    name: 'skew', label: 'Skew', about: 'Exponent θ: page of rank k is accessed in proportion to 1 / k^θ. 0 is uniform.', source: 'YCSB: 0.99',
    type: 'number', unit: 'none', default: 0.99, min: 0, max: 3,
  },
  {
    name: 'order', label: 'Hot pages lie', about: 'Where ranks are in the address space.', source: 'YCSB scrambles its keys', type: 'choice', default: 'scattered',
    choices: [{ value: 'scattered', title: 'scattered at random' }, { value: 'ascending', title: 'hottest first' }],
  },
  ...threadGroupParams,
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'zipf',
  family: 'workload',
  title: 'Zipf',
  about: 'Independent accesses with Zipf popularity over the pages of one region; nothing changes with time.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: ['page popularity, exactly in rates (a scaled page carries the sum of its pages)'],
    approximates: ['draws of replay, through a table of cells of equal probability: total variation error at skew 0.99 below 1e-5 up to 65,536 pages, 1.1e-5 at 16 M'],
    leavesOut: ['caches: an access is a cache miss', 'bursts and phases: accesses are independent'],
  },
  sources: ['J. Gray et al., SIGMOD 1994, and YCSB for the exponent'],
} // prettier-ignore

export const zipf: WorkloadPart = {
  info,
  createWorkload(values, host): Workload {
    const { workingSetGiB, skew, order, ...group } = valuesOf(params, values)
    const pageCount = pagesOf(workingSetGiB, host)
    const pageOfRank = new Uint32Array(pageCount)
    if (order === 'scattered') fillPermutation(createStream(host.seed, 'zipf.order'), pageOfRank)
    else for (let rank = 0; rank < pageCount; rank++) pageOfRank[rank] = rank

    function createRates(): RateSource {
      return {
        fillWeights: (weights) => fillZipfShares(weights, pageOfRank, skew, host.scale),
        nextChangeNs: () => Infinity,
        change: () => undefined,
      }
    }

    function createAccesses(groupNumber: number): AccessSource {
      const shares = new Float32Array(pageCount)
      const ranks = Uint32Array.from({ length: pageCount }, (_, rank) => rank)
      fillZipfShares(shares, ranks, skew, 1)
      const sampler = createRankSampler(shares)
      const draws = createSequence(createStream(host.seed, 'zipf.draws'), groupNumber)
      const { numbersPerRank } = sampler
      const bits = new Uint32Array(mostAsked * numbersPerRank)
      return generatedAccesses('zipf', host, groupNumber, group.storeShare, (pages, count) => {
        draws.fill(bits, count * numbersPerRank)
        sampler.pick(bits, pages, count)
        for (let i = 0; i < count; i++) pages[i] = pageOfRank[pages[i]]
      })
    }

    return oneGroup(group, { pageCount, createRates, createAccesses })
  },
}
