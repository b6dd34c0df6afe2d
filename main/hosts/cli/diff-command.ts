import type { DecisionRow, Divergence, RunComparison, RunPair } from '../../../shared/contract/comparing.ts'
import type { Lab } from '../../../shared/contract/lab.ts'
import { decisionSentence } from '../../../shared/documents/decision-sentence.ts'
import { outcomeKinds, reasonOf, type DecisionColumns } from '../../../shared/documents/decision.ts'
import type { MetricInfo, RunRecord } from '../../../shared/documents/run.ts'
import { metricDelta, metricInfoOf, metricText } from '../../../shared/figures/meaning.ts'
import { formatCount, formatQuantity } from '../../../shared/units/format.ts'
import { openKeptRun, type KeptRun } from './kept-run.ts'
import { CommandError, exitCodes, printJson, printLines, tableLines } from './terminal.ts'

export interface DiffOptions {
  readonly json: boolean
  /** Decisions of either run alone that are listed. */
  readonly limit: number
}

/** `tierlab diff A.tierlab[#run] B.tierlab[#run]`: two kept runs held against each other. */
export async function diffCommand(lab: Lab, words: readonly string[], options: DiffOptions): Promise<number> {
  const { json, limit } = options
  if (words.length !== 2)
    throw new CommandError(
      'tierlab: a diff is of two runs; write tierlab diff A.tierlab#1 B.tierlab#2 (without #: the latest run)',
    )
  if (!Number.isInteger(limit) || limit < 0 || limit > 10_000)
    throw new CommandError('tierlab: --limit takes a whole number up to 10000')
  const a = await openKeptRun(lab, words[0])
  const b = await openKeptRun(lab, words[1])
  const pair: RunPair = {
    a: { workspace: a.workspace.id, run: a.run.id },
    b: { workspace: b.workspace.id, run: b.run.id },
  }
  const comparison = await compare(lab, pair)
  const list = async (which: 'onlyA' | 'onlyB') => {
    const count = comparison.decisions?.[which] ?? 0
    if (count === 0 || limit === 0) return undefined
    const span = { fromNs: 0, toNs: Infinity, offset: 0, limit }
    return (await lab.differingDecisions({ ...pair, ...span, which })).rows
  }
  const rows = { onlyA: await list('onlyA'), onlyB: await list('onlyB') }
  if (json) printJson(diffDocument(words, a, b, comparison, rows))
  else printLines(diffLines(words, a, b, comparison, rows, (await lab.catalog({})).metrics))
  return exitCodes.done
}

interface Listed {
  readonly onlyA: DecisionColumns | undefined
  readonly onlyB: DecisionColumns | undefined
}

async function compare(lab: Lab, pair: RunPair): Promise<RunComparison> {
  const cancel = new AbortController()
  const stop = () => cancel.abort()
  process.once('SIGINT', stop).once('SIGTERM', stop)
  const { stderr } = process
  let shown = false
  try {
    for await (const event of lab.compareRuns(pair, cancel.signal)) {
      if (event.type === 'compared') return event.comparison
      if (!stderr.isTTY) continue
      shown = true
      stderr.write(`\r${formatQuantity(event.doneShare, 'share', 2)} compared\x1b[K`)
    }
    throw new Error('bug: a comparison ended without an answer')
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop)
    if (shown) stderr.write('\r\x1b[K')
  }
}

function diffDocument(
  words: readonly string[],
  a: KeptRun,
  b: KeptRun,
  comparison: RunComparison,
  rows: Listed,
) {
  const { identical, sameUntilNs, notes, firstDivergence, setup, summary, decisions } = comparison
  const side = (word: string, { run }: KeptRun) => ({
    file: word,
    run: run.id,
    name: run.plan.name,
    seed: run.plan.run.seed,
    planHash: run.planHash,
    engineVersion: run.engineVersion,
  })
  return {
    a: side(words[0], a),
    b: side(words[1], b),
    identical,
    /** null: they never come apart. */
    sameUntilNs: Number.isFinite(sameUntilNs) ? sameUntilNs : null,
    notes,
    firstDivergence: firstDivergence && divergenceDocument(firstDivergence, a.run),
    setup: setup.differences.map(({ path, a: inA, b: inB }) => ({ path, a: inA ?? null, b: inB ?? null })),
    summary: summary.differences.map(({ name, a: inA, b: inB }) => ({
      name,
      unit: (inA ?? inB)?.unit,
      a: inA?.value ?? null,
      b: inB?.value ?? null,
      ...(inA && inB && { delta: inB.value - inA.value }),
    })),
    decisions: decisions
      ? {
          inBoth: decisions.inBoth,
          otherReason: decisions.otherReason,
          comparedPageShare: decisions.comparedPageShare,
          counts: { onlyA: decisions.onlyA, onlyB: decisions.onlyB },
          byReason: decisions.byReason
            .filter(({ onlyA, onlyB, inBothA, inBothB }) => onlyA + onlyB > 0 || inBothA !== inBothB)
            .map(({ reason, ...counts }) => ({ reason: reasonOf(reason).id, ...counts })),
          onlyA: listDocument(rows.onlyA, a.run),
          onlyB: listDocument(rows.onlyB, b.run),
        }
      : null,
  }
}

