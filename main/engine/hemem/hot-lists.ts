import { createPageFifo } from '../pages/page-fifo.ts'
import { createPageWords } from '../pages/page-records.ts'

/** HeMem's four lists, hot and cold of each tier, all first in, first out. A unit is on one of them. */
export interface HotLists {
  push(unit: number, fast: boolean, hot: boolean): void
  remove(unit: number): void
  /** The unit that came first, taken off; -1 where the list is empty. */
  take(fast: boolean, hot: boolean): number
  /** Is the unit on a hot list? */
  onHot(unit: number): boolean
  size(fast: boolean, hot: boolean): number
}

export function createHotLists(units: number): HotLists {
  const placeOf = createPageWords(units)
  const lists = [0, 1, 2, 3].map((tag) => createPageFifo(placeOf, tag))
  const numberOf = (fast: boolean, hot: boolean) => (fast ? 0 : 2) + (hot ? 0 : 1)
  return {
    push: (unit, fast, hot) => lists[numberOf(fast, hot)].pushHead(unit),
    remove: (unit) => lists.find((list) => list.holds(unit))?.remove(unit),
    take: (fast, hot) => lists[numberOf(fast, hot)].popTail(),
    onHot: (unit) => lists[0].holds(unit) || lists[2].holds(unit),
    size: (fast, hot) => lists[numberOf(fast, hot)].size(),
  }
}
