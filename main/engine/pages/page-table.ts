/**
 * One hot byte per page: node (low 4 bits), accessed, dirty, trap. `trap` is the only branch of the access loop; the
 * cold byte says why it is set. Who owns a page is ground truth and is kept elsewhere.
 */
export interface PageTable {
  readonly pageCount: number
  readonly hot: Uint8Array
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

export function createPageTable(pageCount: number): PageTable {
  const hot = new Uint8Array(pageCount).fill(nowhere | trapBit)
  const cold = new Uint8Array(pageCount).fill(coldAbsent)
  return { pageCount, hot, cold }
}
