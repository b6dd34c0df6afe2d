import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { valuesOf } from '../param-values.ts'
import type { TriggerPart } from '../studies/compaction/parts.ts'

const params = [
  {
    name: 'sync', label: 'Wait for busy pages', about: 'Synchronous: a page that is busy is waited for. Asynchronous: it is left where it is.',
    source: 'Linux 6.8: /proc/sys/vm/compact_memory is synchronous', type: 'flag', default: true,
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'manual',
  family: 'trigger',
  title: 'By hand, the whole zone',
  about: 'Somebody writes to /proc: the zone is compacted once, at the start, until the scanners meet.',
  engines: ['steps'],
  params,
  fidelity: {
    models: ['a run to the end, whatever has been won on the way'],
    approximates: [],
    leavesOut: ['the other zones of the node'],
  },
  sources: ['Linux 6.8 mm/compaction.c, compact_memory', 'M. Gorman, “Memory Compaction v1”: the explicit trigger runs to the end'],
} // prettier-ignore

export const manual: TriggerPart = {
  info,
  createTrigger: (values) => ({
    when: 'manual',
    sync: valuesOf(params, values).sync,
    thenSync: false,
    defers: false,
    highScore: 100,
    lowScore: 0,
    checkNs: 0,
  }),
}
