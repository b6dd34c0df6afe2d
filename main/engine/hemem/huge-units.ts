import { miB } from '../../../shared/units/sizes.ts'
import { nowhere } from '../pages/page-table.ts'
import { fromIdle, type PolicyHost, type Why } from '../policy.ts'

/**
 * Memory in units of 2 MiB, as HeMem manages it: a unit is placed, counted and moved whole. Where a simulated page is
 * larger than that it is the unit, and stands for several. Tier 0 is "fast", every other tier "slow".
 */
export interface HugeUnits {
  readonly count: number
  /** Units of 2 MiB that one unit here stands for, at least 1. */
  readonly standsFor: number
  /** Full-size bytes of one unit with all it stands for. */
  readonly fullBytes: number
  unitOf(page: number): number
  firstPage(unit: number): number
  /** Is the unit in the fast tier? Undefined meaning for a unit without pages yet. */
  isFast(unit: number): boolean
  /** Node for a new page: that of its unit; the fast tier first where the unit is new. `isNew` where it begins a unit. */
  place(page: number): { readonly node: number; readonly isNew: boolean }
  /**
   * A page is on a node without the unit's doing: its unit is there from now on (its other pages follow when it is
   * moved). True where the unit is new or changed its tier.
   */
  adopt(page: number): boolean
  /** Is there room for a whole unit in the fast (slow) tier? */
  hasRoom(fast: boolean): boolean
  /** Moves all pages of a unit to the fast (slow) tier; nothing is done where there is no room. Paid by an idle core. */
  move(unit: number, toFast: boolean, why: Why): boolean
}

const unitBytes = 2 * miB

export function createHugeUnits(host: PolicyHost): HugeUnits {
  const simulatedBytes = host.pageBytes * host.scale
  const unitPages = Math.max(1, Math.floor(unitBytes / simulatedBytes))
  const count = Math.ceil(host.pageCount / unitPages)
  const fastNodes = host.tiers[0]
  const slowNodes = host.tiers.slice(1).flat()
  const nodeOfUnit = new Uint8Array(count).fill(nowhere)
  const isFastNode = host.nodes.map((_, node) => fastNodes.includes(node))
  const placed = { node: 0, isNew: false }

  const roomy = (nodes: readonly number[], pages: number) =>
    nodes.find((node) => host.freePages(node) >= pages)
  const anyRoom = () => host.tiers.flat().find((node) => host.freePages(node) > 0) ?? host.tiers[0][0]

  return {
    count,
    standsFor: Math.max(1, simulatedBytes / unitBytes),
    fullBytes: unitPages * simulatedBytes,
    unitOf: (page) => Math.floor(page / unitPages),
    firstPage: (unit) => unit * unitPages,
    isFast: (unit) => isFastNode[nodeOfUnit[unit]],
    place(page) {
      const unit = Math.floor(page / unitPages)
      placed.isNew = nodeOfUnit[unit] === nowhere
      if (placed.isNew) {
        nodeOfUnit[unit] = roomy(fastNodes, unitPages) ?? roomy(slowNodes, unitPages) ?? anyRoom()
      }
      const home = nodeOfUnit[unit]
      placed.node = host.freePages(home) > 0 ? home : anyRoom()
      return placed
    },
    adopt(page) {
      const unit = Math.floor(page / unitPages)
      const was = nodeOfUnit[unit]
      nodeOfUnit[unit] = host.nodeOf(page)
      return was === nowhere || isFastNode[was] !== isFastNode[nodeOfUnit[unit]]
    },
    hasRoom: (fast) => roomy(fast ? fastNodes : slowNodes, unitPages) !== undefined,
    move(unit, toFast, why) {
      const target = roomy(toFast ? fastNodes : slowNodes, unitPages)
      if (target === undefined) return false
      const end = Math.min((unit + 1) * unitPages, host.pageCount)
      for (let page = unit * unitPages; page < end; page++) {
        const node = host.nodeOf(page)
        if (node !== nowhere && isFastNode[node] !== toFast) host.move(page, target, why, unitPages, fromIdle)
      }
      nodeOfUnit[unit] = target
      return true
    },
  }
}
