import type { PartInfo } from '../../../shared/documents/part.ts'
import { kernelV1 } from '../frames/scanners/kernels.ts'
import type { CompactorPart } from '../studies/compaction/parts.ts'
import { scannerParams, scannerRules } from '../studies/compaction/scanners/scanner-params.ts'

const info: PartInfo = {
  id: 'compaction-v1',
  family: 'compactor',
  title: 'Two scanners, Memory Compaction v1',
  about: 'A scanner from the bottom lists pages, one from the top lists free frames, the pages are moved up, until the two meet.',
  engines: ['steps'],
  params: scannerParams(kernelV1),
  fidelity: {
    models: ['both scanners, pageblock by pageblock, in batches of 32 pages', 'that unmovable pages and blocks of several frames stay', 'the fragmentation index, which the first patches brought', 'CPU time of scanning and of moving, by the mechanism'],
    approximates: ['targets are taken from the top of the list down, whole pageblocks at a time'],
    leavesOut: ['LRU lists and their locks', 'pages that are freed while they are listed'],
  },
  sources: ['M. Gorman, “Memory Compaction v1” (linux-mm, 2010-01-06)', 'Linux 6.8 mm/compaction.c', 'memory-compaction slides'],
} // prettier-ignore

export const compactionV1: CompactorPart = {
  info,
  createCompactor: (values) => ({ scanners: scannerRules(values) }),
}
