import { accessedBit, nodeMask, trapBit, type PageTable } from '../../../pages/page-table.ts'

/**
 * Serves accesses `from … to − 1` of a batch of at most 65,536: counts them by node (into `served`) and by page, and
 * sets accessed and dirty bits. The trap is its only branch; `onTrap` puts the page right and returns its new hot byte.
 */
export type AccessLoop = (pages: Uint32Array, writes: Uint8Array, from: number, to: number) => void

const dirtyShift = 5
const packedNodes = 3
const blockAccesses = 2048
/** Room for the counts of one batch; three such fields fit the 53 bits of a double exactly. */
const packedField = 131_072

export function createAccessLoop(
  table: PageTable,
  touches: Uint32Array,
  served: Uint32Array,
  nodes: number,
  onTrap: (page: number) => number,
): AccessLoop {
  const make = nodes <= packedNodes ? createPackedLoop : createWideLoop
  return make(table, touches, served, onTrap)
}

type MakeLoop = (
  table: PageTable,
  touches: Uint32Array,
  served: Uint32Array,
  onTrap: (page: number) => number,
) => AccessLoop

/**
 * Two shapes that V8 wants here, each worth a factor of two to five: counts in one register instead of in memory, where
 * every access would wait for the last store; and no call inside the loop, which therefore ends at a trap and resumes
 * behind it. Blocks keep calls short enough to be compiled as calls and not while they run. bench/results.md has figures.
 */
const createPackedLoop: MakeLoop = (table, touches, served, onTrap) => {
  const { hot } = table
  const counts = new Float64Array(1)
  const weightOf = new Float64Array(16)
  for (let node = 0, weight = 1; node < packedNodes; node++, weight *= packedField) weightOf[node] = weight

  /** Serves up to the first page with its trap set; returns where that is, `to` where there is none. */
  function serveUntilTrap(pages: Uint32Array, writes: Uint8Array, from: number, to: number): number {
    let packed = 0
    let i = from
    for (; i < to; i++) {
      const page = pages[i]
      const flags = hot[page]
      if ((flags & trapBit) !== 0) break
      touches[page] = (touches[page] + 1) | 0
      packed += weightOf[flags & nodeMask]
      hot[page] = flags | accessedBit | (writes[i] << dirtyShift)
    }
    counts[0] += packed
    return i
  }

  function serveTrapped(page: number, write: number): void {
    const flags = onTrap(page)
    touches[page]++
    counts[0] += weightOf[flags & nodeMask]
    hot[page] = flags | accessedBit | (write << dirtyShift)
  }

  function unpack(): void {
    for (let node = 0; node < packedNodes; node++) {
      served[node] += counts[0] % packedField
      counts[0] = Math.floor(counts[0] / packedField)
    }
  }

  return function serveAccesses(pages, writes, from, to) {
    for (let block = from; block < to; block += blockAccesses) {
      const end = Math.min(block + blockAccesses, to)
      for (let i = block; i < end; i++) {
        i = serveUntilTrap(pages, writes, i, end)
        if (i < end) serveTrapped(pages[i], writes[i])
      }
    }
    unpack()
  }
}

const createWideLoop: MakeLoop = (table, touches, served, onTrap) => {
  const { hot } = table
  return function serveAccesses(pages, writes, from, to) {
    for (let i = from; i < to; i++) {
      const page = pages[i]
      let flags = hot[page]
      if ((flags & trapBit) !== 0) flags = onTrap(page)
      touches[page]++
      served[flags & nodeMask]++
      hot[page] = flags | accessedBit | (writes[i] << dirtyShift)
    }
  }
}
