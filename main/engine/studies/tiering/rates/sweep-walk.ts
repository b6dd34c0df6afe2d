import type { Sweep } from '../../../workload.ts'

/**
 * A walk over consecutive pages on an operational clock: where it is, when it next comes by a page, and which nodes
 * served it. Positions count pages visited since the start; page i of n is visited at positions ≡ i (mod n).
 */
export interface SweepWalk {
  readonly share: number
  covers(page: number): boolean
  /** Clock units until the page is next touched; 0 while it is being visited. */
  waitUnits(page: number, nowUnits: number): number
  /** The page that is being visited at that moment. */
  pageAt(units: number): number
  /** Was the page touched in (sinceUnits, nowUnits]? */
  touched(page: number, sinceUnits: number, nowUnits: number): boolean
  /** Keeps count of where pages are. */
  onPlaced(page: number, node: number): void
  onMoved(page: number, from: number, to: number): void
  /** Adds to `share[at + node]` the part of the walk between two moments that each node served. */
  addShares(share: Float64Array, at: number, fromUnits: number, toUnits: number): void
  /** Visits of the page between two moments. */
  visits(page: number, fromUnits: number, toUnits: number): number
}

const pagesPerBlock = 64

/** `accessesPerUnit`: accesses of the whole group in one clock unit. */
export function createSweepWalk(sweep: Sweep, accessesPerUnit: number, nodes: number): SweepWalk {
  const { firstPage, pageCount, share, accessesPerVisit } = sweep
  const pagesPerUnit = (share * accessesPerUnit) / accessesPerVisit
  const blocks = Math.ceil(pageCount / pagesPerBlock)
  const pagesOn = new Int32Array(blocks * nodes)
  const allPagesOn = new Int32Array(nodes)

  function countPages(page: number, node: number, pages: number): void {
    if (page < firstPage || page >= firstPage + pageCount) return
    pagesOn[Math.floor((page - firstPage) / pagesPerBlock) * nodes + node] += pages
    allPagesOn[node] += pages
  }

  function addBlocks(share: Float64Array, at: number, from: number, to: number, weight: number): void {
    for (let position = from; position < to;) {
      const block = Math.floor(position / pagesPerBlock)
      const blockEnd = Math.min((block + 1) * pagesPerBlock, pageCount)
      const until = Math.min(to, blockEnd)
      const blockPages = blockEnd - block * pagesPerBlock
      for (let n = 0; n < nodes; n++) {
        share[at + n] += (weight * (until - position) * pagesOn[block * nodes + n]) / blockPages
      }
      position = until
    }
  }

  return {
    share,
    covers: (page) => page >= firstPage && page < firstPage + pageCount,
    waitUnits(page, nowUnits) {
      const position = nowUnits * pagesPerUnit
      const at = Math.floor(position)
      const ahead = (((page - firstPage - at) % pageCount) + pageCount) % pageCount
      return ahead === 0 ? 0 : (at + ahead - position) / pagesPerUnit
    },
    pageAt: (units) => firstPage + (Math.floor(units * pagesPerUnit) % pageCount),
    touched(page, sinceUnits, nowUnits) {
      const index = page - firstPage
      const latest = index + pageCount * Math.floor((nowUnits * pagesPerUnit - index) / pageCount)
      return latest >= 0 && latest > sinceUnits * pagesPerUnit - 1
    },
    onPlaced: (page, node) => countPages(page, node, 1),
    onMoved(page, from, to) {
      countPages(page, from, -1)
      countPages(page, to, 1)
    },
    addShares(into, at, fromUnits, toUnits) {
      const from = fromUnits * pagesPerUnit
      const length = (toUnits - fromUnits) * pagesPerUnit
      if (length >= pageCount || length <= 0) {
        for (let n = 0; n < nodes; n++) into[at + n] += (share * allPagesOn[n]) / pageCount
        return
      }
      const start = from % pageCount
      const weight = share / length
      addBlocks(into, at, start, Math.min(start + length, pageCount), weight)
      if (start + length > pageCount) addBlocks(into, at, 0, start + length - pageCount, weight)
    },
    visits(page, fromUnits, toUnits) {
      const index = page - firstPage
      const before = Math.ceil((fromUnits * pagesPerUnit - index) / pageCount)
      const until = Math.ceil((toUnits * pagesPerUnit - index) / pageCount)
      return Math.max(0, until - Math.max(0, before)) * accessesPerVisit
    },
  }
}
