import type { DecisionColumns, OutcomeColumns } from '../../../shared/documents/decision.ts'
import { emptyDecisions } from '../../../shared/documents/comparing/decision-columns.ts'
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
  drainDecisions(): DecisionColumns
  drainOutcomes(): OutcomeColumns
}

/** Doubles of a pending row: time, a, b, c, page with pages, cost with from, to and reason. */
const rowDoubles = 6
/** Doubles of a pending outcome: decision, time, kind, saved. */
const outcomeDoubles = 4
/** Room at first; few, so that growing is nothing new when V8 compiles what calls it. */
const fewestRows = 64

/**
 * Pending rows lie side by side, so that a decision touches one or two cache lines of the run it interrupts; they
 * become columns when they are drained.
 */
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
      const word = 2 * at + 8
      words[word] = page
      words[word + 1] = pages
      singles[word + 2] = costNs
      words[word + 3] = from | (to << 8) | (reason << 16)
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
      const columns = decisionColumns(doubles, words, singles, rows)
      drained += rows
      rows = 0
      askFrom()
      return columns
    },

    drainOutcomes() {
      const columns = outcomeColumns(pendingOutcomes, outcomes)
      outcomes = 0
      return columns
    },
  }
}

/** Loops are functions of their own, so that V8 knows what follows them when it compiles them on the way. */
function decisionColumns(
  doubles: Float64Array,
  words: Uint32Array,
  singles: Float32Array,
  rows: number,
): DecisionColumns {
  const columns = emptyDecisions(rows)
  fillNumbers(columns, doubles)
  fillCodes(columns, words, singles)
  return columns
}

function fillNumbers({ rows, timeNs, a, b, c }: DecisionColumns, doubles: Float64Array): void {
  for (let i = 0; i < rows; i++) {
    const at = i * rowDoubles
    timeNs[i] = doubles[at]
    a[i] = doubles[at + 1]
    b[i] = doubles[at + 2]
    c[i] = doubles[at + 3]
  }
}

function fillCodes(columns: DecisionColumns, words: Uint32Array, singles: Float32Array): void {
  const { rows, page, pages, from, to, reason, costNs } = columns
  for (let i = 0; i < rows; i++) {
    const word = 2 * i * rowDoubles + 8
    page[i] = words[word]
    pages[i] = words[word + 1]
    costNs[i] = singles[word + 2]
    const codes = words[word + 3]
    from[i] = codes & 0xff
    to[i] = (codes >>> 8) & 0xff
    reason[i] = codes >>> 16
  }
}

function outcomeColumns(pending: Float64Array, rows: number): OutcomeColumns {
  const columns: OutcomeColumns = {
    rows,
    decision: new Float64Array(rows),
    timeNs: new Float64Array(rows),
    kind: new Uint8Array(rows),
    savedNs: new Float64Array(rows),
  }
  fillOutcomes(columns, pending)
  return columns
}

function fillOutcomes(
  { rows, decision, timeNs, kind, savedNs }: OutcomeColumns,
  pending: Float64Array,
): void {
  for (let i = 0; i < rows; i++) {
    const at = i * outcomeDoubles
    decision[i] = pending[at]
    timeNs[i] = pending[at + 1]
    kind[i] = pending[at + 2]
    savedNs[i] = pending[at + 3]
  }
}
