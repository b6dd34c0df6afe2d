import { accessedBit, nodeMask, trapBit, type PageTable } from '../../../pages/page-table.ts'

/**
 * Serves accesses `from … to − 1` of a batch: counts them by node and by page and sets accessed and dirty bits.
 * The trap is its only branch; `onTrap` puts the page right and returns its new hot byte.
 */
export type AccessLoop = (pages: Uint32Array, writes: Uint8Array, from: number, to: number) => void

const dirtyShift = 5

export function createAccessLoop(
  table: PageTable,
  touches: Uint32Array,
  served: Uint32Array,
  onTrap: (page: number) => number,
): AccessLoop {
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
