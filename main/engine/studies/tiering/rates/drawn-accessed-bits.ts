import { createStream, uniformAt } from '../../../../../shared/base/random.ts'
import { accessedBit, type PageTable } from '../../../pages/page-table.ts'
import type { AccessedBits } from '../../../trackers/accessed-bits.ts'
import { occurs } from './occurs.ts'
import type { PageRates } from './page-rates.ts'

/**
 * Accessed bits without accesses: each remembers when it was cleared, and is drawn when somebody looks. The bit of the
 * hot byte is set only where it is certain: a fault sets it; a change of a page's rate settles it first (`settle`).
 */
export interface DrawnAccessedBits extends AccessedBits {
  /** Fixes by a draw whether the page was accessed until now, before its rate changes. */
  settle(page: number): void
}

export function createDrawnAccessedBits(
  rates: readonly PageRates[],
  table: PageTable,
  seed: number,
  drawOf: Uint32Array,
): DrawnAccessedBits {
  const { hot, pageCount } = table
  const stream = createStream(seed, 'rates.accessed')
  const clock =
    rates.length === 1 && !rates[0].sweep ? onePoisson(rates[0], pageCount) : severalGroups(rates, pageCount)
  const { expectedSince, clear } = clock

  function accessedSince(page: number): boolean {
    const expected = expectedSince(page)
    return expected > 0 && occurs(uniformAt(stream, page, drawOf[page]++), expected)
  }

  return {
    testAndClear(page) {
      const flags = hot[page]
      const accessed = (flags & accessedBit) !== 0 || accessedSince(page)
      hot[page] = flags & ~accessedBit
      clear(page)
      return accessed
    },
    clear(page) {
      hot[page] &= ~accessedBit
      clear(page)
    },
    mark(page) {
      hot[page] |= accessedBit
    },
    settle(page) {
      if ((hot[page] & accessedBit) === 0 && accessedSince(page)) hot[page] |= accessedBit
      clear(page)
    },
  }
}

/** Expected accesses of a page since its bit was cleared; Infinity where it was certainly touched. */
interface SinceCleared {
  expectedSince(page: number): number
  clear(page: number): void
}

function onePoisson(group: PageRates, pageCount: number): SinceCleared {
  const { weights, accessesPerUnit } = group
  const clearedAtUnits = new Float32Array(pageCount)
  return {
    expectedSince: (page) => weights[page] * accessesPerUnit * (group.units - clearedAtUnits[page]),
    clear(page) {
      clearedAtUnits[page] = group.units
    },
  }
}

function severalGroups(rates: readonly PageRates[], pageCount: number): SinceCleared {
  const clearedAtUnits = rates.map(() => new Float32Array(pageCount))
  return {
    expectedSince(page) {
      let expected = 0
      for (let g = 0; g < rates.length; g++) {
        const { weights, accessesPerUnit, units, sweep } = rates[g]
        const since = clearedAtUnits[g][page]
        if (sweep?.covers(page) && sweep.touched(page, since, units)) return Infinity
        expected += weights[page] * accessesPerUnit * (units - since)
      }
      return expected
    },
    clear(page) {
      for (let g = 0; g < rates.length; g++) clearedAtUnits[g][page] = rates[g].units
    },
  }
}
