import type { MatrixSpec } from '../../../../shared/documents/series.ts'
import type { Recorder } from '../../recording/recorder.ts'

/** Positions of the matrices in `tieringSpec`. */
export const accessesMatrix = 0
export const seenMatrix = 1
export const placementMatrix = 2

/** Which bins of the address × time matrices have how many pages in the fastest tier. */
export interface AddressBins {
  readonly binOf: (page: number) => number
  onPlaced(page: number, fast: boolean): void
  onMoved(page: number, wasFast: boolean, isFast: boolean): void
  /** Adds the share of each bin's pages that is in the fastest tier to the current column. */
  addPlacement(recorder: Recorder): void
}

export function createAddressBins(spec: MatrixSpec, pageCount: number): AddressBins {
  const { bins, pagesPerBin } = spec
  const fastPages = new Float64Array(bins)
  const binOf = (page: number) => Math.floor(page / pagesPerBin)
  return {
    binOf,
    onPlaced(page, fast) {
      if (fast) fastPages[binOf(page)]++
    },
    onMoved(page, wasFast, isFast) {
      if (wasFast !== isFast) fastPages[binOf(page)] += isFast ? 1 : -1
    },
    addPlacement(recorder) {
      for (let bin = 0; bin < bins; bin++) {
        const pages = Math.min(pagesPerBin, pageCount - bin * pagesPerBin)
        recorder.addToMatrix(placementMatrix, bin, fastPages[bin] / pages)
      }
    },
  }
}
