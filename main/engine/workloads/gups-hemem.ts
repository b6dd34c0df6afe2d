import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { pagesOf, workingSetParam } from '../agents/access-fill.ts'
import { windowAccesses, windowRates, type HotWindow } from '../agents/hot-window.ts'
import { createThreadGroup, threadGroupParams } from '../agents/thread-group.ts'
import { valuesOf, withDefaults } from '../param-values.ts'
import type { Workload, WorkloadPart } from '../workload.ts'

const source = 'HeMem’s published code'
const params = [
  { ...workingSetParam(512), source: `${source}: 512 GiB` },
  {
    name: 'hotGiB', label: 'Hot set', about: 'The first part of each thread’s slice, all threads together.', source: `${source}: 1 to 256 GiB, 16 GiB in its dynamic runs`, type: 'number', unit: 'GiB', default: 16, min: 1e-6, max: 65_536,
  },
  {
    name: 'hotShare', label: 'Aimed at it', about: 'Share of updates aimed at the hot set; the rest goes uniformly to all of memory, the hot set included.', source: `${source}: 90 %`, type: 'number', unit: 'share', default: 0.9, min: 0, max: 1,
  },
  {
    name: 'moveAtSec', label: 'Hot set moves at', about: 'When a part of the hot set turns cold and as much beside it turns hot; 0: never.', source: `${source}: at 150 of 250 s in its dynamic runs`, type: 'number', unit: 's', default: 0, min: 0, max: 86_400,
  },
  {
    name: 'movedShare', label: 'Part that moves', about: 'Of the hot set.', source: `${source}: a quarter`, type: 'number', unit: 'share', default: 0.25, min: 0, max: 1,
  },
  ...withDefaults(threadGroupParams, { threads: 16, storeShare: 1 }),
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'gups-hemem',
  family: 'workload',
  title: 'GUPS, as in HeMem',
  about: 'Random 8-byte updates, most of them to a hot set at the beginning of each thread’s slice; a quarter of it may move on.',
  engines: ['replay', 'rates'],
  params,
  fidelity: {
    models: [
      '90 % of the updates uniformly to the hot set, 10 % to the whole region, so that the hot set gets a little more than 90 %',
      'the hot set of the dynamic runs: a quarter of it moves to the region beside it at a moment',
      'write-backs: an update moves 128 bytes',
    ],
    approximates: ['the private slices of the threads as one, for all threads are alike'],
    leavesOut: ['the first of the two passes, which only warms up', 'caches: an update is a cache miss'],
  },
  sources: ['A. Raybuck et al., HeMem, SOSP 2021, and its published code (microbenchmarks)', 'docs/sources.md, "GUPS"'],
} // prettier-ignore

export const gupsHemem: WorkloadPart = {
  info,
  createWorkload(values, host): Workload {
    const { workingSetGiB, hotGiB, hotShare, moveAtSec, movedShare, ...group } = valuesOf(params, values)
    const pageCount = pagesOf(workingSetGiB, host)
    const hotPages = Math.min(pageCount, pagesOf(hotGiB, host))
    const window: HotWindow = {
      ...{ pageCount, hotPages, hotShare, others: 'everywhere', firstPage: 0 },
      moveAtNs: moveAtSec > 0 ? moveAtSec * 1e9 : Infinity,
      moveByPages: Math.round(movedShare * hotPages),
    }
    return {
      pageCount,
      groups: [createThreadGroup(group)],
      populated: true,
      accessCount: 0,
      createRates: () => windowRates(window),
      createAccesses: () => windowAccesses(window, host.seed, 'gups-hemem', group.storeShare),
    }
  },
}
