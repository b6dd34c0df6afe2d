import type { DecisionColumns, OutcomeColumns } from '../decision.ts'
import { emptyDecisions } from './decision-columns.ts'

/**
 * Decisions as the recorder takes them down: the numbers of one lie side by side, so that a decision touches one or two
 * cache lines of the run it interrupts. Whoever keeps them makes columns of them, in a thread of their own.
 *
 * A row is `rowDoubles` doubles: time, a, b, c; then as 32-bit words page, pages, cost (a float) and the codes.
 */
export interface DecisionRows {
  readonly rows: number
  readonly doubles: Float64Array<ArrayBuffer>
}

/** The same for outcomes, of `outcomeDoubles` doubles: number of the decision, time, kind, saved. */
export type OutcomeRows = DecisionRows

export const rowDoubles = 6
/** Where the words of row 0 begin, of 2 × `rowDoubles` words a row. */
export const firstWord = 8
export const outcomeDoubles = 4

export function codesOf(from: number, to: number, reason: number): number {
  return from | (to << 8) | (reason << 16)
}

export function decisionColumnsOf({ rows, doubles }: DecisionRows): DecisionColumns {
  const columns = emptyDecisions(rows)
  const { timeNs, a, b, c, page, pages, from, to, reason, costNs } = columns
  const words = new Uint32Array(doubles.buffer)
  const singles = new Float32Array(doubles.buffer)
  for (let i = 0; i < rows; i++) {
    const at = i * rowDoubles
    timeNs[i] = doubles[at]
    a[i] = doubles[at + 1]
    b[i] = doubles[at + 2]
    c[i] = doubles[at + 3]
    const word = 2 * at + firstWord
    page[i] = words[word]
    pages[i] = words[word + 1]
    costNs[i] = singles[word + 2]
    const codes = words[word + 3]
    from[i] = codes & 0xff
    to[i] = (codes >>> 8) & 0xff
    reason[i] = codes >>> 16
  }
  return columns
}

export function outcomeColumnsOf({ rows, doubles }: OutcomeRows): OutcomeColumns {
  const columns: OutcomeColumns = {
    rows,
    decision: new Float64Array(rows),
    timeNs: new Float64Array(rows),
    kind: new Uint8Array(rows),
    savedNs: new Float64Array(rows),
  }
  const { decision, timeNs, kind, savedNs } = columns
  for (let i = 0; i < rows; i++) {
    const at = i * outcomeDoubles
    decision[i] = doubles[at]
    timeNs[i] = doubles[at + 1]
    kind[i] = doubles[at + 2]
    savedNs[i] = doubles[at + 3]
  }
  return columns
}
