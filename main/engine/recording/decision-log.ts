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

export function createDecisionLog(budgetBytes: number, isKept: (page: number) => boolean): DecisionLog {
  const completeRows = Math.floor(budgetBytes / bytesPerDecision)
  let made = 0
  let completeUntilNs = Infinity
  let drained = 0
  let rows = 0
  let timeNs = new Float64Array(1024)
  let page = new Uint32Array(1024)
  let pages = new Uint32Array(1024)
  let from = new Uint8Array(1024)
  let to = new Uint8Array(1024)
  let reason = new Uint8Array(1024)
  let a = new Float64Array(1024)
  let b = new Float64Array(1024)
  let c = new Float64Array(1024)
  let costNs = new Float32Array(1024)

  let outcomes = 0
  let outcomeDecision = new Float64Array(1024)
  let outcomeTimeNs = new Float64Array(1024)
  let outcomeKind = new Uint8Array(1024)
  let outcomeSavedNs = new Float64Array(1024)

  function makeRoomForDecision(): void {
    timeNs = grown(timeNs, rows + 1)
    page = grown(page, rows + 1)
    pages = grown(pages, rows + 1)
    from = grown(from, rows + 1)
    to = grown(to, rows + 1)
    reason = grown(reason, rows + 1)
    a = grown(a, rows + 1)
    b = grown(b, rows + 1)
    c = grown(c, rows + 1)
    costNs = grown(costNs, rows + 1)
  }

  function makeRoomForOutcome(): void {
    outcomeDecision = grown(outcomeDecision, outcomes + 1)
    outcomeTimeNs = grown(outcomeTimeNs, outcomes + 1)
    outcomeKind = grown(outcomeKind, outcomes + 1)
    outcomeSavedNs = grown(outcomeSavedNs, outcomes + 1)
  }

  return {
    get made() {
      return made
    },
    get completeUntilNs() {
      return completeUntilNs
    },

    decide(atNs, firstPage, pageCount, fromNode, toNode, why, first, second, third, paidNs) {
      made++
      if (drained + rows >= completeRows) {
        if (completeUntilNs === Infinity) completeUntilNs = atNs
        if (!isKept(firstPage)) return -1
      }
      if (rows === timeNs.length) makeRoomForDecision()
      timeNs[rows] = atNs
      page[rows] = firstPage
      pages[rows] = pageCount
      from[rows] = fromNode
      to[rows] = toNode
      reason[rows] = why
      a[rows] = first
      b[rows] = second
      c[rows] = third
      costNs[rows] = paidNs
      return drained + rows++
    },

    outcome(decision, atNs, kind, savedNs) {
      if (decision < 0) return
      if (outcomes === outcomeTimeNs.length) makeRoomForOutcome()
      outcomeDecision[outcomes] = decision
      outcomeTimeNs[outcomes] = atNs
      outcomeKind[outcomes] = kind
      outcomeSavedNs[outcomes] = savedNs
      outcomes++
    },

    drainDecisions() {
      const columns: DecisionColumns = {
        rows,
        timeNs: timeNs.slice(0, rows),
        page: page.slice(0, rows),
        pages: pages.slice(0, rows),
        from: from.slice(0, rows),
        to: to.slice(0, rows),
        reason: reason.slice(0, rows),
        a: a.slice(0, rows),
        b: b.slice(0, rows),
        c: c.slice(0, rows),
        costNs: costNs.slice(0, rows),
      }
      drained += rows
      rows = 0
      return columns
    },

    drainOutcomes() {
      const columns: OutcomeColumns = {
        rows: outcomes,
        decision: outcomeDecision.slice(0, outcomes),
        timeNs: outcomeTimeNs.slice(0, outcomes),
        kind: outcomeKind.slice(0, outcomes),
        savedNs: outcomeSavedNs.slice(0, outcomes),
      }
      outcomes = 0
      return columns
    },
  }
}
