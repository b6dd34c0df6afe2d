import { createFreeMap, type FreeMap } from './free-map.ts'
import { FREE, MOVABLE, SLAB, typeOfKind } from './frame-kinds.ts'
import { createRunTree, type RunTree } from './run-tree.ts'

/**
 * The frames of one zone as columns: four bytes a frame (kind, order, owner), a quarter of a byte for the buddy blocks,
 * and a byte for each pageblock. Whoever changes a frame goes through `give`, `take` and `move`, which keep the buddy
 * blocks right. The order of frames in use is that of the block they were allocated as, written on each of its frames.
 */
export interface Zone {
  readonly frames: number
  readonly pageblockFrames: number
  readonly kind: Uint8Array
  readonly order: Uint8Array
  /** Who has it: a number that goes along when the page is moved. */
  readonly owner: Uint16Array
  /** The type of each pageblock. */
  readonly blockType: Uint8Array
  readonly free: FreeMap
  readonly runs: RunTree
  /** Slab frames can be moved like movable ones. */
  readonly slabMovable: boolean
  /** By kind of frame: 1 where base pages of it can be moved. */
  readonly mayMove: Uint8Array
  /** May compaction move what is in this frame? Blocks of several frames are left whole. */
  canMove(frame: number): boolean
  /** A frame becomes free. */
  give(frame: number): void
  /** A free frame comes into use. */
  take(frame: number, kind: number, owner: number, order?: number): void
  /** What is in `from` goes to `to`, which is nobody’s and not free; `from` becomes free. */
  move(from: number, to: number): void
  /** A free frame is set aside for a move, as the free scanner does: neither free nor in use. */
  setAside(frame: number): void
  /** The same of all that is free in an aligned block of 2^order frames, which lies in the zone as a whole. */
  setAsideWithin(start: number, order: number): void
}

export const largestOrder = 10

export interface ZoneShape {
  readonly frames: number
  readonly pageblockFrames: number
  readonly slabMovable: boolean
}

/** A zone with these frames in use; buddy blocks are made of the rest. */
export function createZone({ frames, pageblockFrames, slabMovable }: ZoneShape, kind: Uint8Array): Zone {
  const order = new Uint8Array(frames)
  const owner = new Uint16Array(frames)
  const free = createFreeMap(frames, maxOrderOf(frames))
  for (let frame = 0; frame < frames; frame++) {
    if (kind[frame] === FREE) free.add(frame)
    else owner[frame] = frame & 0xffff
  }
  const runs = createRunTree(free, frames)
  const mayMove = new Uint8Array(8)
  mayMove[MOVABLE] = 1
  if (slabMovable) mayMove[SLAB] = 1
  return {
    frames, pageblockFrames, kind, order, owner, free, runs, slabMovable, mayMove,
    blockType: typesOf(kind, pageblockFrames),

    canMove: (frame) => order[frame] === 0 && mayMove[kind[frame]] === 1,

    give(frame) {
      kind[frame] = FREE
      order[frame] = 0
      owner[frame] = 0
      free.add(frame)
      runs.touch(frame)
    },

    take(frame, what, who, blockOrder = 0) {
      free.remove(frame)
      runs.touch(frame)
      kind[frame] = what
      owner[frame] = who
      order[frame] = blockOrder
    },

    move(from, to) {
      kind[to] = kind[from]
      owner[to] = owner[from]
      kind[from] = FREE
      owner[from] = 0
      free.add(from)
      runs.touch(from)
    },

    setAside(frame) {
      free.remove(frame)
      runs.touch(frame)
    },

    setAsideWithin(start, blockOrder) {
      free.removeWithin(start, blockOrder)
      runs.touchWithin(start, blockOrder)
    },
  } // prettier-ignore
}

export function maxOrderOf(frames: number): number {
  let order = 0
  while (order < largestOrder && 1 << (order + 1) <= frames) order++
  return order
}

/** A pageblock has the type that most of its frames in use ask for; an empty one is movable. */
function typesOf(kind: Uint8Array, pageblockFrames: number): Uint8Array {
  const types = new Uint8Array(Math.ceil(kind.length / pageblockFrames))
  const counts = [0, 0, 0]
  for (let block = 0; block < types.length; block++) {
    counts.fill(0)
    const end = Math.min(kind.length, (block + 1) * pageblockFrames)
    for (let frame = block * pageblockFrames; frame < end; frame++)
      if (kind[frame] !== FREE) counts[typeOfKind[kind[frame]]]++
    const [unmovable, movable, reclaimable] = counts
    types[block] = movable >= unmovable && movable >= reclaimable ? 1 : unmovable >= reclaimable ? 0 : 2
  }
  return types
}
