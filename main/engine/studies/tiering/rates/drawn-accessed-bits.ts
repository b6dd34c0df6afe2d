import { createStream, uniformAt } from '../../../../../shared/base/random.ts'
import type { PageRecords, PageWords } from '../../../pages/page-records.ts'
import type { AccessedBits } from '../../../trackers/accessed-bits.ts'
import { occurs } from './occurs.ts'
import type { PageRates } from './page-rates.ts'

/**
 * Accessed bits without accesses: each remembers when it was cleared, and is drawn when somebody looks. A bit that is
 * certainly set counts as cleared before all time: a fault sets it so; a change of a page's rate settles it first (`settle`).
 */
export interface DrawnAccessedBits extends AccessedBits {
  /** Fixes by a draw whether the page was accessed until now, before its rate changes. */
  settle(page: number): void
}

const certain = -Infinity

export function createDrawnAccessedBits(
  rates: readonly PageRates[],
  records: PageRecords,
  seed: number,
  drawOf: PageWords,
): DrawnAccessedBits {
  const stream = createStream(seed, 'rates.accessed')
  const { words: draws, shift, first } = drawOf
  const onePoisson = rates.length === 1 && !rates[0].sweep
  const { expectedSince, clear, isCertain, makeCertain } = onePoisson
    ? createOneClock(rates[0], records)
    : createClocks(rates, records)

  function accessedSince(page: number): boolean {
    const expected = expectedSince(page)
    return expected > 0 && occurs(uniformAt(stream, page, draws[(page << shift) + first]++), expected)
  }

  return {
    testAndClear(page) {
      const accessed = isCertain(page) || accessedSince(page)
      clear(page)
      return accessed
    },
    clear,
    mark: makeCertain,
    settle(page) {
      if (isCertain(page)) return
      if (accessedSince(page)) makeCertain(page)
      else clear(page)
    },
  }
}

interface SinceCleared {
  /** Expected accesses of a page since its bit was cleared; Infinity where it was certainly touched. */
  expectedSince(page: number): number
  clear(page: number): void
  isCertain(page: number): boolean
  makeCertain(page: number): void
}

function createOneClock(group: PageRates, records: PageRecords): SinceCleared {
  const { accessesPerUnit, weight } = group
  const clearedAtUnits = records.takeSingles()
  const { singles, shift, first } = clearedAtUnits
  return {
    expectedSince(page) {
      const accesses = weight.singles[(page << weight.shift) + weight.first] * accessesPerUnit
      return accesses * (group.units - singles[(page << shift) + first])
    },
    clear(page) {
      singles[(page << shift) + first] = group.units
    },
    isCertain: (page) => singles[(page << shift) + first] === certain,
    makeCertain(page) {
      singles[(page << shift) + first] = certain
    },
  }
}

function createClocks(rates: readonly PageRates[], records: PageRecords): SinceCleared {
  const clearedAtUnits = rates.map(() => records.takeSingles())
  const [{ singles, shift, first }] = clearedAtUnits
  return {
    expectedSince(page) {
      let expected = 0
      for (let g = 0; g < rates.length; g++) {
        const { weight, accessesPerUnit, units, sweep } = rates[g]
        const cleared = clearedAtUnits[g]
        const since = cleared.singles[(page << cleared.shift) + cleared.first]
        if (sweep?.covers(page) && sweep.touched(page, since, units)) return Infinity
        expected += weight.singles[(page << weight.shift) + weight.first] * accessesPerUnit * (units - since)
      }
      return expected
    },
    clear(page) {
      for (let g = 0; g < rates.length; g++) {
        const cleared = clearedAtUnits[g]
        cleared.singles[(page << cleared.shift) + cleared.first] = rates[g].units
      }
    },
    isCertain: (page) => singles[(page << shift) + first] === certain,
    makeCertain(page) {
      singles[(page << shift) + first] = certain
    },
  }
}
