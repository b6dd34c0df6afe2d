/**
 * Back-off of compaction after failures (Linux mm/compaction.c, defer_compaction): after the n-th failure in a row only
 * every 2^n-th request is let through, at most every 64th. A success forgets it all.
 */
export interface Deferral {
  /** A request comes: is it left out? */
  skips(): boolean
  /** How a run of compaction ended. */
  tell(success: boolean): void
  readonly oneIn: number
}

const mostShift = 6

export function createDeferral(): Deferral {
  let shift = 0
  let failed = false
  let considered = 0
  return {
    skips: () => failed && ++considered < 1 << shift,
    tell(success) {
      if (success) {
        failed = false
        shift = 0
      } else {
        shift = failed ? Math.min(mostShift, shift + 1) : 1
        failed = true
      }
      considered = 0
    },
    get oneIn() {
      return failed ? 1 << shift : 1
    },
  }
}
