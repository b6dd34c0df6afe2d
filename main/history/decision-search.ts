import type { DecisionColumns } from '../../shared/documents/decision.ts'

/** Rows of one block of the decision log, and what is known of them without reading them. */
export interface DecisionRange {
  /** Number of the block's first decision. */
  readonly first: number
  readonly rows: number
  readonly earliestNs: number
  readonly latestNs: number
  readonly lowestPage: number
  /** The last page of any range. */
  readonly highestPage: number
  /** Bit `code % 31` of every reason in it. */
  readonly reasonBits: number
}

/** Decisions from `fromNs` to `toNs`, both included, of a page and with a reason where these are given. */
export interface DecisionQuery {
  readonly fromNs: number
  readonly toNs: number
  readonly page?: number
  readonly reason?: number
}

/** The columns that a query looks at. */
export type SearchedColumns = Pick<DecisionColumns, 'rows' | 'timeNs' | 'page' | 'pages' | 'reason'>

export const rowsPerBlock = 65_536

export function rangeOf(first: number, block: SearchedColumns): DecisionRange {
  let earliestNs = Infinity
  let latestNs = -Infinity
  let lowestPage = Infinity
  let highestPage = -Infinity
  let bits = 0
  for (let i = 0; i < block.rows; i++) {
    const last = block.page[i] + Math.max(1, block.pages[i]) - 1
    if (block.timeNs[i] < earliestNs) earliestNs = block.timeNs[i]
    if (block.timeNs[i] > latestNs) latestNs = block.timeNs[i]
    if (block.page[i] < lowestPage) lowestPage = block.page[i]
    if (last > highestPage) highestPage = last
    bits |= reasonBit(block.reason[i])
  }
  return { first, rows: block.rows, earliestNs, latestNs, lowestPage, highestPage, reasonBits: bits }
}

/** False where no row of the block can match, so that it need not be read. */
export function mayMatch(range: DecisionRange, query: DecisionQuery): boolean {
  if (range.latestNs < query.fromNs || range.earliestNs > query.toNs) return false
  if (query.page !== undefined && (query.page < range.lowestPage || query.page > range.highestPage))
    return false
  return query.reason === undefined || (range.reasonBits & reasonBit(query.reason)) !== 0
}

/** True where every row of the block matches, so that counting needs no reading. */
export function allMatch(range: DecisionRange, query: DecisionQuery): boolean {
  if (query.page !== undefined || query.reason !== undefined) return false
  return range.earliestNs >= query.fromNs && range.latestNs <= query.toNs
}

/** Places of the matching rows within the block, ascending. */
export function matchingRows(block: SearchedColumns, query: DecisionQuery): Uint32Array {
  const found = new Uint32Array(block.rows)
  let count = 0
  for (let i = 0; i < block.rows; i++) if (matches(block, i, query)) found[count++] = i
  return found.subarray(0, count)
}

function matches(block: SearchedColumns, i: number, query: DecisionQuery): boolean {
  if (block.timeNs[i] < query.fromNs || block.timeNs[i] > query.toNs) return false
  if (query.reason !== undefined && block.reason[i] !== query.reason) return false
  if (query.page === undefined) return true
  return query.page >= block.page[i] && query.page < block.page[i] + Math.max(1, block.pages[i])
}

function reasonBit(code: number): number {
  return 1 << (code % 31)
}
