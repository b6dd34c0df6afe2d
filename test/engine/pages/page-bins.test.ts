import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createBinOf } from '../../../main/engine/pages/page-bins.ts'

const mostPages = 2 ** 31 - 1

describe('bins of pages', () => {
  it('[E60] are those of a division, also on both sides of each border', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 26 }), fc.nat(mostPages), (pagesPerBin, page) => {
        const binOf = createBinOf(pagesPerBin)
        const border = Math.floor(page / pagesPerBin) * pagesPerBin
        const near = [page, border, border - 1, border + pagesPerBin - 1].filter(
          (p) => p >= 0 && p <= mostPages,
        )
        for (const each of near) expect(binOf(each)).toBe(Math.floor(each / pagesPerBin))
      }),
      { seed: 5, numRuns: 2000 },
    )
  })
})
