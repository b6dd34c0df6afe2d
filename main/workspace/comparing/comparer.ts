import type {
  CompareEvent, DecisionCounts, DifferingPage, DifferingRequest, Divergence, PlacementDelta, PlacementDeltaRequest,
  RunComparison, RunPair, SeriesDelta, SeriesDeltaRequest, StepRequest,
} from '../../../shared/contract/comparing.ts' // prettier-ignore
import { LabError } from '../../../shared/contract/errors.ts'
import { planDifferences } from '../../../shared/documents/comparing/plan-differences.ts'
import { comparable, restrictionNote, summaryDifferences } from '../../history/diff/comparable.ts'
import { comparedCells } from '../../history/diff/compared-pages.ts'
import { diffDecisions, type DecisionDiff } from '../../history/diff/diff-decisions.ts'
import { firstDivergence, stepDivergence, type DiffedPair } from '../../history/diff/diff-steps.ts'
import { differingDecisions } from '../../history/diff/differing-decisions.ts'
import { foldPlacement } from '../../history/diff/fold-placement.ts'
import { placementDifference, type PlacementHistory } from '../../history/diff/placement-difference.ts'
import { asShown, commonGrid, deltaColumn } from '../../history/diff/series-delta.ts'
import { createBreath } from './breath.ts'
import { progressStream } from './progress-stream.ts'
import type { RunLender } from './run-lender.ts'
import { openRunSource, type RunSource } from './run-source.ts'
import { sameFrames } from './same-frames.ts'

/** A run of this store, or of the one that is known here by `peer`. */
export interface ComparedRun {
  readonly run: string
  readonly peer?: string
}

/** A request about two runs, in the words of a store. */
export type Comparing<T> = Omit<T, keyof RunPair> & ComparedPair

export interface ComparedPair {
  readonly a: ComparedRun
  readonly b: ComparedRun
}

/** `ComparingLab`, within a store's thread. */
export interface Comparer {
  compareRuns(request: ComparedPair, signal?: AbortSignal): AsyncIterable<CompareEvent>
  differingDecisions(request: Comparing<DifferingRequest>, signal?: AbortSignal): Promise<DifferingPage>
  stepDivergence(request: Comparing<StepRequest>, signal?: AbortSignal): Promise<Divergence | null>
  seriesDelta(request: Comparing<SeriesDeltaRequest>, signal?: AbortSignal): Promise<SeriesDelta>
  placementDelta(request: Comparing<PlacementDeltaRequest>, signal?: AbortSignal): Promise<PlacementDelta>
}

/** Pairs whose matched decisions and placements are kept; five bytes a decision each. */
const mostKept = 2
/** The placement picture that is kept of a pair; requests are folded from it. */
const pictureColumns = 1000
const pictureRows = 256

interface KeptPair {
  decisions?: DecisionDiff
  readonly placements: Map<string, PlacementHistory>
}

