import type { FindingsLab } from '../../shared/contract/findings.ts'
import type { ComparingLab } from '../../shared/contract/comparing.ts'
import { emptyDecisions } from '../../shared/documents/comparing/decision-columns.ts'

/** Every two runs of the fake lab are one run. */
export const fakeComparing: ComparingLab & FindingsLab = {
  async *regret() {
    const ledger = { moves: 0, refusals: 0, costNs: 0, savedNs: 0, losingMoves: 0, lostNs: 0, byReason: [] }
    yield { type: 'regret', regret: { ledger, worst: [], pageShare: 1 } } as const
  },
  async *findings() {
    yield { type: 'findings', findings: [] } as const
  },
  async *compareRuns() {
    const none = { differences: [], equal: 0 }
    const comparison = {
      identical: true, sameUntilNs: Infinity, notes: [], setup: none, summary: none, firstDivergence: null,
    } // prettier-ignore
    yield { type: 'compared', comparison } as const
  },
  differingDecisions: async () => ({
    total: 0,
    rows: emptyDecisions(0),
    outcomeKind: new Uint8Array(0),
    outcomeTimeNs: new Float64Array(0),
    savedNs: new Float64Array(0),
  }),
  stepDivergence: async () => null,
  seriesDelta: async () => ({ timeNs: new Float64Array(0), stepsPerSample: 1, columns: {} }),
  placementDelta: async () => ({
    timeNs: new Float64Array(0),
    differing: { value: new Float64Array(0), min: new Float64Array(0), max: new Float64Array(0) },
    byState: [],
    cells: 0,
    comparedShare: 1,
    untilNs: new Float64Array(0),
    columns: 0,
    rows: 0,
    states: 0,
    cellsPerRow: 1,
    counts: new Uint32Array(0),
  }),
}
