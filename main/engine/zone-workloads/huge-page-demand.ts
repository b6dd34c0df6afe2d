import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { valuesOf } from '../param-values.ts'
import type { ZoneWorkloadPart } from '../studies/compaction/parts.ts'

const params = [
  { name: 'requests', label: 'Requests', about: 'Blocks of the zone’s wanted order that are asked for.', source: 'free choice', type: 'integer', unit: 'count', default: 500, min: 2, max: 1_000_000 },
  { name: 'everyMs', label: 'One each', about: 'Time from request to request.', source: 'free choice', type: 'number', unit: 'ms', default: 20, min: 0.001, max: 1e6 },
  { name: 'holdSec', label: 'Kept for', about: 'How long a block that was got stays in use.', source: 'free choice', type: 'number', unit: 's', default: 5, min: 0.001, max: 1e6 },
  { name: 'savesUsPerSec', label: 'Saves', about: 'CPU time that a block saves its owner for each second that it is kept: page walks that a huge page makes needless.', source: 'assumption: 2 ms, 1 % of a core’s time over 5 blocks', type: 'number', unit: 'us', default: 2000, min: 0, max: 1e6 },
  { name: 'churnPagesPerSec', label: 'Pages that come and go', about: 'Base pages allocated each second, and as many freed; they fragment what was won.', source: 'free choice', type: 'number', unit: 'pagesPerSec', default: 20_000, min: 0, max: 1e7 },
  { name: 'slabShare', label: 'Slab among them', about: 'Share of what is allocated that is slab.', source: 'free choice', type: 'number', unit: 'share', default: 0.05, min: 0, max: 1 },
  { name: 'unmovableShare', label: 'Unmovable among them', about: 'Share of what is allocated that cannot be moved otherwise.', source: 'free choice', type: 'number', unit: 'share', default: 0.01, min: 0, max: 1 },
  { name: 'busyShare', label: 'Busy pages', about: 'Share of tries at which a page is locked or under writeback.', source: 'assumption', type: 'number', unit: 'share', default: 0.01, min: 0, max: 1 },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'huge-page-demand',
  family: 'zone-workload',
  title: 'Huge pages wanted while pages come and go',
  about: 'Blocks are asked for at a steady pace, kept for a while and given back, among base pages that fragment the zone anew.',
  engines: ['steps'],
  params,
  fidelity: {
    models: ['requests with their waiting time', 'allocation by mobility type with fallback and stealing', 'what a block saves while it is kept, against what compaction costs'],
    approximates: ['requests and churn at a steady pace', 'the pages that are freed are drawn evenly from those in use'],
    leavesOut: ['reclaim: the number of free frames stays about what it was'],
  },
  sources: ['M. Gorman, “Memory Compaction v1” (linux-mm, 2010-01-06): huge page allocation as the test'],
} // prettier-ignore

export const hugePageDemand: ZoneWorkloadPart = {
  info,
  createWorkload(values) {
    const settings = valuesOf(params, values)
    const { requests, churnPagesPerSec, slabShare, unmovableShare, busyShare } = settings
    return {
      busyShare,
      requests,
      everyNs: settings.everyMs * 1e6,
      holdNs: settings.holdSec * 1e9,
      savesNsPerSec: settings.savesUsPerSec * 1000,
      ...(churnPagesPerSec > 0 && {
        churn: { pagesPerSec: churnPagesPerSec, slabShare, unmovableShare },
      }),
    }
  },
}
