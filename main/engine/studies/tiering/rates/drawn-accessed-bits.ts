import { createStream, uniformAt } from '../../../../../shared/base/random.ts'
import type { AccessedBits } from '../../../trackers/accessed-bits.ts'
import { occurs, type PageRates } from './page-rates.ts'

/**
 * Accessed bits without accesses: each remembers when it was cleared, and is drawn when somebody looks. A fault sets
 * it for certain; a change of a page's rate settles it first (`settle`).
 */
export interface DrawnAccessedBits extends AccessedBits {
  /** Fixes by a draw whether the page was accessed until now, before its rate changes. */
  settle(page: number): void
}

export function createDrawnAccessedBits(
  rates: readonly PageRates[],
  pageCount: number,
  seed: number,
  drawOf: Uint32Array,
): DrawnAccessedBits {
  const young = new Uint8Array(pageCount)
  const clearedAtUnits = rates.map(() => new Float32Array(pageCount))
  const stream = createStream(seed, 'rates.accessed')

  function accessedSince(page: number): boolean {
    let expected = 0
    for (let g = 0; g < rates.length; g++) {
      const { weights, accessesPerUnit, units, sweep } = rates[g]
      const since = clearedAtUnits[g][page]
      if (sweep?.covers(page) && sweep.touched(page, since, units)) return true
      expected += weights[page] * accessesPerUnit * (units - since)
    }
    return expected > 0 && occurs(uniformAt(stream, page, drawOf[page]++), expected)
  }

  function clear(page: number): void {
    for (let g = 0; g < rates.length; g++) clearedAtUnits[g][page] = rates[g].units
  }

  return {
    testAndClear(page) {
      const accessed = young[page] === 1 || accessedSince(page)
      young[page] = 0
      clear(page)
      return accessed
    },
    mark(page) {
      young[page] = 1
    },
    settle(page) {
      if (young[page] === 0 && accessedSince(page)) young[page] = 1
      clear(page)
    },
  }
}