function divergenceDocument({ timeNs, page, number, a, b }: Divergence, run: RunRecord) {
  return {
    timeNs,
    page,
    number,
    a: a ? decisionDocument(a, run) : null,
    b: b ? decisionDocument(b, run) : null,
  }
}

function listDocument(rows: DecisionColumns | undefined, run: RunRecord) {
  return rows ? rowsOf(rows).map((row) => decisionDocument(row, run)) : []
}

function rowsOf(columns: DecisionColumns): Omit<DecisionRow, 'row'>[] {
  const { timeNs, page, pages, from, to, reason, a, b, c, costNs } = columns
  return Array.from({ length: columns.rows }, (_, i) => ({
    timeNs: timeNs[i], page: page[i], pages: pages[i], from: from[i], to: to[i], reason: reason[i],
    a: a[i], b: b[i], c: c[i], costNs: costNs[i],
  })) // prettier-ignore
}

function decisionDocument(row: Omit<DecisionRow, 'row'>, { spec }: RunRecord) {
  const { id, verdict, actor, numbers } = reasonOf(row.reason)
  const values = [row.a, row.b, row.c]
  const { outcome } = row
  return {
    timeNs: row.timeNs,
    page: row.page,
    pages: row.pages,
    from: spec.nodes[row.from]?.title ?? row.from,
    to: spec.nodes[row.to]?.title ?? row.to,
    verdict,
    reason: id,
    actor,
    numbers: numbers.map(({ title, unit }, i) => ({ title, value: values[i], unit })),
    sentence: decisionSentence(row, spec.scale),
    costNs: row.costNs,
    ...(outcome && {
      outcome: { kind: outcomeKinds[outcome.kind], timeNs: outcome.timeNs, savedNs: outcome.savedNs },
    }),
  }
}

function diffLines(
  words: readonly string[],
  a: KeptRun,
  b: KeptRun,
  comparison: RunComparison,
  rows: Listed,
  metrics: readonly MetricInfo[],
): string[] {
  const { identical, sameUntilNs, notes, setup, summary, decisions, firstDivergence } = comparison
  const title = (letter: string, word: string, { run }: KeptRun) =>
    `${letter}  ${word}: ${run.plan.name}, run ${run.number}, seed ${run.plan.run.seed}, plan ${run.planHash.slice(0, 16)}`
  const head = [title('A', words[0], a), title('B', words[1], b), ...notes]
  if (identical) return [...head, '', 'identical: setup, summary, series and every decision']
  const same =
    sameUntilNs === Infinity
      ? 'one run in all series and decisions'
      : `one run until ${formatQuantity(sameUntilNs, 'ns', 6)}`
  const counted = decisions
    ? `${formatCount(decisions.inBoth)} decisions in both, ${formatCount(decisions.onlyA)} only in A, ${formatCount(decisions.onlyB)} only in B`
    : 'decisions are not compared'
  return [
    ...head,
    '',
    same,
    counted,
    ...divergenceLines(firstDivergence, a.run),
    '',
    `setup: ${setup.differences.length} differ, ${setup.equal} equal`,
    ...tableLines(
      setup.differences.map(({ path, a: inA, b: inB }) => [`  ${path}`, valueText(inA), valueText(inB)]),
    ),
    '',
    `summary: ${summary.differences.length} differ, ${summary.equal} equal`,
    ...tableLines(summary.differences.map((difference) => summaryCells(difference, metrics))),
    ...listLines('only in A', rows.onlyA, decisions?.onlyA ?? 0, a.run),
    ...listLines('only in B', rows.onlyB, decisions?.onlyB ?? 0, b.run),
  ]
}

function valueText(value: unknown): string {
  return value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)
}

function summaryCells(
  { name, a, b }: RunComparison['summary']['differences'][number],
  metrics: readonly MetricInfo[],
): string[] {
  const info = metricInfoOf(metrics, name)
  const text = (metric: typeof a) => (metric ? metricText(metric, info) : '–')
  return [`  ${name}`, text(a), text(b), a && b ? metricDelta(a, b, info) : '']
}

function divergenceLines(divergence: Divergence | null, run: RunRecord): string[] {
  if (!divergence) return ['no divergence: both decide the same, in the same order']
  const side = (letter: string, row: DecisionRow | undefined) =>
    `  ${letter}  ${row ? decisionWords(row, run) : 'decides nothing about it within a second'}`
  return [
    `first divergence at ${formatQuantity(divergence.timeNs, 'ns', 6)}, page ${divergence.page}`,
    side('A', divergence.a),
    side('B', divergence.b),
  ]
}

function listLines(
  title: string,
  rows: DecisionColumns | undefined,
  total: number,
  run: RunRecord,
): string[] {
  if (!rows) return []
  const lines = rowsOf(rows).map((row) => [
    `  ${formatQuantity(row.timeNs, 'ns', 6)}`,
    `page ${row.page}`,
    decisionWords(row, run),
  ])
  return ['', `${title}: ${rows.rows} of ${formatCount(total)}`, ...tableLines(lines)]
}

function decisionWords(row: Omit<DecisionRow, 'row'>, { spec }: RunRecord): string {
  const { verdict } = reasonOf(row.reason)
  const node = (number: number) => spec.nodes[number]?.title ?? String(number)
  return `${verdict} ${node(row.from)} → ${node(row.to)}: ${decisionSentence(row, spec.scale)}`
}
