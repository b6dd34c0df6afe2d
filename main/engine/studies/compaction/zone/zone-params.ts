import type { Fidelity, ParamInfo } from '../../../../../shared/documents/part.ts'

/** Fields that every zone has: how it is cut into pageblocks, and what is wanted of it. */
export const zoneParams = [
  {
    name: 'requestFrames', label: 'Wanted run', about: 'Contiguous free frames that are wanted, whatever their alignment; 0: none. At most the frames of the zone.',
    source: 'free choice', type: 'integer', unit: 'frames', default: 0, min: 0, max: (1 << 28),
  },
  {
    name: 'requestOrder', label: 'Wanted order', about: 'The buddy block that is wanted, 2^order aligned frames; -1: none. 9 is a huge page of 2 MiB.',
    source: 'free choice', type: 'integer', unit: 'none', default: -1, min: -1, max: 10,
    rangeReason: 'the largest block of the Linux 6.8 allocator is of order 10',
  },
  {
    name: 'slabMovable', label: 'Slab can be moved', about: 'Slab frames are moved like movable ones: what compaction could reach if objects could be relocated.',
    source: 'chapter: the request for five frames', type: 'flag', default: false,
  },
  {
    name: 'pageblockFrames', label: 'Pageblock', about: 'Frames of a pageblock, the unit of the scanners and of mobility types. Zones of a few frames need 1: with one block for the whole zone both scanners start in it, and nothing moves.',
    source: 'Linux x86-64: 512 (2 MiB)', type: 'choice', default: '512',
    choices: ['1', '2', '4', '8', '16', '32', '64', '128', '256', '512', '1024'].map((value) => ({ value, title: value })),
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

/** A zone's card: what all zones have in common, after what it says of its own frames. */
export function zoneFidelity({ models, approximates, leavesOut }: Fidelity): Fidelity {
  return {
    models: [...models, 'what is wanted: frames side by side of any alignment, or an aligned buddy block'],
    approximates: [...approximates, 'slab that can be moved moves at the price of a page, whatever its objects’ owners would have to be told'],
    leavesOut: [...leavesOut, 'other zones of the node, watermarks, CMA'],
  }
} // prettier-ignore

/** A share in the words of a refusal: no more digits than anybody gave. */
export const percent = (share: number): string => `${Number((100 * share).toPrecision(12))} %`
