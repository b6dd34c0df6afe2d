import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyDecisions } from '../../../shared/documents/comparing/decision-columns.ts'
import { createKeptPages } from '../../../shared/documents/comparing/kept-pages.ts'
import { reasonCode, reasonOf } from '../../../shared/documents/decision.ts'
import type { TieringPlan } from '../../../shared/documents/plan.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { decisionFindings } from '../../../main/history/findings/decision-findings.ts'
import { seriesFindings } from '../../../main/history/findings/series-findings.ts'
import { addUp, gapTo } from '../../../main/history/regret/ledger.ts'
import { runOf } from '../../workspace/stored-run.ts'
import { calmly, sourceOf } from '../diff/logs.ts'

interface Move {
  readonly timeNs: number
  readonly page: number
  readonly up: boolean
  readonly costNs: number
  /** Absent: nothing has come of it. */
  readonly savedNs?: number
  readonly backAfterNs?: number
  readonly refused?: boolean
}

const [hot, tail, cold] = (['hint-fault-hot', 'inactive-tail', 'hint-fault-cold'] as const).map(reasonCode)
const reasonFor = ({ up, refused }: Move) => (refused ? cold : up ? hot : tail)

function logOf(moves: readonly Move[], options: Parameters<typeof sourceOf>[1] = {}) {
  const columns = emptyDecisions(moves.length)
  moves.forEach((move, i) => {
    columns.timeNs[i] = move.timeNs
    columns.page[i] = move.page
    columns.pages[i] = 1
    columns.from[i] = move.up ? 1 : 0
    columns.to[i] = move.up ? 0 : 1
    columns.reason[i] = reasonFor(move)
    columns.costNs[i] = move.costNs
  })
  return {
    ...sourceOf(columns, options),
    async outcomes({ first, rows }: { first: number; rows: number }) {
      const of = moves.slice(first, first + rows)
      return {
        kind: Uint8Array.from(of, (m) => (m.refused || m.savedNs === undefined ? 255 : m.backAfterNs === undefined ? 0 : 1)),
        timeNs: Float64Array.from(of, (m) => m.timeNs + (m.backAfterNs ?? 0)),
        savedNs: Float64Array.from(of, (m) => m.savedNs ?? 0),
      }
    },
  }
} // prettier-ignore

const base = runOf({ columns: [], tracks: [], maps: [], matrices: [], nodes: [], scale: 4, pageBytes: 4096 })

function runWith(changes: Partial<RunRecord>, policy: Readonly<Record<string, number | boolean>> = {}): RunRecord {
  const plan: TieringPlan = {
    ...(base.plan as TieringPlan),
    run: { ...(base.plan as TieringPlan).run, scale: 4, pingPongNs: 1000 },
    workload: { kind: 'zipf', values: { threads: 8, linesPerThread: 2 } },
    policy: { kind: 'autonuma-tiering', values: policy },
  }
  const map = { id: 'placement', title: '', cells: 640, cellTitle: 'page', legend: [] }
  return { ...base, plan, spec: { ...base.spec, maps: [map] }, simulatedNs: 24_000, ...changes }
} // prettier-ignore

