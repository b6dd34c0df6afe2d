import type { FindingsEvent, RegretEvent, RegretRequest } from '../../../shared/contract/findings.ts'
import { decisionFindings } from '../../history/findings/decision-findings.ts'
import { seriesFindings, type FrameColumns } from '../../history/findings/series-findings.ts'
import { addUp, gapTo } from '../../history/regret/ledger.ts'
import { asShown } from '../../history/diff/series-delta.ts'
import { createBreath } from './breath.ts'
import { progressStream } from './progress-stream.ts'
import type { RunLender } from './run-lender.ts'
import { openRunSource, type RunSource } from './run-source.ts'

/** `FindingsLab`, within a store's thread. */
export interface Appraiser {
  regret(request: Omit<RegretRequest, 'workspace'>, signal?: AbortSignal): AsyncIterable<RegretEvent>
  findings(request: { run: string }, signal?: AbortSignal): AsyncIterable<FindingsEvent>
}

export function createAppraiser(lender: RunLender): Appraiser {
  return {
    regret: ({ run, oracle }, outer) =>
      progressStream<RegretEvent, RegretEvent>(async (report, signal) => {
        const parts = oracle === undefined ? 1 : 2
        const breathe = (part: number) =>
          createBreath(signal, (share) => report({ type: 'progress', doneShare: (part + share) / parts }))
        const own = await openRunSource(lender, run)
        const { ledger, worst, pageShare } = await addUp(own.decisions, own.record, breathe(0))
        const sums = { ledger, worst, pageShare }
        if (oracle === undefined) return { type: 'regret', regret: sums }
        const best = await openRunSource(lender, oracle)
        const bestSums = await addUp(best.decisions, best.record, breathe(1))
        const gap = gapTo(own.record, ledger, best.record, bestSums.ledger)
        return { type: 'regret', regret: { ...sums, ...(gap && { gap }) } }
      }, outer),

    findings: ({ run }, outer) =>
      progressStream<FindingsEvent, FindingsEvent>(async (report, signal) => {
        const breathe = createBreath(signal, (doneShare) => report({ type: 'progress', doneShare }))
        const source = await openRunSource(lender, run)
        const columns = await readColumns(source, [
          ...['migrationBytes', 'hintFaults', 'missedAccesses', 'throughputAccessesPerSec', 'hotThresholdMs'],
          ...source.record.spec.columns
            .map(({ name }) => name)
            .filter((name) => name.startsWith('latencyNs.') || name.startsWith('bytesPerSec.')),
        ])
        const ofDecisions = await decisionFindings(source.decisions, source.record, breathe)
        const findings = [...ofDecisions, ...seriesFindings(source.record, columns)]
        return { type: 'findings', findings }
      }, outer),
  }
}

async function readColumns({ record, head, column }: RunSource, names: readonly string[]): Promise<FrameColumns> {
  const found = new Map<string, Float64Array>()
  for (const name of names) {
    const spec = record.spec.columns.find((known) => known.name === name)
    if (spec) found.set(name, asShown(spec, { timeNs: head.timeNs, data: await column(name) }).value)
  }
  return { timeNs: head.timeNs, column: (name) => found.get(name) }
} // prettier-ignore
