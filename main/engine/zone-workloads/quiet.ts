import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { valuesOf } from '../param-values.ts'
import type { ZoneWorkloadPart } from '../studies/compaction/parts.ts'

const params = [
  {
    name: 'busyShare', label: 'Busy pages', about: 'Share of tries at which a page is locked or under writeback: asynchronous compaction leaves it, synchronous waits for it.',
    source: 'assumption: none', type: 'number', unit: 'share', default: 0, min: 0, max: 1,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'quiet',
  family: 'zone-workload',
  title: 'Nothing meanwhile',
  about: 'The zone stands still while it is compacted; what it is asked for is asked once, and stays free.',
  engines: ['steps'],
  params,
  fidelity: {
    models: ['pages that are busy at a try'],
    approximates: ['whether a page is busy is drawn anew at each try'],
    leavesOut: ['allocations, frees and accesses during compaction'],
  },
  sources: ['free choice'],
} // prettier-ignore

export const quiet: ZoneWorkloadPart = {
  info,
  createWorkload: (values) => ({
    busyShare: valuesOf(params, values).busyShare,
    requests: 1,
    everyNs: 0,
    holdNs: Infinity,
    savesNsPerSec: 0,
  }),
}
