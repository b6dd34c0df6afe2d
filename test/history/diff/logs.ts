import type { DecisionColumns } from '../../../shared/documents/decision.ts'
import { cutDecisions, emptyDecisions } from '../../../shared/documents/comparing/decision-columns.ts'
import { rangeOf } from '../../../main/history/decision-search.ts'
import type { DecisionSource } from '../../../main/history/diff/decision-source.ts'

/** A decision of a hand-made log: reasons 0 moves, 2 refuses, 4 fails. */
export interface LogRow {
  readonly timeNs: number
  readonly page: number
  readonly from?: number
  readonly to?: number
  readonly reason?: number
  readonly pages?: number
  readonly a?: number
}

/** A log in blocks of so many rows, in memory, that counts the blocks it was asked for. */
export interface CountedSource extends DecisionSource {
  readonly asked: { blocks: number }
}

export function columnsOf(rows: readonly LogRow[]): DecisionColumns {
  const columns = emptyDecisions(rows.length)
  rows.forEach((row, i) => {
    columns.timeNs[i] = row.timeNs
    columns.page[i] = row.page
    columns.pages[i] = row.pages ?? 1
    columns.from[i] = row.from ?? 1
    columns.to[i] = row.to ?? 0
    columns.reason[i] = row.reason ?? 0
    columns.a[i] = row.a ?? 0
  })
  return columns
}

export function sourceOf(
  rows: readonly LogRow[] | DecisionColumns,
  { rowsPerBlock = 5, keptShare = 1, keepSeed = 7, completeUntilNs = Infinity } = {},
): CountedSource {
  const all = 'timeNs' in rows ? rows : columnsOf(rows)
  const firsts: number[] = []
  for (let first = 0; first < all.rows; first += rowsPerBlock) firsts.push(first)
  const cut = (first: number) => cutDecisions(all, first, Math.min(all.rows, first + rowsPerBlock))
  const asked = { blocks: 0 }
  const read = async ({ first }: { first: number }) => {
    asked.blocks++
    return cut(first)
  }
  return {
    asked,
    keepSeed,
    coverage: {
      decisionsCompleteUntilNs: completeUntilNs,
      decisionsKeptShare: keptShare,
      decisionsMade: all.rows,
      mapsCompleteUntilNs: Infinity,
      mapsKeptShare: 1,
    },
    ranges: firsts.map((first) => rangeOf(first, cut(first))),
    moves: read,
    block: read,
    async outcomes({ rows: count }) {
      return {
        kind: new Uint8Array(count).fill(255),
        timeNs: new Float64Array(count),
        savedNs: new Float64Array(count),
      }
    },
  }
}

export const calmly = { breathe: async () => {} }
