import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { pagesOf, workingSetParam } from '../agents/access-fill.ts'
import { windowAccesses, windowRates, type HotWindow } from '../agents/hot-window.ts'
import { createThreadGroup, threadGroupParams, type ThreadGroup } from '../agents/thread-group.ts'
import { valuesOf, withDefaults } from '../param-values.ts'
import type { Workload, WorkloadPart } from '../workload.ts'

const source = 'Colloid’s published code'
const params = [
  workingSetParam(72),
  {
    name: 'hotGiB', label: 'Hot set', about: 'The last part of each thread’s slice, all threads together.', source: `${source}: 20 GiB`, type: 'number', unit: 'GiB', default: 20, min: 1e-6, max: 65_536,
  },
  {
    name: 'hotShare', label: 'Accesses to it', about: 'The rest goes uniformly to the cold part alone.', source: `${source}: 90 %`, type: 'number', unit: 'share', default: 0.9, min: 0, max: 1,
  },
  {
    name: 'moveAtSec', label: 'Hot set moves at', about: 'When another part of memory of the same size turns hot at once; 0: never.', source: `${source}: at 100 of 200 s in its dynamic runs`, type: 'number', unit: 's', default: 0, min: 0, max: 86_400,
  },
  {
    name: 'antagonist', label: 'Antagonist', about: 'Intensity of streams that take bandwidth of the node nearest to the processor: 1 is five cores. A schedule may change it.', source: `${source}: 0 to 3`, type: 'number', unit: 'none', default: 0, min: 0, max: 12, live: true,
  },
  {
    name: 'antagonistCores', label: 'Cores per intensity', about: 'Streaming cores that one step of intensity adds.', source: `${source}: 5`, type: 'integer', unit: 'threads', default: 5, min: 1, max: 256, advanced: true,
  },
  {
    name: 'antagonistLines', label: 'Lines per streaming core', about: 'Cache lines that a streaming core keeps in flight, with its prefetchers.', source: 'fit of published gains: 0.21 lines per GB/s of the fast node’s asymptote, here 158 GB/s', type: 'number', unit: 'lines', default: 33, min: 0.1, max: 128, advanced: true,
  },
  ...withDefaults(threadGroupParams, { threads: 15, linesPerThread: 4.3, thinkNs: 0, storeShare: 1 }),
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'gups-colloid',
  family: 'workload',
  title: 'GUPS, as in Colloid',
  about: 'Random read-modify-writes of 64 bytes, most of them to a hot set that is touched last, beside streams that take bandwidth of the fast tier.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: [
      '90 % of the accesses uniformly to the hot set, 10 % to the cold part only',
      'the hot part at the end, so that first touch leaves it to the slow tier',
      'an antagonist: five streaming cores a step, half of its traffic written, bound to the nearest memory',
      'write-backs: a read-modify-write moves 128 bytes',
    ],
    approximates: [
      'the private slices of the threads as one, for all threads are alike: cold parts first, hot parts behind',
      'a streaming core by its lines in flight, which were fitted',
    ],
    leavesOut: ['objects of more than 64 bytes', 'caches: an access is a cache miss', 'the antagonist’s own memory, which no policy manages'],
  },
  sources: ['M. Vuppalapati, R. Agarwal, Colloid, SOSP 2024, and its published code (sizes, shares, antagonist)', 'docs/sources.md, "GUPS"'],
} // prettier-ignore

export const gupsColloid: WorkloadPart = {
  info,
  createWorkload(values, host): Workload {
    let settings = valuesOf(params, values)
    const { workingSetGiB, hotGiB, hotShare, moveAtSec, antagonistLines } = settings
    const pageCount = pagesOf(workingSetGiB, host)
    const hotPages = Math.min(pageCount, pagesOf(hotGiB, host))
    const window: HotWindow = {
      ...{ pageCount, hotPages, hotShare, others: 'outside', firstPage: pageCount - hotPages },
      ...{ moveAtNs: moveAtSec > 0 ? moveAtSec * 1e9 : Infinity, moveByPages: hotPages },
    }
    const antagonist: ThreadGroup = {
      id: 'antagonist',
      title: 'antagonist',
      processor: 0,
      get threads() {
        return settings.antagonist * settings.antagonistCores
      },
      linesPerThread: antagonistLines,
      thinkNs: 0,
      bytesPerAccess: 96,
      readShare: 2 / 3,
      background: true,
    }
    return {
      pageCount,
      groups: [createThreadGroup(settings), antagonist],
      populated: true,
      accessCount: 0,
      set(changed) {
        settings = { ...settings, ...valuesOf(params, changed) }
      },
      createRates: () => windowRates(window),
      createAccesses: () => windowAccesses(window, host.seed, 'gups-colloid', settings.storeShare),
    }
  },
}
