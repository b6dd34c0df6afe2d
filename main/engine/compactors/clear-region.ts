import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { valuesOf } from '../param-values.ts'
import type { CompactorPart } from '../studies/compaction/parts.ts'
import type { RegionChoice } from '../studies/compaction/regions/choose-region.ts'
import { scannerParams, scannerRules } from '../studies/compaction/scanners/scanner-params.ts'

const own = [
  {
    name: 'choose', label: 'Clears', about: 'Which of the regions that could be cleared: the one whose pages are least likely to be wanted meanwhile, the lowest, the one with the fewest pages, or what two scanners come to.',
    source: 'chapter: “which pages to move”', type: 'choice', default: 'least-disruption',
    choices: [
      { value: 'least-disruption', title: 'least expected disruption' },
      { value: 'first-fit', title: 'the lowest that can be cleared' },
      { value: 'fewest-pages', title: 'the fewest pages to move' },
      { value: 'scanners', title: 'what two scanners come to' },
    ],
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'clear-region',
  family: 'compactor',
  title: 'A chosen region',
  about: 'Instead of scanning, looks at every region of the wanted size and clears the one that a criterion prefers.',
  engines: ['steps'],
  params: [...own, ...scannerParams({ skipBits: false, fastSearch: false, captures: true, movableBlocksOnly: false, extfragThreshold: -1 })],
  fidelity: {
    models: ['the expected disruption of a region, Σ (copy + penalty × P(hot)), P(hot) = 1 − exp(−λτ)', 'the disruption really paid, by the accesses of the run'],
    approximates: ['an aligned region for an order, any region for a number of frames', 'pages go to the highest free frames outside the region', 'a page of the region that is busy is waited for'],
    leavesOut: ['the cost of knowing the rates and of comparing the regions'],
  },
  sources: ['chapter: Fighting Chaos, the 4-frame region'],
} // prettier-ignore

export const clearRegion: CompactorPart = {
  info,
  createCompactor: (values) => {
    const choose = valuesOf(own, values).choose as RegionChoice | 'scanners'
    return { scanners: scannerRules(values), ...(choose !== 'scanners' && { region: choose }) }
  },
}
