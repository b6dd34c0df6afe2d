import {
  codesOf,
  firstWord,
  outcomeDoubles,
  rowDoubles,
  type DecisionRows,
  type OutcomeRows,
} from '../../../shared/documents/comparing/decision-rows.ts'
import { grown } from './growing.ts'
import type { Recorder } from './recorder.ts'

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

/** Room at first; few, so that growing is nothing new when V8 compiles what calls it. */
const fewestRows = 64

export function createDecisionLog(budgetBytes: number, isKept: (page: number) => boolean): DecisionLog {
  const completeRows = Math.floor(budgetBytes / bytesPerDecision)
  let made = 0
  let completeUntilNs = Infinity
  let drained = 0
  let rows = 0
  let doubles = new Float64Array(rowDoubles * fewestRows)
  let words = new Uint32Array(doubles.buffer)
  let singles = new Float32Array(doubles.buffer)
  /** Rows that may follow without a question: there is room for them, and they are within the budget. */
  let unasked = 0
  let outcomes = 0
  let pendingOutcomes = new Float64Array(outcomeDoubles * fewestRows)
  askFrom()

  function askFrom(): void {
    unasked = Math.min(Math.floor(doubles.length / rowDoubles), completeRows - drained)
  }

  function makeRoom(): void {
    const roomy = grown(doubles, rowDoubles * (rows + 1))
    if (roomy === doubles) return
    doubles = roomy
    words = new Uint32Array(doubles.buffer)
    singles = new Float32Array(doubles.buffer)
    askFrom()
  }

  /** Apart from `decide`, and on the way of its growth, so that V8 need not compile the run anew when the budget is spent. */
  function admits(page: number, timeNs: number): boolean {
    if (drained + rows >= completeRows) {
      if (completeUntilNs === Infinity) completeUntilNs = timeNs
      if (!isKept(page)) return false
    }
    makeRoom()
    return true
  }

  return {
    get made() {
      return made
    },
    get completeUntilNs() {
      return completeUntilNs
    },

    decide(timeNs, page, pages, from, to, reason, a, b, c, costNs) {
      made++
      if (rows >= unasked && !admits(page, timeNs)) return -1
      const at = rows * rowDoubles
      doubles[at] = timeNs
      doubles[at + 1] = a
      doubles[at + 2] = b
      doubles[at + 3] = c
      const word = 2 * at + firstWord
      words[word] = page
      words[word + 1] = pages
      singles[word + 2] = costNs
      words[word + 3] = codesOf(from, to, reason)
      return drained + rows++
    },

    outcome(decision, timeNs, kind, savedNs) {
      if (decision < 0) return
      const at = outcomes * outcomeDoubles
      if (at === pendingOutcomes.length) pendingOutcomes = grown(pendingOutcomes, at + outcomeDoubles)
      pendingOutcomes[at] = decision
      pendingOutcomes[at + 1] = timeNs
      pendingOutcomes[at + 2] = kind
      pendingOutcomes[at + 3] = savedNs
      outcomes++
    },

    drainDecisions() {
      const taken = { rows, doubles: doubles.slice(0, rows * rowDoubles) }
      drained += rows
      rows = 0
      askFrom()
      return taken
    },

    drainOutcomes() {
      const taken = { rows: outcomes, doubles: pendingOutcomes.slice(0, outcomes * outcomeDoubles) }
      outcomes = 0
      return taken
    },
  }
}
