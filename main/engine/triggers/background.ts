import type { PartInfo } from '../../../shared/documents/part.ts'
import type { TriggerPart } from '../studies/compaction/parts.ts'

const info: PartInfo = {
  id: 'background',
  family: 'trigger',
  title: 'In the background, when a request failed',
  about: 'A request that finds no block goes without and wakes kcompactd, which compacts for the next one.',
  engines: ['steps'],
  params: [],
  fidelity: {
    models: ['nobody waits; kcompactd’s time is counted apart', 'a run ends when a block of the wanted order is free'],
    approximates: ['kcompactd has a processor of its own'],
    leavesOut: ['kswapd, which wakes it in the kernel'],
  },
  sources: ['Linux 6.8 mm/compaction.c, kcompactd_do_work'],
} // prettier-ignore

export const background: TriggerPart = {
  info,
  createTrigger: () => ({
    ...{ when: 'background', sync: true, thenSync: false, defers: true },
    ...{ highScore: 100, lowScore: 0, checkNs: 0 },
  }),
}
