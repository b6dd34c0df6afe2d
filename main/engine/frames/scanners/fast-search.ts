import type { Zone } from '../zone.ts'
import type { ScanMemory } from './rules.ts'

/**
 * The search of later kernels (Linux 5.1, mm/compaction.c fast_find_migrateblock): rather than the next block, one near
 * the bottom that is partly free already, so that less has to be moved to make the wanted block. Free lists have no
 * order of address here, so the lowest such block is taken, of at most 33 that are looked at.
 */
export interface FastSearch {
  /** The block to go on with at `block`: a better one in the first half (eighth, once begun) of the gap, or itself. */
  blockFor(block: number, freeBlock: number, order: number): number
  /** Has the block no free frame at all? Known from the free lists without a scan. */
  isFull(block: number): boolean
}

const candidates = 33
const smallestOrder = 3

export function createFastSearch(zone: Zone, memory: ScanMemory): FastSearch {
  const { free, frames, pageblockFrames } = zone
  /** Blocks up to here were chosen or passed already in this run. */
  let searchedTo = 0

  function hasFree(block: number, order: number): boolean {
    const start = block * pageblockFrames
    const until = Math.min(frames, start + pageblockFrames)
    const step = Math.min(1 << order, pageblockFrames)
    for (let frame = start; frame < until; frame += step) if (free.isFreeBlock(frame, order)) return true
    return false
  }

  return {
    blockFor(block, freeBlock, order) {
      if (block < searchedTo) return block
      const gap = freeBlock - block
      const reach = block + Math.floor(block === 0 ? gap / 2 : gap / 8)
      let looked = 0
      for (let at = block; at < reach && looked < candidates; at++) {
        if (memory.skip[at] === 1) continue
        looked++
        for (let size = Math.min(order - 1, free.maxOrder); size >= smallestOrder; size--) {
          if (!hasFree(at, size)) continue
          searchedTo = at + 1
          return at
        }
      }
      searchedTo = block + 1
      return block
    },
    isFull(block) {
      const start = block * pageblockFrames
      if (pageblockFrames % 32 !== 0 || start + pageblockFrames > frames) return !hasFree(block, 0)
      for (let word = start >>> 5; word < (start + pageblockFrames) >>> 5; word++)
        if (free.words[word] !== 0) return false
      return true
    },
  }
}
