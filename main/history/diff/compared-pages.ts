import { createKeptPages } from '../../../shared/documents/comparing/kept-pages.ts'
import type { Coverage } from '../../../shared/documents/recorded.ts'

/** What two recordings can be compared on: every page, or only those whose details both kept to the end. */
export interface ComparedPages {
  /** Absent where all pages are. */
  readonly isCompared?: (page: number) => boolean
  /** Until then every page was recorded on both sides. */
  readonly completeUntilNs: number
  /** Share of the pages that are compared. */
  readonly share: number
}

interface Kept {
  readonly coverage: Coverage
  readonly keepSeed: number
}

export function comparedPages(a: Kept, b: Kept): ComparedPages {
  return restricted(a, b, ({ decisionsKeptShare, decisionsCompleteUntilNs }) => [
    decisionsKeptShare,
    decisionsCompleteUntilNs,
  ])
}

/** The same for the cells of maps. */
export function comparedCells(a: Kept, b: Kept): ComparedPages {
  return restricted(a, b, ({ mapsKeptShare, mapsCompleteUntilNs }) => [mapsKeptShare, mapsCompleteUntilNs])
}

function restricted(
  a: Kept,
  b: Kept,
  read: (coverage: Coverage) => readonly [share: number, untilNs: number],
): ComparedPages {
  const [shareA, untilA] = read(a.coverage)
  const [shareB, untilB] = read(b.coverage)
  const completeUntilNs = Math.min(untilA, untilB)
  const keptA = shareA < 1 ? createKeptPages(a.keepSeed, shareA) : undefined
  const keptB = shareB < 1 ? createKeptPages(b.keepSeed, shareB) : undefined
  if (!keptA && !keptB) return { completeUntilNs, share: 1 }
  if (!keptA || !keptB || a.keepSeed === b.keepSeed) {
    const isCompared = shareA <= shareB ? (keptA ?? keptB) : (keptB ?? keptA)
    return { completeUntilNs, share: Math.min(shareA, shareB), ...(isCompared && { isCompared }) }
  }
  return {
    completeUntilNs,
    share: shareA * shareB,
    isCompared: (page) => keptA(page) && keptB(page),
  }
}
