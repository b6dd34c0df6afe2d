import type { Reason } from './reason.ts'

/**
 * Reasons of the compaction study, in the middle of the catalogue in `decision.ts`. Their codes are positions there, so
 * nothing is added to this list: further reasons go to the end of that one.
 */
export const compactionReasons = [
  {
    id: 'compaction-moved',
    verdict: 'moved',
    frames: 'moved',
    actor: 'compaction',
    title: 'moved up by compaction',
    sentence:
      'movable, so it went to frame {#0}, the highest on the list of free ones; {#1} pages and {#2} free frames were left on the lists',
    numbers: [
      { title: 'to frame', unit: 'none' },
      { title: 'pages left to move', unit: 'frames' },
      { title: 'free frames left', unit: 'frames' },
    ],
  },
  {
    id: 'compaction-busy',
    verdict: 'failed',
    frames: 'other',
    actor: 'compaction',
    title: 'busy',
    sentence:
      'locked or under writeback at each of {#0} tries, and the run does not wait; it stays where it is',
    numbers: [{ title: 'tries', unit: 'count' }],
  },
  {
    id: 'compaction-barrier',
    verdict: 'refused',
    frames: 'other',
    actor: 'migrate scanner',
    title: 'cannot be moved',
    sentence:
      'holds what must stay where it is, as do {#0} frames side by side from here on: a barrier for compaction',
    numbers: [{ title: 'frames side by side', unit: 'frames' }],
  },
  {
    id: 'region-cleared',
    verdict: 'moved',
    frames: 'moved',
    actor: 'region choice',
    title: 'moved to clear a region',
    sentence: 'moved to frame {#0}: its region had an expected disruption of {1}, the next best {2}',
    numbers: [
      { title: 'to frame', unit: 'none' },
      { title: 'expected disruption of the region', unit: 'us' },
      { title: 'of the next best', unit: 'us' },
    ],
  },
  {
    id: 'block-got',
    verdict: 'moved',
    frames: 'other',
    actor: 'request',
    title: 'request satisfied',
    sentence: 'request {#0} found what it asked for after waiting {1}',
    numbers: [
      { title: 'request', unit: 'none' },
      { title: 'waited', unit: 'ns' },
    ],
  },
  {
    id: 'block-none',
    verdict: 'failed',
    frames: 'other',
    actor: 'request',
    title: 'request not satisfied',
    sentence: 'request {#0} found nothing large enough after waiting {1}; fragmentation index {#2}',
    numbers: [
      { title: 'request', unit: 'none' },
      { title: 'waited', unit: 'ns' },
      { title: 'fragmentation index', unit: 'none' },
    ],
  },
  {
    id: 'compaction-deferred',
    verdict: 'refused',
    frames: 'other',
    actor: 'request',
    title: 'compaction deferred',
    sentence: 'request {#0} was left out: after failures only one request in {#1} compacts',
    numbers: [
      { title: 'request', unit: 'none' },
      { title: 'one in', unit: 'count' },
    ],
  },
  {
    id: 'compaction-unsuitable',
    verdict: 'refused',
    frames: 'other',
    actor: 'request',
    title: 'compaction would not help',
    sentence:
      'request {#0} was left out: fragmentation index {#1} against the threshold {#2}, so memory is short rather than scattered',
    numbers: [
      { title: 'request', unit: 'none' },
      { title: 'fragmentation index', unit: 'none' },
      { title: 'threshold', unit: 'none' },
    ],
  },
] as const satisfies readonly Reason[]
