import type { DecisionRow } from '../../../shared/contract/comparing.ts'
import type { Gap, Ledger } from '../../../shared/contract/findings.ts'
import { createKeptPages } from '../../../shared/documents/comparing/kept-pages.ts'
import { reasonOf } from '../../../shared/documents/decision.ts'
import { partOfPlan } from '../../../shared/documents/plan.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import type { DecisionSource } from '../diff/decision-source.ts'
import { decisionRow } from '../diff/diff-steps.ts'

/** A run's migrations added up, at full size: pages, and thread time in ns. */
export interface LedgerSums {
  readonly ledger: Ledger
  readonly worst: readonly DecisionRow[]
  readonly pageShare: number
}

const mostWorst = 100
const openOutcome = 255

/** What of a plan turns recorded amounts into thread time. */
export function unitsOf({ plan }: Pick<RunRecord, 'plan'>): { scale: number; linesPerThread: number } {
  const lines = partOfPlan(plan, 'workload')?.values.linesPerThread
  return {
    scale: plan.run.scale,
    linesPerThread: typeof lines === 'number' && lines > 0 ? lines : 1,
  }
}

/** One pass over the log. Where details were kept only of some pages, these stand for all. */
export async function addUp(
  source: DecisionSource,
  run: Pick<RunRecord, 'plan'>,
  breathe: (doneShare: number) => Promise<void>,
): Promise<LedgerSums> {
  const { scale, linesPerThread } = unitsOf(run)
  const { decisionsKeptShare: pageShare } = source.coverage
  const isKept = pageShare < 1 ? createKeptPages(source.keepSeed, pageShare) : undefined
  const isMove = Uint8Array.from({ length: 256 }, (_, code) => (reasonOf(code).verdict === 'moved' ? 1 : 0))
  const [count, cost, saved, losing] = Array.from({ length: 4 }, () => new Float64Array(256))
  const worst = createWorst(mostWorst)
  let lostNs = 0
  let read = 0
  for (const range of source.ranges) {
    const block = await source.block(range)
    const came = await source.outcomes(range)
    for (let i = 0; i < block.rows; i++) {
      if (isKept && !isKept(block.page[i])) continue
      const reason = block.reason[i]
      const costNs = block.costNs[i] * scale
      count[reason]++
      cost[reason] += costNs
      if (isMove[reason] === 0 || came.kind[i] === openOutcome) continue
      const savedNs = came.savedNs[i] / linesPerThread
      saved[reason] += savedNs
      if (savedNs >= costNs) continue
      losing[reason]++
      lostNs += costNs - savedNs
      if (costNs - savedNs > worst.least)
        worst.add(costNs - savedNs, {
          ...decisionRow(block, i, range.first + i),
          outcome: { kind: came.kind[i], timeNs: came.timeNs[i], savedNs: came.savedNs[i] },
        })
    }
    await breathe(++read / source.ranges.length)
  }
  const all = (column: Float64Array, of: (reason: number) => boolean = () => true) =>
    column.reduce((sum, value, reason) => sum + (of(reason) ? value : 0), 0) / pageShare
  const ledger = {
    moves: scale * all(count, (reason) => isMove[reason] === 1),
    refusals: scale * all(count, (reason) => isMove[reason] === 0),
    costNs: all(cost),
    savedNs: all(saved),
    losingMoves: scale * all(losing),
    lostNs: lostNs / pageShare,
    byReason: Array.from(count, (rows, reason) => ({
      reason,
      count: (scale * rows) / pageShare,
      costNs: cost[reason] / pageShare,
      savedNs: saved[reason] / pageShare,
      losing: (scale * losing[reason]) / pageShare,
    })).filter((each) => each.count > 0),
  }
  return { ledger, worst: worst.list(), pageShare }
}

/** The few greatest of many; those of equal size that came first. */
function createWorst(most: number) {
  const kept: { readonly size: number; readonly row: DecisionRow }[] = []
  return {
    get least() {
      return kept.length < most ? -Infinity : kept[kept.length - 1].size
    },
    add(size: number, row: DecisionRow) {
      let place = kept.length
      while (place > 0 && kept[place - 1].size < size) place--
      kept.splice(place, 0, { size, row })
      if (kept.length > most) kept.pop()
    },
    list: () => kept.map(({ row }) => row),
  }
}

type Summed = Pick<RunRecord, 'plan' | 'summary' | 'simulatedNs' | 'accesses'>

/**
 * The thread time that `run` took beyond what the oracle would have taken for the same accesses, and what of it the
 * ledgers explain. Undefined where the plan has no number of threads or a summary lacks what is needed.
 */
export function gapTo(run: Summed, own: Ledger, oracle: Summed, best: Ledger): Gap | undefined {
  const threads = partOfPlan(run.plan, 'workload')?.values.threads
  const throughput = (each: Summed) => each.summary.throughputAccessesPerSec?.value ?? 0
  const kernel = (each: Summed) => each.summary.kernelShare?.value
  const [kernelOwn, kernelBest] = [kernel(run), kernel(oracle)]
  if (typeof threads !== 'number' || kernelOwn === undefined || kernelBest === undefined) return undefined
  if (throughput(run) <= 0 || throughput(oracle) <= 0 || oracle.simulatedNs <= 0) return undefined
  const timeNs = threads * run.simulatedNs
  const bestTimeNs = (timeNs * throughput(run)) / throughput(oracle)
  // The oracle's amounts, for as many accesses as this run made.
  const share = bestTimeNs / (threads * oracle.simulatedNs)
  const totalNs = timeNs - bestTimeNs
  const decisionCostNs = own.costNs - share * best.costNs
  const otherKernelNs = kernelOwn * timeNs - own.costNs - (kernelBest * bestTimeNs - share * best.costNs)
  const missedSavingsNs = share * best.savedNs - own.savedNs
  const unexplainedNs = totalNs - decisionCostNs - otherKernelNs - missedSavingsNs
  return { totalNs, decisionCostNs, otherKernelNs, missedSavingsNs, unexplainedNs }
}
