import type { DecisionRow, Divergence, DivergencePlace } from '../../../shared/contract/comparing.ts'
import type { DecisionColumns } from '../../../shared/documents/decision.ts'
import { mayMatch, type DecisionRange } from '../decision-search.ts'
import { rowsOf, type DecisionSource } from './decision-source.ts'
import { fates, onlyHere, type DecisionDiff } from './diff-decisions.ts'

/** How far apart in time two decisions about one page may be to be shown as each other's counterparts. */
const counterpartNs = 1e9
/** Blocks, the nearest in time, in which a counterpart is looked for: a dense log has many within a second. */
const counterpartBlocks = 4

/** A pair of runs with what their comparison came to. */
export interface DiffedPair {
  readonly a: DecisionSource
  readonly b: DecisionSource
  readonly diff: DecisionDiff
}

type Side = 'a' | 'b'

export function isUnmatched({ diff }: DiffedPair, side: Side, row: number): boolean {
  return side === 'a' ? diff.partnerOfA[row] === onlyHere : diff.fateOfB[row] === fates.onlyHere
}

/** The unmatched decision after or before a place in the merged order of both logs: time, then A before B, then row. */
export async function stepDivergence(
  pair: DiffedPair,
  place: DivergencePlace,
  direction: 'next' | 'previous',
): Promise<Divergence | null> {
  let found: DivergencePlace | undefined
  const sign = direction === 'next' ? 1 : -1
  for (const side of ['a', 'b'] as const) {
    const { ranges } = pair[side]
    for (const range of direction === 'next' ? ranges : [...ranges].reverse()) {
      if (sign > 0 ? range.latestNs < place.timeNs : range.earliestNs > place.timeNs) continue
      if (found && (sign > 0 ? range.earliestNs > found.timeNs : range.latestNs < found.timeNs)) continue
      if (!hasUnmatched(pair, side, range)) continue
      const { timeNs, rows } = await pair[side].moves(range)
      for (let i = 0; i < rows; i++) {
        const row = range.first + i
        const here = { timeNs: timeNs[i], side, row }
        if (!isUnmatched(pair, side, row) || sign * order(here, place) <= 0) continue
        if (!found || sign * order(here, found) < 0) found = here
      }
    }
  }
  return found ? describe(pair, found) : null
}

/** What the two runs decided where their logs first come apart. */
export async function firstDivergence(pair: DiffedPair): Promise<Divergence | null> {
  const { apart } = pair.diff
  if (!apart) return null
  const [a, b] = [
    apart.a === undefined ? undefined : await rowAt(pair.a, apart.a),
    apart.b === undefined ? undefined : await rowAt(pair.b, apart.b),
  ]
  if (a && b && a.page === b.page) {
    const place = b.timeNs < a.timeNs ? placeOf('b', b) : placeOf('a', a)
    return { timeNs: place.timeNs, page: a.page, a, b, number: await numberOf(pair, place), place }
  }
  const side: Side = !a || (b && b.timeNs < a.timeNs) ? 'b' : 'a'
  return describe(pair, placeOf(side, (side === 'a' ? a : b) as DecisionRow))
}

/** Unmatched decisions up to and with a place. */
async function numberOf(pair: DiffedPair, place: DivergencePlace): Promise<number> {
  let count = 0
  for (const side of ['a', 'b'] as const)
    for (const range of pair[side].ranges) {
      if (range.earliestNs > place.timeNs) continue
      if (range.latestNs < place.timeNs) {
        for (let i = 0; i < range.rows; i++) if (isUnmatched(pair, side, range.first + i)) count++
        continue
      }
      const { timeNs } = await pair[side].moves(range)
      for (let i = 0; i < range.rows; i++) {
        const row = range.first + i
        if (isUnmatched(pair, side, row) && order({ timeNs: timeNs[i], side, row }, place) <= 0) count++
      }
    }
  return count
}

async function describe(pair: DiffedPair, place: DivergencePlace): Promise<Divergence> {
  const own = await rowAt(pair[place.side], place.row)
  const otherSide = place.side === 'a' ? 'b' : 'a'
  const other = await counterpart(pair, otherSide, own)
  const [a, b] = place.side === 'a' ? [own, other] : [other, own]
  return {
    timeNs: own.timeNs,
    page: own.page,
    ...(a && { a }),
    ...(b && { b }),
    number: await numberOf(pair, place),
    place,
  }
}

/** What the other run decided about the page at about that time: unmatched decisions first, then the nearest. */
async function counterpart(pair: DiffedPair, side: Side, own: DecisionRow): Promise<DecisionRow | undefined> {
  const source = pair[side]
  const query = {
    fromNs: own.timeNs - counterpartNs,
    toNs: own.timeNs + counterpartNs,
    page: own.page,
  }
  let best: { row: number; distance: number } | undefined
  const away = ({ earliestNs, latestNs }: DecisionRange) =>
    Math.max(0, earliestNs - own.timeNs, own.timeNs - latestNs)
  const near = source.ranges
    .filter((range) => mayMatch(range, query))
    .sort((x, y) => away(x) - away(y))
    .slice(0, counterpartBlocks)
  for (const range of near) {
    const { page, timeNs, rows } = await source.moves(range)
    for (let i = 0; i < rows; i++) {
      if (page[i] !== own.page || timeNs[i] < query.fromNs || timeNs[i] > query.toNs) continue
      const row = range.first + i
      const distance = Math.abs(timeNs[i] - own.timeNs) + (isUnmatched(pair, side, row) ? 0 : counterpartNs)
      if (!best || distance < best.distance) best = { row, distance }
    }
  }
  return best && rowAt(source, best.row)
}

export async function rowAt(source: DecisionSource, row: number): Promise<DecisionRow> {
  const range = rangeOfRow(source, row)
  const block = await source.block(range)
  const { kind, timeNs, savedNs } = await source.outcomes(range)
  const i = row - range.first
  const decided = decisionRow(block, i, row)
  if (kind[i] === 255) return decided
  return { ...decided, outcome: { kind: kind[i], timeNs: timeNs[i], savedNs: savedNs[i] } }
}

export function decisionRow(block: DecisionColumns, i: number, row: number): DecisionRow {
  const { timeNs, page, pages, from, to, reason, a, b, c, costNs } = block
  return {
    row, timeNs: timeNs[i], page: page[i], pages: pages[i], from: from[i], to: to[i], reason: reason[i],
    a: a[i], b: b[i], c: c[i], costNs: costNs[i],
  } // prettier-ignore
}

export function rangeOfRow(source: DecisionSource, row: number): DecisionRange {
  let [low, high] = [0, source.ranges.length - 1]
  if (row < 0 || row >= rowsOf(source)) throw new Error(`bug: the log has no row ${row}`)
  while (low < high) {
    const middle = (low + high + 1) >>> 1
    if (source.ranges[middle].first <= row) low = middle
    else high = middle - 1
  }
  return source.ranges[low]
}

function hasUnmatched(pair: DiffedPair, side: Side, { first, rows }: DecisionRange): boolean {
  for (let row = first; row < first + rows; row++) if (isUnmatched(pair, side, row)) return true
  return false
}

function placeOf(side: Side, { timeNs, row }: DecisionRow): DivergencePlace {
  return { timeNs, side, row }
}

function order(x: DivergencePlace, y: DivergencePlace): number {
  return x.timeNs - y.timeNs || (x.side === y.side ? x.row - y.row : x.side === 'a' ? -1 : 1)
}
