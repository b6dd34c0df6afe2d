import { wholeSqrt } from '../../../shared/base/exact-math.ts'
import type { AccessedBits } from '../trackers/accessed-bits.ts'
import { createPageFifo } from '../pages/page-fifo.ts'
import type { PageWords } from '../pages/page-records.ts'

/**
 * The classic two-list LRU of one node: active and inactive, both first in, first out. New and promoted pages enter
 * at the inactive head; the inactive tail is where kswapd looks. Source: Linux 6.8 mm/vmscan.c (inactive_is_low,
 * shrink_active_list, folio_check_references).
 */
export interface NodeLru {
  activePages(): number
  inactivePages(): number
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
/** Pages of the inactive tail whose memory is called together: a batch of kswapd's. */
const touchedAhead = 32

/** `placeOf` may be shared by the lists of several nodes: a page is on one node. `onListed`: a page turned active or inactive. */
export function createNodeLru(
  accessed: AccessedBits,
  placeOf: PageWords,
  flagsOf: PageWords,
  listGiB: (pages: number) => number,
  tag: number,
  onListed: (page: number) => void = () => undefined,
): NodeLru {
  const { words: flags, shift, first } = flagsOf
  const touched = { sum: 0 }
  let untouched = 0
  const active = createPageFifo(placeOf, tag)
  const inactive = createPageFifo(placeOf, tag + 1)
  return {
    activePages() {
      return active.size()
    },
    inactivePages() {
      return inactive.size()
    },
    add(page) {
      flags[(page << shift) + first] = 0
      inactive.pushHead(page)
    },
    remove(page) {
      if (active.holds(page)) active.remove(page)
      else if (inactive.holds(page)) inactive.remove(page)
    },
    isActive: (page) => active.holds(page),
    inactiveIsLow() {
      const wholeGiB = Math.floor(listGiB(active.size() + inactive.size()))
      const ratio = wholeGiB > 0 ? wholeSqrt(10 * wholeGiB) : 1
      return inactive.size() * ratio < active.size()
    },
    ageActive(pages) {
      touched.sum += active.touchTail(pages)
      for (let moved = 0; moved < pages; moved++) {
        const page = active.popTail()
        if (page === -1) return moved
        accessed.clear(page)
        flags[(page << shift) + first] = 0
        inactive.pushHead(page)
        onListed(page)
      }
      return pages
    },
    inspectTail() {
      if (untouched === 0) {
        touched.sum += inactive.touchTail(touchedAhead)
        untouched = touchedAhead
      }
      untouched--
      const page = inactive.popTail()
      if (page === -1) return -2
      if (!accessed.testAndClear(page)) return page
      const at = (page << shift) + first
      if (flags[at] === referenced) {
        flags[at] = 0
        active.pushHead(page)
        onListed(page)
      } else {
        flags[at] = referenced
        inactive.pushHead(page)
      }
      return -1
    },
    putBack(page) {
      inactive.pushHead(page)
    },
  }
}
