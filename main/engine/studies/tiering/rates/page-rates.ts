import { exponentialOf } from '../../../../../shared/base/exponential.ts'
import { bitsAt, createStream, type Stream } from '../../../../../shared/base/random.ts'
import type { PageRecords, PageSingles } from '../../../pages/page-records.ts'
import type { RateSource } from '../../../workload.ts'
import { createSweepWalk, type SweepWalk } from './sweep-walk.ts'

/**
 * One group's accesses as rates: each page's share of them, and the group's operational clock. The clock counts in
 * units of `accessesPerUnit` accesses (about a millisecond's worth at the start), so that what is scheduled on it
 * stays right when throughput changes. Source: docs/engines.md ("operational clock").
 */
export interface PageRates {
  /** For reading all pages in a row. */
  readonly weights: Readonly<Float32Array>
  /** The same, for reading one. */
  readonly weight: PageSingles
  setWeight(page: number, weight: number): void
  readonly sweep: SweepWalk | undefined
  readonly accessesPerUnit: number
  /** Now, in units. */
  units: number
  /** Accesses so far. */
  accesses: number
  /** Share of the group's accesses that fall on a page, averaged over a round where it is swept. */
  weightOf(page: number): number
  /** A draw of when the page is next accessed after `fromUnits`, on the clock; Infinity if never. */
  drawNextUnits(page: number, draw: number, fromUnits: number): number
}

export function createPageRates(
  source: RateSource,
  pageCount: number,
  nodes: number,
  accessesPerUnit: number,
  seed: number,
  group: number,
  records: PageRecords,
): PageRates {
  const weights = new Float32Array(pageCount)
  source.fillWeights(weights)
  const weight = records.takeSingles()
  const { singles, shift, first } = weight
  for (let page = 0; page < pageCount; page++) singles[(page << shift) + first] = weights[page]
  const sweep = source.sweep && createSweepWalk(source.sweep, accessesPerUnit, nodes)
  const sweptWeight = source.sweep ? source.sweep.share / source.sweep.pageCount : 0
  const waits: Stream = createStream(seed, `rates.waits.${group}`)
  const rates: PageRates = {
    weights,
    weight,
    setWeight(page, value) {
      weights[page] = value
      singles[(page << shift) + first] = value
    },
    sweep,
    accessesPerUnit,
    units: 0,
    accesses: 0,
    weightOf: (page) => singles[(page << shift) + first] + (sweep?.covers(page) ? sweptWeight : 0),
    drawNextUnits(page, draw, fromUnits) {
      const perUnit = singles[(page << shift) + first] * accessesPerUnit
      const poisson = perUnit > 0 ? fromUnits + exponentialOf(bitsAt(waits, page, draw)) / perUnit : Infinity
      if (!sweep?.covers(page)) return poisson
      return Math.min(poisson, fromUnits + sweep.waitUnits(page, fromUnits))
    },
  }
  return rates
}
