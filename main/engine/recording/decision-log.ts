import {
  codesOf,
  outcomeDoubles,
  rowDoubles,
  type DecisionRows,
  type OutcomeRows,
} from '../../../shared/documents/comparing/decision-rows.ts'
import type { Recorder } from './recorder.ts'
import { createRowPages } from './row-pages.ts'

/** A decision's row and the row of what came of it, charged together so that the budget never depends on outcomes. */
export const bytesPerDecision = 47 + 25

export interface DecisionLog {
  readonly decide: Recorder['decide']
  readonly outcome: Recorder['outcome']
  readonly made: number
  /** Time of the first decision that found the budget spent; Infinity while none did. */
  readonly completeUntilNs: number
  drainDecisions(): DecisionRows
  drainOutcomes(): OutcomeRows
}

export function createDecisionLog(budgetBytes: number, isKept: (page: number) => boolean): DecisionLog {
  const completeRows = Math.floor(budgetBytes / bytesPerDecision)
  const decisionPages = createRowPages(rowDoubles)
  const outcomePages = createRowPages(outcomeDoubles)
  const { rowsPerPage } = decisionPages
  let turnedAway = 0
  let completeUntilNs = Infinity
  /** Decisions before those on the page. */
  let first = 0
  let rows = 0
  let decisionRows = decisionPages.page
  /** Rows that may follow without a question: there is room for them on the page, and they are within the budget. */
  let unasked = 0
  let outcomes = 0
  let outcomeRows = outcomePages.page
  beginPage()

  function beginPage(): void {
    first += rows
    rows = 0
    unasked = Math.min(rowsPerPage, completeRows - first)
  }

  /** Apart from `decide`, and on the way of its pages, so that V8 need not compile the run anew when the budget is spent. */
  function admits(page: number, timeNs: number): boolean {
    if (first + rows >= completeRows) {
      if (completeUntilNs === Infinity) completeUntilNs = timeNs
      if (!isKept(page)) {
        turnedAway++
        return false
      }
    }
    if (rows === rowsPerPage) {
      decisionRows = decisionPages.turn()
      beginPage()
    }
    return true
  }

  return {
    get made() {
      return first + rows + turnedAway
    },
    get completeUntilNs() {
      return completeUntilNs
    },

    decide(timeNs, page, pages, from, to, reason, a, b, c, costNs) {
      if (rows >= unasked && !admits(page, timeNs)) return -1
      const doubles = decisionRows
      const row = rows
      const at = row * rowDoubles
      doubles[at] = timeNs
      doubles[at + 1] = a
      doubles[at + 2] = b
      doubles[at + 3] = c
      doubles[at + 4] = costNs
      doubles[at + 5] = page
      doubles[at + 6] = codesOf(from, to, reason, pages)
      rows = row + 1
      return first + row
    },

    outcome(decision, timeNs, kind, savedNs) {
      if (decision < 0) return
      if (outcomes === rowsPerPage) {
        outcomeRows = outcomePages.turn()
        outcomes = 0
      }
      const doubles = outcomeRows
      const at = outcomes * outcomeDoubles
      doubles[at] = decision
      doubles[at + 1] = timeNs
      doubles[at + 2] = kind
      doubles[at + 3] = savedNs
      outcomes++
    },

    drainDecisions() {
      const drained = decisionPages.drain(rows)
      beginPage()
      return drained
    },

    drainOutcomes() {
      const drained = outcomePages.drain(outcomes)
      outcomes = 0
      return drained
    },
  }
}
