import type { Reason } from './reason.ts'

/** Reasons about huge pages on nodes that own a zone. Further ones go to the end of the catalogue in `decision.ts`. */
export const hugePageReasons = [
  {
    id: 'huge-page-got',
    verdict: 'moved',
    frames: 'other',
    actor: 'first touch',
    title: 'got a huge page',
    sentence: 'its region was touched for the first time and got an aligned block of 512 frames after {0}; {1} were moved by compaction and {2} reclaimed for it',
    numbers: [
      { title: 'waited', unit: 'ns' },
      { title: 'moved by compaction', unit: 'frames' },
      { title: 'reclaimed', unit: 'pages' },
    ],
  },
  {
    id: 'huge-page-missed',
    verdict: 'failed',
    frames: 'other',
    actor: 'first touch',
    title: 'no huge page',
    sentence: 'its region was touched for the first time and found no aligned block of 512 frames after {0}, so it has base pages; fragmentation index {#1}; {2} were reclaimed',
    numbers: [
      { title: 'waited', unit: 'ns' },
      { title: 'fragmentation index', unit: 'none' },
      { title: 'reclaimed', unit: 'pages' },
    ],
  },
  {
    id: 'huge-page-split',
    verdict: 'failed',
    frames: 'other',
    actor: 'migration',
    title: 'split a huge page',
    sentence: 'a page of it was to move, and the target had no aligned block of 512 frames: {0} free, fragmentation index {#1}',
    numbers: [
      { title: 'free on the target', unit: 'frames' },
      { title: 'fragmentation index', unit: 'none' },
    ],
  },
] as const satisfies readonly Reason[] // prettier-ignore
