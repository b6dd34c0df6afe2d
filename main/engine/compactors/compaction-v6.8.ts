import type { PartInfo } from '../../../shared/documents/part.ts'
import { kernelV68 } from '../frames/scanners/kernels.ts'
import type { CompactorPart } from '../studies/compaction/parts.ts'
import { scannerParams, scannerRules } from '../studies/compaction/scanners/scanner-params.ts'

const info: PartInfo = {
  id: 'compaction-v6.8',
  family: 'compactor',
  title: 'Two scanners, as in Linux 6.8',
  about: 'The same two scanners with what later kernels added: skip bits, fast search, capture, and asynchronous runs in movable pageblocks only.',
  engines: ['steps'],
  params: scannerParams(kernelV68),
  fidelity: {
    models: ['skip bits, set where a scan found nothing and cleared when the scanners have met', 'the start of later runs where the last one ended', 'capture of the wanted block'],
    approximates: ['fast search takes the lowest fitting pageblock of 33, for free lists have no order here', 'the stride of the free scanner by passing full pageblocks by'],
    leavesOut: ['the rescan of a pageblock in which pages failed', 'that targets come out of movable pageblocks alone and never out of one that is free as a whole', 'isolation limits and contention', 'CMA and isolated pageblocks'],
  },
  sources: ['Linux 6.8 mm/compaction.c'],
} // prettier-ignore

export const compactionV68: CompactorPart = {
  info,
  createCompactor: (values) => ({ scanners: scannerRules(values) }),
}
