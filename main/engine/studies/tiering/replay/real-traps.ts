import { accessedBit, coldHint, trapBit, type PageTable } from '../../../pages/page-table.ts'
import type { AccessedBits } from '../../../trackers/accessed-bits.ts'
import type { HintTraps } from '../../../trackers/hint-traps.ts'

/** Hint traps where every access is replayed: the access loop runs into them. */
export function createRealTraps(table: PageTable): HintTraps {
  const { hot, cold } = table
  return {
    arm(page) {
      cold[page] |= coldHint
      hot[page] |= trapBit
    },
    disarm(page) {
      if ((cold[page] & coldHint) === 0) return
      cold[page] &= ~coldHint
      hot[page] &= ~trapBit
    },
    armed: (page) => (cold[page] & coldHint) !== 0,
  }
}

/** Accessed bits where every access is replayed: the access loop sets them. */
export function createRealAccessedBits(table: PageTable): AccessedBits {
  const { hot } = table
  return {
    testAndClear(page) {
      const flags = hot[page]
      hot[page] = flags & ~accessedBit
      return (flags & accessedBit) !== 0
    },
    clear(page) {
      hot[page] &= ~accessedBit
    },
    mark(page) {
      hot[page] |= accessedBit
    },
  }
}