export function createComparer(lenderOf: (peer: string | undefined) => RunLender): Comparer {
  const kept = new Map<string, KeptPair>()

  async function sources({ a, b }: ComparedPair): Promise<readonly [RunSource, RunSource]> {
    return Promise.all([a, b].map(({ run, peer }) => openRunSource(lenderOf(peer), run))) as Promise<
      [RunSource, RunSource]
    >
  }

  function keptOf({ a, b }: ComparedPair): KeptPair {
    const name = JSON.stringify([a.peer, a.run, b.peer, b.run])
    const known = kept.get(name) ?? { placements: new Map<string, PlacementHistory>() }
    kept.delete(name)
    kept.set(name, known)
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
    return known
  }

  async function matched(
    request: ComparedPair,
    [a, b]: readonly [RunSource, RunSource],
    breathe: (doneShare: number) => Promise<void>,
  ): Promise<DiffedPair> {
    const pair = keptOf(request)
    const { decisions, notes } = comparable(a.record, b.record)
    if (!decisions)
      throw new LabError('bad-request', notes[0].replace(/\..*$/, ''), 'choose two runs of one machine')
    pair.decisions ??= await diffDecisions(a.decisions, b.decisions, { breathe })
    return { a: a.decisions, b: b.decisions, diff: pair.decisions }
  }

  async function compare(
    request: ComparedPair,
    breathe: (doneShare: number) => Promise<void>,
  ): Promise<RunComparison> {
    const pair = await sources(request)
    const [a, b] = pair
    const { decisions, notes } = comparable(a.record, b.record)
    const setup = planDifferences(a.record.plan, b.record.plan)
    const summary = summaryDifferences(a.record.summary, b.record.summary)
    const frames = await sameFrames(a, b, breathe)
    if (!decisions) {
      const identical = false
      return { identical, sameUntilNs: frames.untilNs, notes, setup, summary, firstDivergence: null }
    }
    const diffed = await matched(request, pair, breathe)
    const { diff } = diffed
    const first = await firstDivergence(diffed)
    const cells = comparedCells(
      { coverage: a.head.coverage, keepSeed: a.record.plan.run.seed },
      { coverage: b.head.coverage, keepSeed: b.record.plan.run.seed },
    )
    const restrictions = [restrictionNote(diff.pages, 'Decisions'), restrictionNote(cells, 'Placements')]
    const sameUntilNs = Math.min(frames.untilNs, diff.changedNs)
    const differs = setup.differences.length + summary.differences.length > 0
    return {
      identical: !differs && sameUntilNs === Infinity,
      sameUntilNs,
      notes: [...notes, ...restrictions.filter((note) => note !== undefined)],
      setup,
      summary,
      decisions: countsOf(diff),
      firstDivergence: first,
    }
  }

  async function placement(
    request: ComparedPair & { map: string },
    [a, b]: readonly [RunSource, RunSource],
    breathe: (doneShare: number) => Promise<void>,
  ): Promise<PlacementHistory> {
    const { placements } = keptOf(request)
    const known = placements.get(request.map)
    if (known) return known
    const { isCompared } = comparedCells(
      { coverage: a.head.coverage, keepSeed: a.record.plan.run.seed },
      { coverage: b.head.coverage, keepSeed: b.record.plan.run.seed },
    )
    const [tapeA, tapeB] = [a.tape(request.map), b.tape(request.map)]
    if (tapeA.spec.cells !== tapeB.spec.cells)
      throw new LabError('bad-request', 'the maps of the two runs have different cells', 'choose two runs of one machine and workload') // prettier-ignore
    const found = await placementDifference(tapeA, tapeB, {
      ...(isCompared && { isCompared }),
      mostColumns: pictureColumns,
      mostRows: pictureRows,
      breathe,
    })
    placements.set(request.map, found)
    return found
  }

  return {
    compareRuns: (request, signal) =>
      progressStream<CompareEvent, CompareEvent>(async (report, ended) => {
        const breathe = createBreath(ended, (doneShare) => report({ type: 'progress', doneShare }))
        return { type: 'compared', comparison: await compare(request, breathe) }
      }, signal),

    async differingDecisions(request, signal) {
      const pair = await matched(request, await sources(request), createBreath(signal))
      return differingDecisions(pair, request)
    },

    async stepDivergence(request, signal) {
      const pair = await matched(request, await sources(request), createBreath(signal))
      const { direction, place, timeNs = 0 } = request
      const start =
        direction === 'next'
          ? ({ timeNs, side: 'a', row: -1 } as const)
          : ({ timeNs, side: 'b', row: Infinity } as const)
      return stepDivergence(pair, place ?? start, direction)
    },

    async seriesDelta(request) {
      const [a, b] = await sources(request)
      const grid = commonGrid(a.head.timeNs, b.head.timeNs, request.fromNs, request.toNs)
      const stepsPerSample = Math.max(1, Math.ceil(grid.timeNs.length / request.points))
      const startNs = Math.max(
        a.head.timeNs[(grid.frameA[0] ?? 0) - 1] ?? 0,
        b.head.timeNs[(grid.frameB[0] ?? 0) - 1] ?? 0,
      )
      const shown = async (source: RunSource, name: string) => {
        const data = await source.column(name)
        const spec = source.record.spec.columns.find((column) => column.name === name)
        return spec ? asShown(spec, { timeNs: source.head.timeNs, data }) : data
      }
      const columns: SeriesDelta['columns'] = Object.fromEntries(
        await Promise.all(
          request.columns.map(async (name) => {
            const [inA, inB] = await Promise.all([shown(a, name), shown(b, name)])
            return [name, deltaColumn(grid, inA, inB, startNs, stepsPerSample)] as const
          }),
        ),
      )
      const timeNs = Float64Array.from(
        { length: Math.ceil(grid.timeNs.length / stepsPerSample) },
        (_, i) => grid.timeNs[Math.min(grid.timeNs.length, (i + 1) * stepsPerSample) - 1],
      )
      return { timeNs, stepsPerSample, columns }
    },

    async placementDelta(request, signal) {
      const pair = await sources(request)
      return foldPlacement(await placement(request, pair, createBreath(signal)), request)
    },
  }
}

function countsOf({ tally, pages }: DecisionDiff): DecisionCounts {
  const { bothA, bothB, onlyA, onlyB } = tally.byReason
  const reasons = Array.from(bothA, (_, reason) => ({
    reason,
    inBothA: bothA[reason],
    inBothB: bothB[reason],
    onlyA: onlyA[reason],
    onlyB: onlyB[reason],
  }))
  return {
    inBoth: tally.bothCount,
    onlyA: tally.onlyACount,
    onlyB: tally.onlyBCount,
    otherReason: tally.otherReasonCount,
    comparedPageShare: pages.share,
    byReason: reasons.filter((each) => each.inBothA + each.inBothB + each.onlyA + each.onlyB > 0),
    overTime: tally.overTime,
  }
}
