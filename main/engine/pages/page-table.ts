/**
 * One hot byte per page: node (low 4 bits), accessed, dirty, trap. `trap` is the only branch of the access loop; the
 * cold byte says why it is set. Who owns a page is ground truth and is kept elsewhere. Where accesses are replayed the
 * byte is the lowest of a word whose other 24 bits count the page's accesses (`replay/touch-counts.ts`).
 */
export interface PageTable {
  readonly pageCount: number
  readonly hot: Uint8Array | Uint32Array
  readonly cold: Uint8Array
}

export const nodeMask = 0x0f
/** The node number of a page that is nowhere yet. */
export const nowhere = 0x0f
export const accessedBit = 0x10
export const dirtyBit = 0x20
export const trapBit = 0x40

/** Bits of the cold byte. */
export const coldAbsent = 0x01
export const coldHint = 0x02
/** A page outside the cache of a cache policy: its access is a miss. */
export const coldUncached = 0x04

/** Where the count of a page's accesses begins, and one of them. */
export const touchShift = 8
export const oneTouch = 1 << touchShift

/** `counted`: with room to count accesses. */
export function createPageTable(pageCount: number, counted: boolean): PageTable {
  const hot = (counted ? new Uint32Array(pageCount) : new Uint8Array(pageCount)).fill(nowhere | trapBit)
  const cold = new Uint8Array(pageCount).fill(coldAbsent)
  return { pageCount, hot, cold }
}
