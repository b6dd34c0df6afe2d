import { wholeSqrt } from '../../../shared/base/exact-math.ts'
import type { AccessedBits } from '../trackers/accessed-bits.ts'
import { createPageFifo } from '../pages/page-fifo.ts'

/**
 * The classic two-list LRU of one node: active and inactive, both first in, first out. New and promoted pages enter
 * at the inactive head; the inactive tail is where kswapd looks. Source: Linux 6.8 mm/vmscan.c (inactive_is_low,
 * shrink_active_list, folio_check_references).
 */
export interface NodeLru {
  readonly activePages: number
  readonly inactivePages: number
  add(page: number): void
  remove(page: number): void
  isActive(page: number): boolean
  /** Is the inactive list too short against the active one, so that active pages should be aged? */
  inactiveIsLow(): boolean
  /** Moves up to `pages` from the active tail to the inactive head, clearing their bits; returns how many. */
  ageActive(pages: number): number
  /**
   * Looks at the page of the inactive tail. Unreferenced: it is taken off and returned. Referenced once: it keeps its
   * place at the head for another trip; twice: it turns active. Then -1; -2 where the list is empty.
   */
  inspectTail(): number
  /** Puts back a page that `inspectTail` returned and that could not be demoted. */
  putBack(page: number): void
}

const referenced = 1

/** `placeOf` may be shared by the lists of several nodes: a page is on one node. */
export function createNodeLru(
  accessed: AccessedBits,
  placeOf: Int32Array,
  flagsOf: Uint8Array,
  listGiB: (pages: number) => number,
  tag: number,
): NodeLru {
  const active = createPageFifo(placeOf, tag)
  const inactive = createPageFifo(placeOf, tag + 1)
  return {
    get activePages() {
      return active.size
    },
    get inactivePages() {
      return inactive.size
    },
    add(page) {
      flagsOf[page] = 0
      inactive.pushHead(page)
    },
    remove(page) {
      if (active.holds(page)) active.remove(page)
      else if (inactive.holds(page)) inactive.remove(page)
    },
    isActive: (page) => active.holds(page),
    inactiveIsLow() {
      const wholeGiB = Math.floor(listGiB(active.size + inactive.size))
      const ratio = wholeGiB > 0 ? wholeSqrt(10 * wholeGiB) : 1
      return inactive.size * ratio < active.size
    },
    ageActive(pages) {
      for (let moved = 0; moved < pages; moved++) {
        const page = active.popTail()
        if (page === -1) return moved
        accessed.clear(page)
        flagsOf[page] = 0
        inactive.pushHead(page)
      }
      return pages
    },
    inspectTail() {
      const page = inactive.popTail()
      if (page === -1) return -2
      if (!accessed.testAndClear(page)) return page
      if (flagsOf[page] === referenced) {
        flagsOf[page] = 0
        active.pushHead(page)
      } else {
        flagsOf[page] = referenced
        inactive.pushHead(page)
      }
      return -1
    },
    putBack(page) {
      inactive.pushHead(page)
    },
  }
}
