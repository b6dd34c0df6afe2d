import type { Gap, Ledger, Regret } from '../../../shared/contract/findings.ts'
import type { Lab } from '../../../shared/contract/lab.ts'
import { decisionSentence } from '../../../shared/documents/decision-sentence.ts'
import { reasonOf } from '../../../shared/documents/decision.ts'
import { formatCount, formatQuantity } from '../../../shared/units/format.ts'
import { isOracle, oracleOf } from '../../../shared/figures/oracle-run.ts'
import { openKeptRun } from './kept-run.ts'
import { exitCodes, printJson, printLines, tableLines } from './terminal.ts'

/** `tierlab findings FILE.tierlab[#run]`: what stands out, and each migration's cost against what it saved. */
export async function findingsCommand(lab: Lab, word: string, json: boolean): Promise<number> {
  const { workspace, run } = await openKeptRun(lab, word)
  const ref = { workspace: workspace.id, run: run.id }
  const oracle = oracleOf(run, workspace.runs)
  const found = await last(lab.findings(ref), (event) =>
    event.type === 'findings' ? event.findings : undefined,
  )
  const regret = await last(lab.regret({ ...ref, ...(oracle && { oracle: oracle.id }) }), (event) =>
    event.type === 'regret' ? event.regret : undefined,
  )
  if (json) printJson({ run: run.id, name: run.plan.name, findings: found, regret: regretDocument(regret, run.spec.scale, oracle?.id) })
  else {
    const lines = found.flatMap(({ title, sentence, fork }) => [
      `▲ ${title}`,
      `  ${sentence}`,
      ...(fork ? [`  try: ${fork.path}=${String(fork.value)} from ${formatQuantity(fork.atNs, 'ns', 5)} on`] : []),
    ])
    const none = found.length === 0 ? ['nothing stands out'] : []
    printLines([`${run.plan.name}, run ${run.number}`, '', ...none, ...lines, '', ...ledgerLines(regret.ledger), '', ...(isOracle(run) ? [] : gapLines(regret.gap, oracle !== undefined))])
  }
  return exitCodes.done
} // prettier-ignore

async function last<Event, T>(events: AsyncIterable<Event>, take: (event: Event) => T | undefined): Promise<T> {
  for await (const event of events) {
    const taken = take(event)
    if (taken !== undefined) return taken
  }
  throw new Error('bug: a stream ended without its answer')
} // prettier-ignore

function regretDocument(
  { ledger, gap, worst, pageShare }: Regret,
  scale: number,
  oracle: string | undefined,
) {
  return {
    ...ledger,
    byReason: ledger.byReason.map(({ reason, ...each }) => ({ reason: reasonOf(reason).id, ...each })),
    pageShare,
    oracle: oracle ?? null,
    gap: gap ?? null,
    worst: worst.slice(0, 20).map((row) => ({
      timeNs: row.timeNs,
      page: row.page,
      reason: reasonOf(row.reason).id,
      sentence: decisionSentence(row, scale),
      costNs: row.costNs,
      savedNs: row.outcome?.savedNs ?? null,
    })),
  }
}

function ledgerLines({ moves, costNs, savedNs, losingMoves, lostNs }: Ledger): string[] {
  const time = (ns: number) => formatQuantity(ns, 'ns', 4)
  return tableLines([
    ['moves', formatCount(moves)],
    ['paid for decisions', time(costNs)],
    ['saved by moves', time(savedNs)],
    ['moves that lost', `${formatCount(losingMoves)}, ${time(lostNs)} in all`],
  ])
}

function gapLines(gap: Gap | undefined, hasOracle: boolean): string[] {
  if (!gap)
    return [
      hasOracle
        ? 'the gap to the oracle cannot be told: the workload has no one number of threads'
        : 'no run of the same experiment under next-epoch-oracle is kept: with one, the gap to it is told',
    ]
  const time = (ns: number) => `${ns < 0 ? '−' : '+'}${formatQuantity(Math.abs(ns), 'ns', 4)}`
  return [
    'thread time beyond the oracle’s, for the same accesses',
    ...tableLines([
      ['  paid for decisions', time(gap.decisionCostNs)],
      ['  other kernel work', time(gap.otherKernelNs)],
      ['  savings missed', time(gap.missedSavingsNs)],
      ['  unexplained', time(gap.unexplainedNs)],
      ['  in all', time(gap.totalNs)],
    ]),
  ]
}