describe('the ledger', () => {
  const move = fc.record(
    {
      timeNs: fc.nat(9000),
      page: fc.nat(600),
      up: fc.boolean(),
      costNs: fc.integer({ min: 1, max: 50 }),
      savedNs: fc.integer({ min: -500, max: 500 }),
      refused: fc.boolean(),
    },
    { requiredKeys: ['timeNs', 'page', 'up', 'costNs'] },
  )

  it('[H21] adds up what every decision cost and every move saved, and lists the moves that lost most', async () => {
    let losing = 0
    await fc.assert(
      fc.asyncProperty(fc.array(move, { maxLength: 40, size: 'max' }), async (moves) => {
        const { ledger, worst } = await addUp(logOf(moves), runWith({}), calmly.breathe)
        const closed = moves.filter((m) => !m.refused && m.savedNs !== undefined)
        const net = (m: Move) => (m.savedNs ?? 0) / 2 - 4 * m.costNs
        const lost = closed.filter((m) => net(m) < 0)
        losing += lost.length
        const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0)
        expect(ledger).toMatchObject({
          moves: 4 * moves.filter((m) => !m.refused).length,
          refusals: 4 * moves.filter((m) => m.refused).length,
          costNs: 4 * sum(moves.map((m) => m.costNs)),
          savedNs: sum(closed.map((m) => (m.savedNs ?? 0) / 2)),
          losingMoves: 4 * lost.length,
          lostNs: sum(lost.map((m) => -net(m))),
        })
        expect(sum(ledger.byReason.map(({ costNs }) => costNs))).toBe(ledger.costNs)
        const inOrder = [...lost].sort((x, y) => net(x) - net(y))
        expect(worst.map((row) => (row.outcome?.savedNs ?? 0) / 2 - 4 * row.costNs)).toEqual(inOrder.map(net))
      }),
      { seed: 61, numRuns: 200 },
    )
    expect(losing).toBeGreaterThan(500)
  })

  it('[H21] takes the kept pages for all, where details were kept of no others', async () => {
    const isKept = createKeptPages(7, 1 / 64)
    const moves = Array.from({ length: 6400 }, (_, page) => ({ timeNs: page, page, up: true, costNs: 10, savedNs: 0 }))
    const run = runWith({})
    const share = { keptShare: 1 / 64, rowsPerBlock: 512 }
    const { ledger, pageShare } = await addUp(logOf(moves, share), run, calmly.breathe)
    const kept = moves.filter(({ page }) => isKept(page)).length
    expect(pageShare).toBe(1 / 64)
    expect(ledger).toMatchObject({ moves: 4 * 64 * kept, costNs: 40 * 64 * kept })
  }) // prettier-ignore

  const summary = (throughput: number, kernel: number) => ({
    throughputAccessesPerSec: { value: throughput, unit: 'accessesPerSec' as const },
    kernelShare: { value: kernel, unit: 'share' as const },
  })
  const sums = (costNs: number, savedNs: number) =>
    ({ moves: 0, refusals: 0, costNs, savedNs, losingMoves: 0, lostNs: 0, byReason: [] }) as const

  it('[H22] the gap to the oracle is the sum of its parts and of what they do not explain', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 6, maxLength: 6 }), (n) => {
        const own = runWith({ summary: summary(n[0], n[1] / 2000), simulatedNs: 5000 })
        const oracle = runWith({ summary: summary(n[0] + n[2], n[3] / 4000), simulatedNs: 7000 })
        const gap = gapTo(own, sums(n[4], n[5]), oracle, sums(n[5], n[4]))
        if (!gap) throw new Error('both runs have threads and a throughput')
        const { totalNs, decisionCostNs, otherKernelNs, missedSavingsNs, unexplainedNs } = gap
        expect(totalNs).toBeCloseTo(8 * 5000 * (1 - n[0] / (n[0] + n[2])), 6)
        expect(decisionCostNs + otherKernelNs + missedSavingsNs + unexplainedNs).toBeCloseTo(totalNs, 6)
      }),
      { seed: 62, numRuns: 200 },
    )
    const same = runWith({ summary: summary(100, 0.1) })
    const none = gapTo(same, sums(70, 50), same, sums(70, 50))
    for (const part of Object.values(none ?? {})) expect(Math.abs(part)).toBeLessThan(1e-9)
  })
})

