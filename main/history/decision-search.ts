import type { DecisionFilter } from '../../shared/contract/run-queries.ts'
import { outcomeKinds, reasonOf, type DecisionColumns } from '../../shared/documents/decision.ts'

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

/** The columns that every query may look at. */
export type SearchedColumns = Pick<DecisionColumns, 'rows' | 'timeNs' | 'page' | 'pages' | 'reason'>

/** What only some queries look at, read only for them: see `needsMoves`, `needsOutcomes`. */
export interface OtherColumns {
  readonly moves?: Pick<DecisionColumns, 'from' | 'to'>
  /** Kind of each row's outcome, 255 where none came yet. */
  readonly outcomeKind?: Uint8Array
}

export const rowsPerBlock = 65_536
const openOutcome = 255

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

export function needsMoves(filter: DecisionFilter): boolean {
  return filter.from !== undefined || filter.to !== undefined
}

export function needsOutcomes(filter: DecisionFilter): boolean {
  return filter.outcome !== undefined
}

/** False where no row of the block can match, so that it need not be read. */
export function mayMatch(range: DecisionRange, filter: DecisionFilter): boolean {
  if (range.latestNs < filter.fromNs || range.earliestNs > filter.toNs) return false
  const [firstPage, lastPage] = pagesOf(filter)
  if (lastPage < range.lowestPage || firstPage > range.highestPage) return false
  const allowed = allowedReasons(filter)
  if (!allowed) return true
  for (let code = 0; code < allowed.length; code++)
    if (allowed[code] === 1 && (range.reasonBits & reasonBit(code)) !== 0) return true
  return false
}

/** True where every row of the block matches, so that counting needs no reading. */
export function allMatch(range: DecisionRange, filter: DecisionFilter): boolean {
  return inTime(range, filter) && !looksAtRows(filter)
}

/** Is the whole block within the times of the filter? Then its count holds for every span of time that does the same. */
export function inTime(range: DecisionRange, filter: Pick<DecisionFilter, 'fromNs' | 'toNs'>): boolean {
  return range.earliestNs >= filter.fromNs && range.latestNs <= filter.toNs
}

/** Places of the matching rows within the block, ascending. */
export function matchingRows(
  block: SearchedColumns,
  filter: DecisionFilter,
  { moves, outcomeKind }: OtherColumns = {},
): Uint32Array {
  const { timeNs, page, pages, reason, rows } = block
  const { fromNs, toNs, from, to } = filter
  const [firstPage, lastPage] = pagesOf(filter)
  const allowed = allowedReasons(filter)
  const outcome = filter.outcome === undefined ? undefined : outcomeCode(filter.outcome)
  const found = new Uint32Array(rows)
  let count = 0
  for (let i = 0; i < rows; i++) {
    if (timeNs[i] < fromNs || timeNs[i] > toNs) continue
    if (allowed && allowed[reason[i]] === 0) continue
    if (page[i] > lastPage || page[i] + Math.max(1, pages[i]) <= firstPage) continue
    if (from !== undefined && moves!.from[i] !== from) continue
    if (to !== undefined && moves!.to[i] !== to) continue
    if (outcome !== undefined && (outcomeKind![i] !== outcome || !movesCode(reason[i]))) continue
    found[count++] = i
  }
  return found.subarray(0, count)
}

/** `allowed[code]`: 1 where the filter lets that reason pass; undefined where it lets all. */
function allowedReasons(filter: DecisionFilter): Uint8Array | undefined {
  const { reason, reasons, verdict } = filter
  if (reason === undefined && reasons === undefined && verdict === undefined) return undefined
  return Uint8Array.from({ length: 256 }, (_, code) => {
    const named = (reason ?? code) === code && (reasons?.includes(code) ?? true)
    return named && (verdict === undefined || reasonOf(code).verdict === verdict) ? 1 : 0
  })
}

function looksAtRows(filter: DecisionFilter): boolean {
  const { page, lastPage, reason, reasons, verdict } = filter
  const searched = [page, lastPage, reason, reasons, verdict].some((part) => part !== undefined)
  return searched || needsMoves(filter) || needsOutcomes(filter)
}

function pagesOf({ page, lastPage }: DecisionFilter): readonly [first: number, last: number] {
  return [page ?? 0, lastPage ?? page ?? Infinity]
}

function outcomeCode(outcome: NonNullable<DecisionFilter['outcome']>): number {
  return outcome === 'open' ? openOutcome : outcomeKinds.indexOf(outcome)
}

/** Only of moves something can come. */
function movesCode(code: number): boolean {
  return reasonOf(code).verdict === 'moved'
}

function reasonBit(code: number): number {
  return 1 << (code % 31)
}
