import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { valuesOf } from '../param-values.ts'
import type { TriggerPart } from '../studies/compaction/parts.ts'

const params = [
  { name: 'thenSync', label: 'Then wait for busy pages', about: 'Where an asynchronous run does not get the block, a synchronous one follows.', source: 'Linux 6.8: async, then sync light', type: 'flag', default: true },
  { name: 'defers', label: 'Back off after failures', about: 'After a failed synchronous run more and more requests are left out, up to 64.', source: 'Linux 6.8: compact_defer_shift up to 6; in v1 as “back-off after failure”', type: 'flag', default: true },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'direct',
  family: 'trigger',
  title: 'Direct, by whoever asks',
  about: 'A request that finds no block compacts until there is one, and waits for it.',
  engines: ['steps'],
  params,
  fidelity: {
    models: ['the run ends when the wanted block is free, tested where a pageblock is left', 'asynchronous first, then synchronous', 'deferral: 1, 2, 4 … 64 requests are left out after failures; a success resets it'],
    approximates: ['nobody else takes what was won: there is one requester at a time'],
    leavesOut: ['direct reclaim', 'the full priority for small orders, and its retries'],
  },
  sources: ['Linux 6.8 mm/compaction.c, mm/page_alloc.c'],
} // prettier-ignore

export const direct: TriggerPart = {
  info,
  createTrigger(values) {
    const { thenSync, defers } = valuesOf(params, values)
    return { when: 'direct', sync: false, thenSync, defers, highScore: 100, lowScore: 0, checkNs: 0 }
  },
}