describe('findings', () => {
  /** Pages 100 to 129 go up and down twice around 6 µs; the rest moves once and stays. */
  const trips = Array.from({ length: 30 }, (_, i) =>
    [5800, 6100].map((timeNs) => ({
      timeNs,
      page: 100 + i,
      up: true,
      costNs: 10,
      savedNs: 1,
      backAfterNs: 200,
    })),
  ).flat()
  const quiet = Array.from({ length: 60 }, (_, i) => ({
    timeNs: 9000 + i,
    page: i,
    up: true,
    costNs: 10,
    savedNs: 900,
  }))

  it('[H23] pages that ping-pong are counted, placed in time and among the pages, with a change to try', async () => {
    const run = runWith({}, { hot_threshold_ms: 1000 })
    const found = await decisionFindings(logOf([...trips, ...quiet]), run, calmly.breathe)
    expect(found).toMatchObject([
      { kind: 'pingPong', title: '120 pages ping-pong', fromNs: 5800, toNs: 6100, page: 100, lastPage: 109 },
    ])
    expect(found[0].fork).toEqual({ path: 'policy.hot_threshold_ms', value: 500, atNs: 5800 })
    expect(await decisionFindings(logOf(quiet), run, calmly.breathe)).toEqual([])
  })

  it('[H23] demotions that cost more than keeping the page are counted', async () => {
    const demoted = Array.from({ length: 40 }, (_, i) => ({
      timeNs: 3000, page: i, up: false, costNs: 10, savedNs: i < 25 ? -1000 : -5,
    })) // prettier-ignore
    const found = await decisionFindings(logOf(demoted), runWith({}), calmly.breathe)
    expect(found).toMatchObject([{ kind: 'soonUsed', title: '100 demotions regretted', atNs: 3000 }])
  })

  const frames = 100
  const ends = Float64Array.from({ length: frames }, (_, i) => (i + 1) * 240)
  const series = (columns: Readonly<Record<string, (frame: number) => number>>) => ({
    timeNs: ends,
    column(name: string) {
      const of = columns[name]
      return of && Float64Array.from(ends, (_, frame) => of(frame))
    },
  })
  const column = (name: string) => ({ name, title: 'CXL 1', unit: 'ns', fold: 'mean', about: '' }) as const
  const within = (first: number, end: number) => (frame: number) => frame >= first && frame < end

  it('[H24] a storm past the knee, a tracker that sees nothing and a threshold at its bound are found where they are', () => {
    const [storm, blind, stuck] = [within(20, 30), within(40, 60), within(70, 95)]
    const run = runWith(
      { spec: { ...base.spec, columns: [column('latencyNs.cxl1')] } },
      { scan_size_mb: 256, scan_period_max_ms: 60_000, hot_threshold_ms: 1000 },
    )
    const found = seriesFindings(
      run,
      series({
        'latencyNs.cxl1': (frame) => (storm(frame) ? 400 : 200),
        'bytesPerSec.cxl1': () => 1e9,
        migrationBytes: (frame) => (storm(frame) ? 4e8 + frame : 1e6),
        hintFaults: (frame) => (blind(frame) ? 0 : 50),
        missedAccesses: () => 1e6,
        throughputAccessesPerSec: () => 5e6,
        hotThresholdMs: (frame) => (stuck(frame) ? 2000 : 1000 + frame),
      }),
    )
    expect(found.map(({ kind, fromNs, toNs }) => [kind, fromNs / 240, toNs / 240])).toEqual([
      ['storm', 20, 30],
      ['starved', 40, 60],
      ['pinned', 70, 95],
    ])
    expect(found[0]).toMatchObject({ atNs: 30 * 240, title: 'migration storm on CXL 1' })
    expect(found[2].fork).toEqual({ path: 'policy.hot_threshold_ms', value: 250, atNs: 70 * 240 })
  })

  it('[H24] nothing is found where nothing stands out, or where a column was not recorded', () => {
    const run = runWith({}, { scan_size_mb: 256, hot_threshold_ms: 1000 })
    expect(seriesFindings(run, series({}))).toEqual([])
    const calm = { hintFaults: () => 5, missedAccesses: () => 1e6, throughputAccessesPerSec: () => 5e6 }
    expect(seriesFindings(run, series({ ...calm, hotThresholdMs: (frame) => 1000 + frame }))).toEqual([])
    expect(reasonOf(hot).verdict).toBe('moved')
  })
})
