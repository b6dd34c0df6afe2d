import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { valuesOf } from '../param-values.ts'
import type { TriggerPart } from '../studies/compaction/parts.ts'

const params = [
  {
    name: 'compaction_proactiveness', label: 'Proactiveness', about: 'How eagerly: it stops at a score of 100 less this (at least 5), and begins 10 above that. 0: never.',
    source: 'Linux 6.8: vm.compaction_proactiveness, default 20', type: 'integer', unit: 'none', default: 20, min: 0, max: 100,
  },
  { name: 'checkMs', label: 'Looks every', about: 'How often kcompactd looks at the score; after a run without progress 64 times as long.', source: 'Linux 6.8: 500 ms', type: 'number', unit: 'ms', default: 500, min: 1, max: 1e6 },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'proactive',
  family: 'trigger',
  title: 'Proactive, by score',
  about: 'kcompactd looks at the score from time to time and compacts before anybody asks; also when a request failed.',
  engines: ['steps'],
  params,
  fidelity: {
    models: ['the score: free memory outside blocks of the wanted order, per cent', 'begins above the high score, stops at the low one, rests after no progress'],
    approximates: ['kcompactd has a processor of its own', 'one zone is the whole node'],
    leavesOut: ['kswapd, which holds it back in the kernel'],
  },
  sources: ['Linux 6.8 mm/compaction.c, proactive_compact_node'],
} // prettier-ignore

export const proactive: TriggerPart = {
  info,
  createTrigger(values) {
    const { compaction_proactiveness: eagerness, checkMs } = valuesOf(params, values)
    const lowScore = Math.max(100 - eagerness, 5)
    return {
      ...{ when: 'proactive', sync: true, thenSync: false, defers: true, checkNs: checkMs * 1e6 },
      ...{ lowScore, highScore: eagerness === 0 ? 100 : Math.min(lowScore + 10, 100) },
    }
  },
}
