import type { DifferingPage, DifferingRequest } from '../../../shared/contract/comparing.ts'
import { copyDecision, emptyDecisions } from '../../../shared/documents/comparing/decision-columns.ts'
import { allMatch, matchingRows, mayMatch, needsOutcomes, type DecisionRange } from '../decision-search.ts'
import type { DecisionSource } from './decision-source.ts'
import { fates, notCompared, onlyHere } from './diff-decisions.ts'
import { rangeOfRow, type DiffedPair } from './diff-steps.ts'

export type DifferingQuery = Omit<DifferingRequest, 'a' | 'b'>

/** A page of the decisions that are in one run only, or in both, in the order of the log. */
export async function differingDecisions(pair: DiffedPair, query: DifferingQuery): Promise<DifferingPage> {
  const side = query.which === 'onlyB' ? 'b' : 'a'
  const source = pair[side]
  const wanted = wantedRows(pair, query.which)
  const firstWanted = Math.max(0, query.offset)
  const endWanted = firstWanted + Math.max(0, query.limit)
  const taken: number[] = []
  let total = 0
  for (const range of source.ranges) {
    if (!mayMatch(range, query)) continue
    let count = 0
    for (let i = 0; i < range.rows; i++) if (wanted(range.first + i)) count++
    if (count === 0) continue
    const isWhole = allMatch(range, query)
    if (isWhole && (total + count <= firstWanted || total >= endWanted)) {
      total += count
      continue
    }
    const places = isWhole ? undefined : await matchingPlaces(source, range, query)
    const length = places?.length ?? range.rows
    for (let i = 0; i < length; i++) {
      const row = range.first + (places ? places[i] : i)
      if (!wanted(row)) continue
      if (total >= firstWanted && total < endWanted) taken.push(row)
      total++
    }
  }
  const { rows, kind, timeNs, savedNs } = await readRows(source, taken)
  const came = { outcomeKind: kind, outcomeTimeNs: timeNs, savedNs }
  if (query.which !== 'both') return { total, rows, ...came }
  const partners = taken.map((row) => pair.diff.partnerOfA[row])
  return { total, rows, matched: (await readRows(pair.b, partners)).rows, ...came }
}

async function matchingPlaces(
  source: DecisionSource,
  range: DecisionRange,
  query: DifferingQuery,
): Promise<Uint32Array> {
  const moves = await source.moves(range)
  const came = needsOutcomes(query) ? await source.outcomes(range) : undefined
  return matchingRows(moves, query, { moves, ...(came && { outcomeKind: came.kind }) })
}

function wantedRows({ diff }: DiffedPair, which: DifferingQuery['which']): (row: number) => boolean {
  const { partnerOfA, fateOfB } = diff
  if (which === 'onlyB') return (row) => fateOfB[row] === fates.onlyHere
  if (which === 'onlyA') return (row) => partnerOfA[row] === onlyHere
  return (row) => partnerOfA[row] < notCompared
}

/** Rows by their numbers, in the order given; each block is read once while the rows stay in it. */
async function readRows(source: DecisionSource, numbers: readonly number[]) {
  const rows = emptyDecisions(numbers.length)
  const kind = new Uint8Array(numbers.length)
  const timeNs = new Float64Array(numbers.length)
  const savedNs = new Float64Array(numbers.length)
  const order = numbers.map((_, i) => i).sort((x, y) => numbers[x] - numbers[y])
  let range = source.ranges[0]
  let block = undefined
  let came = undefined
  for (const i of order) {
    const row = numbers[i]
    if (!block || !came || row >= range.first + range.rows || row < range.first) {
      range = rangeOfRow(source, row)
      block = await source.block(range)
      came = await source.outcomes(range)
    }
    const place = row - range.first
    copyDecision(block, place, rows, i)
    kind[i] = came.kind[place]
    timeNs[i] = came.timeNs[place]
    savedNs[i] = came.savedNs[place]
  }
  return { rows, kind, timeNs, savedNs }
}
