import { assert } from '../../../../../shared/base/assert.ts'
import { accessedBit, nodeMask, oneTouch, trapBit, type PageTable } from '../../../pages/page-table.ts'

/**
 * Serves accesses `from … to − 1` of a batch: counts them by node (into `served`) and by page (in the page's word), and
 * sets accessed and dirty bits. The trap is its only branch; `onTrap` puts the page right and returns its new word.
 */
export type AccessLoop = (pages: Uint32Array, writes: Uint8Array, from: number, to: number) => void

const dirtyShift = 5
const packedNodes = 4
assert(
  [trapBit, nodeMask, oneTouch, accessedBit, dirtyShift].join() === '64,15,256,16,5',
  'the numbers written out in the access loop are those of the page table',
)
const blockAccesses = 512
/** Bits of one node's count of a block. Node 0 has none: its count is what is left. */
const countBits = 10
const countMask = (1 << countBits) - 1
/** From so many pages on their words no longer fit the caches. */
const pagesBeyondCaches = 1 << 21

export function createAccessLoop(
  table: PageTable,
  served: Uint32Array,
  nodes: number,
  onTrap: (page: number) => number,
): AccessLoop {
  return nodes <= packedNodes
    ? createPackedLoop(table, served, onTrap)
    : createWideLoop(table, served, onTrap)
}

/**
 * The shapes that V8 wants here: counts in one register instead of in memory, where every access would wait for the last
 * store; no call inside the loop, which therefore ends at a trap and resumes behind it; all that an access changes in
 * one word; and where the words do not fit the caches, a pass that only reads them, so that the waits overlap. Blocks
 * keep calls short enough to be compiled as calls and not while they run. bench/results.md has figures.
 */
function createPackedLoop(
  { hot, pageCount }: PageTable,
  served: Uint32Array,
  onTrap: (page: number) => number,
): AccessLoop {
  const beyondCaches = pageCount >= pagesBeyondCaches
  const counts = new Int32Array(1)
  const touched = new Int32Array(1)
  const unitOf = new Int32Array(16)
  for (let node = 1; node < packedNodes; node++) unitOf[node] = 1 << (countBits * (node - 1))

  function touchAhead(pages: Uint32Array, from: number, to: number): void {
    let sum = 0
    for (let i = from; i < to; i++) sum = (sum + hot[pages[i]]) | 0
    touched[0] = sum
  }

  /**
   * Serves up to the first page with its trap set; returns where that is, `to` where there is none. With the numbers
   * written out: V8 does not fold constants of another module, and each costs a load and a check in every turn.
   */
  function serveUntilTrap(pages: Uint32Array, writes: Uint8Array, from: number, to: number): number {
    let packed = 0
    let i = from
    for (; i < to; i++) {
      const page = pages[i]
      const word = hot[page]
      if ((word & 0x40) !== 0) break
      packed = (packed + unitOf[word & 0x0f]) | 0
      hot[page] = (word + 0x100) | 0x10 | (writes[i] << 5)
    }
    counts[0] += packed
    return i
  }

  function serveTrapped(page: number, write: number): void {
    const word = onTrap(page)
    counts[0] += unitOf[word & nodeMask]
    hot[page] = (word + oneTouch) | accessedBit | (write << dirtyShift)
  }

  function unpack(accesses: number): void {
    let rest = accesses
    for (let node = 1; node < packedNodes; node++) {
      const count = (counts[0] >>> (countBits * (node - 1))) & countMask
      served[node] += count
      rest -= count
    }
    served[0] += rest
    counts[0] = 0
  }

  return function serveAccesses(pages, writes, from, to) {
    for (let block = from; block < to; block += blockAccesses) {
      const end = Math.min(block + blockAccesses, to)
      if (beyondCaches) touchAhead(pages, block, end)
      for (let i = block; i < end; i++) {
        i = serveUntilTrap(pages, writes, i, end)
        if (i < end) serveTrapped(pages[i], writes[i])
      }
      unpack(end - block)
    }
  }
}

function createWideLoop(
  { hot }: PageTable,
  served: Uint32Array,
  onTrap: (page: number) => number,
): AccessLoop {
  return function serveAccesses(pages, writes, from, to) {
    for (let i = from; i < to; i++) {
      const page = pages[i]
      let word = hot[page]
      if ((word & trapBit) !== 0) word = onTrap(page)
      served[word & nodeMask]++
      hot[page] = (word + oneTouch) | accessedBit | (writes[i] << dirtyShift)
    }
  }
}
