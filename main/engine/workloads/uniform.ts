import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { createSequence, createStream } from '../../../shared/base/random.ts'
import { fillWrites, pagesOf, workingSetParam } from '../agents/access-fill.ts'
import { createThreadGroup, threadGroupParams } from '../agents/thread-group.ts'
import { valuesOf } from '../param-values.ts'
import type { AccessSource, Workload, WorkloadPart } from '../workload.ts'

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
      const stores = createSequence(createStream(host.seed, 'uniform.stores'), groupNumber)
      const bits = new Uint32Array(65_536)
      return {
        ended: false,
        fill(pages, writes, count) {
          draws.fill(bits, count)
          for (let i = 0; i < count; i++) pages[i] = Math.floor((bits[i] / 4294967296) * pageCount)
          fillWrites(stores, bits, writes, count, group.storeShare)
          return count
        },
      }
    }

    return {
      pageCount,
      groups: [createThreadGroup(group)],
      populated: true,
      accessCount: 0,
      createRates: () => ({
        fillWeights: (weights) => void weights.fill(1 / pageCount),
        nextChangeNs: () => Infinity,
        change: () => undefined,
      }),
      createAccesses,
    }
  },
}
