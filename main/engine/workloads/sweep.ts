import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { generatedAccesses, oneGroup } from '../agents/generated.ts'
import { threadGroupParams } from '../agents/thread-group.ts'
import { pagesOf, workingSetParam } from '../agents/access-fill.ts'
import { valuesOf } from '../param-values.ts'
import type { AccessSource, RateSource, Workload, WorkloadPart } from '../workload.ts'

const params = [
  workingSetParam(24),
  {
    name: 'accessesPerPage', label: 'Accesses to a page', about: 'Before the sweep goes on to the next page; 64 touches every line of a 4 KiB page once.', source: '4 KiB / 64 B lines',
    type: 'integer', unit: 'accesses', default: 64, min: 1, max: 1e6,
  },
  ...threadGroupParams,
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'sweep',
  family: 'workload',
  title: 'Sequential sweep',
  about: 'Walks through memory page by page, from the first to the last, again and again.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: ['the order of accesses: each page is touched once a round, at a time that is certain, not Poisson'],
    approximates: ['all threads together as one walk'],
    leavesOut: ['hardware prefetching, beyond the lines in flight that you state'],
  },
  sources: ['the classic worst case of LRU: a loop larger than the cache'],
} // prettier-ignore

export const sweep: WorkloadPart = {
  info,
  createWorkload(values, host): Workload {
    const { workingSetGiB, accessesPerPage, ...group } = valuesOf(params, values)
    const pageCount = pagesOf(workingSetGiB, host)

    function createRates(): RateSource {
      return {
        fillWeights: () => undefined,
        sweep: { firstPage: 0, pageCount, share: 1, accessesPerVisit: accessesPerPage },
        nextChangeNs: () => Infinity,
        change: () => undefined,
      }
    }

    function createAccesses(groupNumber: number): AccessSource {
      let page = 0
      let visits = 0
      return generatedAccesses('sweep', host, groupNumber, group.storeShare, (pages, count) => {
        for (let i = 0; i < count; i++) {
          pages[i] = page
          visits++
          if (visits < accessesPerPage) continue
          visits = 0
          page = page + 1 < pageCount ? page + 1 : 0
        }
      })
    }

    return oneGroup(group, { pageCount, createRates, createAccesses })
  },
}
