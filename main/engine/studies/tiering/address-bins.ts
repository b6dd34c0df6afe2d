import type { MatrixSpec } from '../../../../shared/documents/series.ts'
import { createBinOf } from '../../pages/page-bins.ts'
import type { Belief } from '../../policy.ts'
import type { Recorder } from '../../recording/recorder.ts'

/** Positions of the matrices in `tieringSpec`. */
export const accessesMatrix = 0
export const seenMatrix = 1
export const placementMatrix = 2
/** Only where the policy has a belief. */
export const believedMatrix = 3

/** Which bins of the address × time matrices have how many pages in the fastest tier. */
export interface AddressBins {
  readonly binOf: (page: number) => number
  onPlaced(page: number, fast: boolean): void
  onMoved(page: number, wasFast: boolean, isFast: boolean): void
  /** Adds the share of each bin's pages that is in the fastest tier to the current column. */
  addPlacement(recorder: Recorder): void
  /** Adds the share of each bin's pages that the policy believes hot, if it believes anything. */
  addBelief(recorder: Recorder, belief: Belief | undefined): void
}

export function createAddressBins(spec: MatrixSpec, pageCount: number): AddressBins {
  const { bins, pagesPerBin } = spec
  const fastPages = new Float64Array(bins)
  const hotPages = new Float64Array(bins)
  const shares = new Float64Array(bins)
  const binOf = createBinOf(pagesPerBin)

  /** Of each bin's pages. The last bin may have fewer. */
  function sharesOf(pages: Float64Array): Float64Array {
    for (let bin = 0; bin < bins; bin++)
      shares[bin] = pages[bin] / Math.min(pagesPerBin, pageCount - bin * pagesPerBin)
    return shares
  }

  return {
    binOf,
    onPlaced(page, fast) {
      if (fast) fastPages[binOf(page)]++
    },
    onMoved(page, wasFast, isFast) {
      if (wasFast !== isFast) fastPages[binOf(page)] += isFast ? 1 : -1
    },
    addPlacement(recorder) {
      recorder.addToBins(placementMatrix, sharesOf(fastPages))
    },
    addBelief(recorder, belief) {
      if (!belief) return
      hotPages.fill(0)
      belief.addHotPages(hotPages, pagesPerBin)
      recorder.addToBins(believedMatrix, sharesOf(hotPages))
    },
  }
}
