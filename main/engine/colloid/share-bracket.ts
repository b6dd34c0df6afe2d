/**
 * Colloid's search for the share p of requests that the fast tier should serve so that both tiers answer equally fast.
 * Two watermarks bracket it; each round one of them moves to the p that was measured, and the wish is the middle.
 * Source: Colloid (SOSP 2024), the algorithm that computes the shift.
 */
export interface ShareBracket {
  readonly low: number
  readonly high: number
  /** Change of p that this round should bring, without sign; 0 where the latencies are close enough. */
  shift(fastShare: number, fastNs: number, slowNs: number): number
}

export interface BracketKnobs {
  /** Latencies that differ by less than this share of the fast one are equal (δ). */
  tolerance(): number
  /** A bracket narrower than this is opened again (ε). */
  narrowest(): number
}

export function createShareBracket(knobs: BracketKnobs): ShareBracket {
  let low = 0
  let high = 1
  return {
    get low() {
      return low
    },
    get high() {
      return high
    },
    shift(fastShare, fastNs, slowNs) {
      if (Math.abs(fastNs - slowNs) < knobs.tolerance() * fastNs) return 0
      const wantsMore = fastNs < slowNs
      if (wantsMore) low = fastShare
      else high = fastShare
      if (high < low + knobs.narrowest()) {
        if (wantsMore) high = 1
        else low = 0
      }
      return Math.abs((low + high) / 2 - fastShare)
    },
  }
}
