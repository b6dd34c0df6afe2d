import { assert } from '../../../shared/base/assert.ts'

/**
 * Which frames are free, and as which buddy blocks. A buddy allocator joins free buddies at once, so its blocks follow
 * from the free frames alone: the largest aligned blocks of 2^order frames that are free throughout. Level k of the
 * pyramid has a bit for each aligned block of 2^k frames, set while all of it is free: a quarter of a byte a frame.
 */
export interface FreeMap {
  readonly maxOrder: number
  readonly freeFrames: number
  /** Buddy blocks of each order, 0 to maxOrder. */
  readonly blocks: Int32Array
  /** Bits of level 0: frame f is bit f % 32 of word f >> 5. */
  readonly words: Uint32Array
  isFree(frame: number): boolean
  /** Is the aligned block that holds the frame free throughout? */
  isFreeBlock(frame: number, order: number): boolean
  /** The order of the buddy block that a frame is part of; -1 for a frame in use. */
  orderAt(frame: number): number
  add(frame: number): void
  remove(frame: number): void
  /** Blocks of at least this order. */
  blocksFrom(order: number): number
}

export function createFreeMap(frames: number, maxOrder: number): FreeMap {
  const offset = new Int32Array(maxOrder + 2)
  for (let order = 0; order <= maxOrder; order++)
    offset[order + 1] = offset[order] + Math.ceil(Math.ceil(frames / (1 << order)) / 32)
  const bits = new Uint32Array(offset[maxOrder + 1])
  const blocks = new Int32Array(maxOrder + 1)
  let freeFrames = 0

  const isSet = (order: number, block: number) =>
    ((bits[offset[order] + (block >>> 5)] >>> (block & 31)) & 1) === 1

  return {
    maxOrder,
    blocks,
    words: bits.subarray(0, offset[1]),
    get freeFrames() {
      return freeFrames
    },
    isFree: (frame) => isSet(0, frame),
    isFreeBlock: (frame, order) => isSet(order, frame >>> order),

    orderAt(frame) {
      if (!isSet(0, frame)) return -1
      let order = 0
      while (order < maxOrder && isSet(order + 1, frame >>> (order + 1))) order++
      return order
    },

    add(frame) {
      assert(!isSet(0, frame), 'a frame that is freed was in use')
      freeFrames++
      // Mostly the neighbour is in use, and the frame is a block of its own.
      if (maxOrder === 0 || !isSet(0, frame ^ 1)) {
        bits[frame >>> 5] |= 1 << (frame & 31)
        blocks[0]++
        return
      }
      let block = frame
      for (let order = 0; ; order++) {
        bits[offset[order] + (block >>> 5)] |= 1 << (block & 31)
        if (order === maxOrder || !isSet(order, block ^ 1) || (block ^ 1) >= frames) {
          blocks[order]++
          return
        }
        blocks[order]--
        block >>>= 1
      }
    },

    remove(frame) {
      assert(isSet(0, frame), 'a frame that is taken was free')
      freeFrames--
      if (maxOrder === 0 || !isSet(1, frame >>> 1)) {
        bits[frame >>> 5] &= ~(1 << (frame & 31))
        blocks[0]--
        return
      }
      let order = 0
      while (true) {
        bits[offset[order] + ((frame >>> order) >>> 5)] &= ~(1 << ((frame >>> order) & 31))
        if (order === maxOrder || !isSet(order + 1, frame >>> (order + 1))) break
        blocks[order]++
        order++
      }
      blocks[order]--
    },

    blocksFrom(order) {
      let count = 0
      for (let at = order; at <= maxOrder; at++) count += blocks[at]
      return count
    },
  }
}
