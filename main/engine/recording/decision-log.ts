import type { DecisionColumns, OutcomeColumns } from '../../../shared/documents/decision.ts'
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
  let capacity = 1024
  let doubles = new Float64Array(rowDoubles * capacity)
  let words = new Uint32Array(doubles.buffer)
  let singles = new Float32Array(doubles.buffer)
  let outcomes = 0
  let pendingOutcomes = new Float64Array(outcomeDoubles * 1024)

  function makeRoom(): void {
    doubles = grown(doubles, rowDoubles * (rows + 1))
    words = new Uint32Array(doubles.buffer)
    singles = new Float32Array(doubles.buffer)
    capacity = Math.floor(doubles.length / rowDoubles)
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
      if (drained + rows >= completeRows) {
        if (completeUntilNs === Infinity) completeUntilNs = timeNs
        if (!isKept(page)) return -1
      }
      if (rows === capacity) makeRoom()
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
      return columns
    },

    drainOutcomes() {
      const columns = outcomeColumns(pendingOutcomes, outcomes)
      outcomes = 0
      return columns
    },
  }
}

function decisionColumns(
  doubles: Float64Array,
  words: Uint32Array,
  singles: Float32Array,
  rows: number,
): DecisionColumns {
  const timeNs = new Float64Array(rows)
  const page = new Uint32Array(rows)
  const pages = new Uint32Array(rows)
  const from = new Uint8Array(rows)
  const to = new Uint8Array(rows)
  const reason = new Uint8Array(rows)
  const a = new Float64Array(rows)
  const b = new Float64Array(rows)
  const c = new Float64Array(rows)
  const costNs = new Float32Array(rows)
  for (let i = 0; i < rows; i++) {
    const at = i * rowDoubles
    timeNs[i] = doubles[at]
    a[i] = doubles[at + 1]
    b[i] = doubles[at + 2]
    c[i] = doubles[at + 3]
    const word = 2 * at + 8
    page[i] = words[word]
    pages[i] = words[word + 1]
    costNs[i] = singles[word + 2]
    const codes = words[word + 3]
    from[i] = codes & 0xff
    to[i] = (codes >>> 8) & 0xff
    reason[i] = codes >>> 16
  }
  return { rows, timeNs, page, pages, from, to, reason, a, b, c, costNs }
}

function outcomeColumns(pending: Float64Array, rows: number): OutcomeColumns {
  const decision = new Float64Array(rows)
  const timeNs = new Float64Array(rows)
  const kind = new Uint8Array(rows)
  const savedNs = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    const at = i * outcomeDoubles
    decision[i] = pending[at]
    timeNs[i] = pending[at + 1]
    kind[i] = pending[at + 2]
    savedNs[i] = pending[at + 3]
  }
  return { rows, decision, timeNs, kind, savedNs }
}
