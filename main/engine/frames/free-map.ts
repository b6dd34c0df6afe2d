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
  /** Removes all that is free in an aligned block of 2^order frames, which lies in the map as a whole. */
  removeWithin(start: number, order: number): void
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

  /** An aligned block that is free is so no more; of what it was part of the buddies stay, one of each order. */
  function takeWhole(start: number, order: number): void {
    let at = order
    while (true) {
      const block = start >>> at
      bits[offset[at] + (block >>> 5)] &= ~(1 << (block & 31))
      if (at === maxOrder || !isSet(at + 1, block >>> 1)) break
      blocks[at++]++
    }
    blocks[at]--
  }

  /** A frame and its neighbour are free: they are one block, and so on as long as the buddy is free too. */
  function joinUp(frame: number): void {
    let order = 0
    let block = frame
    while (order < maxOrder && isSet(order, block ^ 1)) {
      blocks[order++]--
      block >>>= 1
      bits[offset[order] + (block >>> 5)] |= 1 << (block & 31)
    }
    blocks[order]++
  }

  /** Clears so many bits of a level, which begin at a multiple of their number, and counts those that were set. */
  function clearBits(level: number, from: number, count: number): number {
    let at = offset[level] + (from >>> 5)
    if (count < 32) {
      const mask = ((1 << count) - 1) << (from & 31)
      const set = onesIn(bits[at] & mask)
      bits[at] &= ~mask
      return set
    }
    let set = 0
    for (const end = at + (count >>> 5); at < end; at++) {
      set += onesIn(bits[at])
      bits[at] = 0
    }
    return set
  }

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
      const at = frame >>> 5
      const word = bits[at]
      assert(((word >>> (frame & 31)) & 1) === 0, 'a frame that is freed was in use')
      bits[at] = word | (1 << (frame & 31))
      freeFrames++
      // Mostly the neighbour is in use, and the frame is a block of its own.
      if (maxOrder === 0 || ((word >>> ((frame & 31) ^ 1)) & 1) === 0) blocks[0]++
      else joinUp(frame)
    },

    remove(frame) {
      assert(isSet(0, frame), 'a frame that is taken was free')
      freeFrames--
      takeWhole(frame, 0)
    },

    removeWithin(start, order) {
      let wider = isSet(order, start >>> order) ? 1 : 0
      if (wider === 1) takeWhole(start, order)
      let free = wider
      for (let level = order - 1; level >= 0; level--) {
        free = clearBits(level, start >>> level, 1 << (order - level))
        blocks[level] -= free - 2 * wider
        wider = free
      }
      freeFrames -= free
    },

    blocksFrom(order) {
      let count = 0
      for (let at = order; at <= maxOrder; at++) count += blocks[at]
      return count
    },
  }
}

/** Set bits of a word, added up in pairs, fours, bytes, and all four bytes at once. */
function onesIn(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
