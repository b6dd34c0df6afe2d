/**
 * What a frame holds, as a code in the zone’s column and in the recorded map. The letters are those of zones written
 * by hand. Only movable frames are ever moved, and slab frames where the zone says that its slabs can be.
 */
export const FREE = 0
export const MOVABLE = 1
export const RECLAIMABLE = 2
export const SLAB = 3
export const PINNED = 4
export const UNMOVABLE = 5

export const kindLetters = 'FMRSPU'

/** Codes that only the recorded map has: what compaction is about to do, or did, with a frame. */
export const LISTED = 6
export const TARGET = 7
export const MOVED = 8

/** Types of pageblocks, which steer where the allocator puts what. */
export const TYPE_UNMOVABLE = 0
export const TYPE_MOVABLE = 1
export const TYPE_RECLAIMABLE = 2

/**
 * The type of block that a kind of frame is asked for from: slab that can be reclaimed from reclaimable ones, other slab from unmovable
 * ones. Pins come to movable pages after they were allocated.
 */
export const typeOfKind = Uint8Array.of(
  TYPE_MOVABLE,
  TYPE_MOVABLE,
  TYPE_RECLAIMABLE,
  TYPE_UNMOVABLE,
  TYPE_MOVABLE,
  TYPE_UNMOVABLE,
)
