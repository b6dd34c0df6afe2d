import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { createSequence, createStream } from '../../../shared/base/random.ts'
import { pagesOf, workingSetParam } from '../agents/access-fill.ts'
import { generatedAccesses, mostAsked, oneGroup } from '../agents/generated.ts'
import { threadGroupParams } from '../agents/thread-group.ts'
import { valuesOf } from '../param-values.ts'
import type { AccessSource, RateSource, Workload, WorkloadPart } from '../workload.ts'

const params = [workingSetParam(72), ...threadGroupParams] as const satisfies readonly ParamInfo[]

const info: PartInfo = {
  id: 'uniform',
  family: 'workload',
  title: 'Uniform',
  about:
    'Independent accesses, each page as likely as any other: there is nothing to gain from moving pages.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: ['equal rates of all pages'],
    approximates: [],
    leavesOut: ['caches: an access is a cache miss'],
  },
  sources: ['the classic case without locality'],
}

export const uniform: WorkloadPart = {
  info,
  createWorkload(values, host): Workload {
    const { workingSetGiB, ...group } = valuesOf(params, values)
    const pageCount = pagesOf(workingSetGiB, host)

    function createAccesses(groupNumber: number): AccessSource {
      const draws = createSequence(createStream(host.seed, 'uniform.draws'), groupNumber)
      const bits = new Uint32Array(mostAsked)
      return generatedAccesses('uniform', host, groupNumber, group.storeShare, (pages, count) => {
        draws.fill(bits, count)
        for (let i = 0; i < count; i++) pages[i] = Math.floor((bits[i] / 4294967296) * pageCount)
      })
    }

    const createRates = (): RateSource => ({
      fillWeights: (weights) => void weights.fill(1 / pageCount),
      nextChangeNs: () => Infinity,
      change: () => undefined,
    })

    return oneGroup(group, { pageCount, createRates, createAccesses })
  },
}
