import type { DecisionColumns, OutcomeColumns } from '../decision.ts'
import type { Lent } from '../../base/lent.ts'
import { emptyDecisions } from './decision-columns.ts'

/** Some rows of equally many doubles each, one after another. */
export interface RowPage extends Lent {
  readonly rows: number
  /** May be longer than the rows. */
  readonly doubles: Float64Array
}

/**
 * Decisions as the recorder takes them down: the numbers of one lie side by side, so that a decision touches one or two
 * cache lines of the run it interrupts. Whoever keeps them makes columns of them, in a thread of their own.
 *
 * A row is `rowDoubles` doubles: time, a, b, c, cost, page, `codesOf`. All are doubles, for a row of several kinds of
 * numbers is several arrays to V8, each with checks of its own.
 */
export type DecisionRows = readonly RowPage[]

/** The same for outcomes, of `outcomeDoubles` doubles: number of the decision, time, kind, saved. */
export type OutcomeRows = readonly RowPage[]

export const rowDoubles = 7
export const outcomeDoubles = 4

/** A byte each of from, to and reason, and above them the pages, a whole number below 2^29. The unit is written out, for V8 would look up a constant. */
export function codesOf(from: number, to: number, reason: number, pages: number): number {
  return (from | (to << 8) | (reason << 16)) + pages * 0x1000000
}

export function decisionColumnsOf(pages: DecisionRows): DecisionColumns {
  const columns = emptyDecisions(rowsOf(pages))
  eachPage(pages, (page, first) => addDecisions(page, columns, first))
  return columns
}

function addDecisions({ rows, doubles }: RowPage, columns: DecisionColumns, first: number): void {
  const { timeNs, a, b, c, page, pages, from, to, reason, costNs } = columns
  for (let row = 0, i = first; row < rows; row++, i++) {
    const at = row * rowDoubles
    timeNs[i] = doubles[at]
    a[i] = doubles[at + 1]
    b[i] = doubles[at + 2]
    c[i] = doubles[at + 3]
    costNs[i] = doubles[at + 4]
    page[i] = doubles[at + 5]
    const codes = doubles[at + 6]
    pages[i] = codes / 0x1000000
    from[i] = codes & 0xff
    to[i] = (codes >>> 8) & 0xff
    reason[i] = (codes >>> 16) & 0xff
  }
}

export function outcomeColumnsOf(pages: OutcomeRows): OutcomeColumns {
  const rows = rowsOf(pages)
  const columns: OutcomeColumns = {
    rows,
    decision: new Float64Array(rows),
    timeNs: new Float64Array(rows),
    kind: new Uint8Array(rows),
    savedNs: new Float64Array(rows),
  }
  eachPage(pages, (page, first) => addOutcomes(page, columns, first))
  return columns
}

function addOutcomes({ rows, doubles }: RowPage, columns: OutcomeColumns, first: number): void {
  const { decision, timeNs, kind, savedNs } = columns
  for (let row = 0, i = first; row < rows; row++, i++) {
    const at = row * outcomeDoubles
    decision[i] = doubles[at]
    timeNs[i] = doubles[at + 1]
    kind[i] = doubles[at + 2]
    savedNs[i] = doubles[at + 3]
  }
}

/** Visits the pages with the number of their first row. */
function eachPage(pages: readonly RowPage[], visit: (page: RowPage, first: number) => void): void {
  let first = 0
  for (const page of pages) {
    visit(page, first)
    first += page.rows
  }
}

function rowsOf(pages: readonly RowPage[]): number {
  return pages.reduce((sum, { rows }) => sum + rows, 0)
}
