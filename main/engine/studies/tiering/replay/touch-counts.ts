import { oneTouch, touchShift, type PageTable } from '../../../pages/page-table.ts'

/**
 * How often each page was accessed, exactly. The access loop counts in the upper 24 bits of a page's word; before any
 * such count can overflow, those that are high are set aside.
 */
export interface TouchCounts {
  of(page: number): number
  /** So many more accesses are about to be served. */
  note(accesses: number): void
}

const highCount = 1 << 22
const accessesBetweenLooks = 1 << 23

/** Batches are far shorter than what is left of 2^24 above the two figures. */
export function createTouchCounts({ hot, pageCount }: PageTable): TouchCounts {
  const setAside = new Map<number, number>()
  let sinceLook = 0

  function setHighAside(): void {
    for (let page = 0; page < pageCount; page++) {
      const count = hot[page] >>> touchShift
      if (count < highCount) continue
      setAside.set(page, (setAside.get(page) ?? 0) + count)
      hot[page] &= oneTouch - 1
    }
  }

  return {
    of: (page) => (hot[page] >>> touchShift) + (setAside.get(page) ?? 0),
    note(accesses) {
      sinceLook += accesses
      if (sinceLook < accessesBetweenLooks) return
      setHighAside()
      sinceLook = accesses
    },
  }
}
