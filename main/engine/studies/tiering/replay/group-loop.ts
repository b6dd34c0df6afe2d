import { accessedBit, nodeMask, oneTouch, trapBit, type PageTable } from '../../../pages/page-table.ts'

/** Accesses of group g that node n served are at `g · nodesOfGroup + n`. */
export const nodesOfGroup = 16

const dirtyShift = 5

/**
 * Serves the accesses of several groups in the order given, each charged to its own. Traps name the group that ran into
 * them. `touchedFrom` has a count for each page of those groups that are on another processor than the first, if any.
 */
export function createGroupLoop(
  { hot }: PageTable,
  served: Uint32Array,
  touchedFrom: readonly (Uint32Array | undefined)[],
  onTrap: (page: number, group: number) => number,
) {
  return function serveGroups(
    pages: Uint32Array,
    writes: Uint8Array,
    groups: Uint8Array,
    length: number,
  ): void {
    for (let i = 0; i < length; i++) {
      const page = pages[i]
      const group = groups[i]
      let word = hot[page]
      if ((word & trapBit) !== 0) word = onTrap(page, group)
      served[group * nodesOfGroup + (word & nodeMask)]++
      const touched = touchedFrom[group]
      if (touched !== undefined) touched[page]++
      hot[page] = (word + oneTouch) | accessedBit | (writes[i] << dirtyShift)
    }
  }
}
