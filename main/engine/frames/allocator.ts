import { FREE, TYPE_MOVABLE, TYPE_RECLAIMABLE, TYPE_UNMOVABLE, typeOfKind } from './frame-kinds.ts'
import type { Zone } from './zone.ts'

/**
 * Allocation of buddy blocks by mobility: first out of pageblocks of the type that is asked for, then out of the other
 * types in the kernel’s order, from the largest free block there. Such a fallback may take the pageblock over: always
 * tried for blocks of half a pageblock’s order or more and for everything but movable pages, done where at least half of
 * the pageblock is free or of a like kind.
 */
export interface Allocator {
  /** The first frame of the block, now in use; −1 where there is none. */
  allocate(order: number, kind: number, owner: number): number
  /** Frees the whole block that a frame is part of. */
  release(frame: number): void
  readonly fallbacks: number
  readonly steals: number
}

const fallbackTypes: readonly (readonly number[])[] = [
  [TYPE_RECLAIMABLE, TYPE_MOVABLE],
  [TYPE_RECLAIMABLE, TYPE_UNMOVABLE],
  [TYPE_UNMOVABLE, TYPE_MOVABLE],
]

export function createAllocator(zone: Zone): Allocator {
  const { free, frames, pageblockFrames, blockType } = zone
  const blocks = blockType.length
  const pageblockOrder = 31 - Math.clz32(pageblockFrames)
  /** Where each type last found something: search goes round from there. */
  const rotor = new Uint32Array(3)
  let fallbacks = 0
  let steals = 0

  function find(order: number, type: number): number {
    const span = 1 << order
    for (let i = 0; i < blocks; i++) {
      const block = rotor[type] + i < blocks ? rotor[type] + i : rotor[type] + i - blocks
      if (blockType[block] !== type) continue
      const start = block * pageblockFrames
      if (span > pageblockFrames && start % span !== 0) continue
      const until = Math.min(frames, start + pageblockFrames)
      const last = Math.min(until - 1, frames - span)
      for (let frame = start; frame <= last; frame += span) {
        if (free.isFreeBlock(frame, order)) {
          rotor[type] = block
          return frame
        }
        // Nothing is free in the rest of the word: on to the next one.
        if (span < 32 && free.words[frame >>> 5] >>> (frame & 31) === 0) frame = (frame | 31) + 1 - span
      }
    }
    return -1
  }

  function fallback(order: number, type: number): number {
    for (let size = free.maxOrder; size >= order; size--) {
      if (free.blocks[size] === 0) continue
      for (const other of fallbackTypes[type]) {
        const frame = find(size, other)
        if (frame < 0) continue
        fallbacks++
        const large = size >= pageblockOrder || 2 * size >= pageblockOrder
        if (large || type !== TYPE_MOVABLE) takeOver(frame, type)
        return frame
      }
    }
    return -1
  }

  /** Movable pages are like reclaimable ones only to themselves: the kernel counts what it can tell. */
  function takeOver(frame: number, type: number): void {
    const block = Math.floor(frame / pageblockFrames)
    const start = block * pageblockFrames
    const until = Math.min(frames, start + pageblockFrames)
    let alike = 0
    for (let at = start; at < until; at++) {
      const kind = zone.kind[at]
      if (kind === FREE || (typeOfKind[kind] === TYPE_MOVABLE) === (type === TYPE_MOVABLE)) alike++
    }
    if (2 * alike < until - start) return
    blockType[block] = type
    steals++
  }

  return {
    get fallbacks() {
      return fallbacks
    },
    get steals() {
      return steals
    },
    allocate(order, kind, owner) {
      if (order > free.maxOrder || free.blocksFrom(order) === 0) return -1
      const type = typeOfKind[kind]
      let first = find(order, type)
      if (first < 0) first = fallback(order, type)
      if (first < 0) return -1
      for (let frame = first; frame < first + (1 << order); frame++) zone.take(frame, kind, owner, order)
      return first
    },
    release(frame) {
      const size = 1 << zone.order[frame]
      const first = Math.floor(frame / size) * size
      for (let at = first; at < first + size; at++) zone.give(at)
    },
  }
}
