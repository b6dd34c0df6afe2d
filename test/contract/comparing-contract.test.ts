import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RunComparison, RunPair } from '../../shared/contract/comparing.ts'
import type { RunRef } from '../../shared/contract/records.ts'
import type { Lab } from '../../shared/contract/lab.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import { runOnce, smallSetup, startTestCore, type TestCore } from '../lab/test-core.ts'
import { transports, type ConnectedLab } from './transports.ts'

const lengthSec = 20
/** The same experiment; at half of it the hot threshold becomes another. */
const changed: ExperimentSetup = {
  ...smallSetup(lengthSec),
  schedule: [{ atSec: 10, set: { 'policy.hot_threshold_ms': 100 } }],
}

describe.each(Object.keys(transports))('comparing over %s', (name) => {
  let core: TestCore
  let connected: ConnectedLab
  let lab: Lab
  let pair: RunPair
  let away: RunPair

  const kept = async (setup: ExperimentSetup): Promise<RunRef> => {
    const { workspace, run } = await runOnce(lab, setup)
    expect(run.status).toBe('done')
    return { workspace, run: run.id }
  }

  beforeAll(async () => {
    core = startTestCore()
    connected = await transports[name](core)
    lab = connected.lab
    const a = await kept(smallSetup(lengthSec))
    const { id: experiment } = await lab.putExperiment({ workspace: a.workspace, setup: changed })
    const events = lab.watch({ workspace: a.workspace })[Symbol.asyncIterator]()
    const next = events.next()
    const { id: run } = await lab.startRun({ workspace: a.workspace, experiment })
    for (let step = await next; ; step = await events.next()) if (step.value?.type === 'ended') break
    await events.return?.()
    pair = { a, b: { workspace: a.workspace, run } }
    away = { a, b: await kept(changed) }
  }, 60_000)
  afterAll(async () => {
    await connected.close()
    await core.dispose()
  })

  const compared = async (request: RunPair): Promise<RunComparison> => {
    for await (const event of lab.compareRuns(request)) if (event.type === 'compared') return event.comparison
    throw new Error('nothing was compared')
  }

  test('[H19] the one input that differs, the first divergence after it, and decisions of either alone', async () => {
    const comparison = await compared(pair)
    expect(comparison.setup.differences.map(({ path }) => path)).toEqual([
      'schedule@10s.policy.hot_threshold_ms',
    ])
    expect(comparison).toMatchObject({ identical: false, notes: [] })
    expect(comparison.sameUntilNs).toBeGreaterThanOrEqual(9e9)
    const first = comparison.firstDivergence
    expect(first?.timeNs).toBeGreaterThanOrEqual(10e9)
    const { decisions } = comparison
    if (!first || !decisions) throw new Error('the runs have decisions, and diverge')
    expect(decisions.onlyA + decisions.onlyB).toBeGreaterThan(0)
    const span = { fromNs: 0, toNs: Infinity, offset: 0, limit: 5 }
    const totals = []
    for (const which of ['onlyA', 'onlyB', 'both'] as const) {
      const page = await lab.differingDecisions({ ...pair, ...span, which })
      expect(page.rows.rows).toBe(Math.min(5, page.total))
      totals.push(page.total)
    }
    expect(totals).toEqual([decisions.onlyA, decisions.onlyB, decisions.inBoth])
    const next = await lab.stepDivergence({ ...pair, direction: 'next', timeNs: 0 })
    expect(next).toMatchObject({ number: 1 })
    expect(next?.timeNs).toBeGreaterThanOrEqual(10e9)
  })

  test('[H19] series and placement over one time, equal up to the change', async () => {
    const span = { fromNs: 0, toNs: lengthSec * 1e9 }
    const { timeNs, columns } = await lab.seriesDelta({
      ...pair, ...span, columns: ['throughputAccessesPerSec'], points: 5000,
    }) // prettier-ignore
    const { delta } = columns['throughputAccessesPerSec']
    timeNs.forEach((time, i) => {
      if (time < 10e9) expect([delta.value[i], delta.min[i], delta.max[i]]).toEqual([0, 0, 0])
    })
    expect(Math.max(...delta.max, ...delta.min.map(Math.abs))).toBeGreaterThan(0)
    const placement = await lab.placementDelta({
      ...pair, ...span, map: 'placement', points: 200, columns: 50, rows: 20,
    }) // prettier-ignore
    expect(placement.counts).toHaveLength(placement.columns * placement.rows * placement.states)
    expect(placement.differing.value[0]).toBe(0)
    expect(placement.differing.value.at(-1)).toBeGreaterThan(0)
  })

  test('[H19] runs of two open workspaces, to the same answer as within one', async () => {
    expect(await compared(away)).toEqual(await compared(pair))
    const asked = { which: 'onlyA', fromNs: 0, toNs: Infinity, offset: 3, limit: 4 } as const
    const [near, far] = [
      await lab.differingDecisions({ ...pair, ...asked }),
      await lab.differingDecisions({ ...away, ...asked }),
    ]
    expect(far).toEqual(near)
  })

  test('[H20] a run against itself differs in nothing', async () => {
    expect(await compared({ a: pair.a, b: pair.a })).toMatchObject({
      identical: true,
      sameUntilNs: Infinity,
      setup: { differences: [] },
      summary: { differences: [] },
      decisions: { onlyA: 0, onlyB: 0 },
      firstDivergence: null,
    })
  })

  test('[H20] runs on other machines are compared as far as that makes sense, and a sentence says how far', async () => {
    const other = await kept({ ...smallSetup(lengthSec), run: { engine: 'rates', lengthSec, scale: '256' } })
    const comparison = await compared({ a: pair.a, b: other })
    expect(comparison).toMatchObject({ identical: false, firstDivergence: null })
    expect(comparison.decisions).toBeUndefined()
    expect(comparison.notes[0]).toMatch(/not compared: a page of A stands for 512 pages and one of B for 256/)
    expect(comparison.summary.differences.length).toBeGreaterThan(3)
    const asked = { which: 'both', fromNs: 0, toNs: 1, offset: 0, limit: 1 } as const
    await expect(lab.differingDecisions({ a: pair.a, b: other, ...asked })).rejects.toMatchObject({
      code: 'bad-request',
      fact: expect.stringContaining('a page of A stands for'),
    })
  })

  test('[H21] findings and regret are told of a run, with the gap to itself being nothing', async () => {
    const seen: string[] = []
    for await (const event of lab.findings(pair.a)) seen.push(event.type)
    expect(seen.at(-1)).toBe('findings')
    for await (const event of lab.regret({ ...pair.a, oracle: pair.a.run })) {
      if (event.type === 'progress') continue
      const { ledger, gap } = event.regret
      expect(ledger.moves).toBeGreaterThan(0)
      expect(gap?.totalNs).toBe(0)
      expect(Math.abs(gap?.unexplainedNs ?? 1)).toBeLessThan(1)
    }
    const events = lab.findings({ ...pair.a, run: 'r-none' })[Symbol.asyncIterator]()
    await expect(events.next()).rejects.toMatchObject({ code: 'no-such-run' })
  })

  test('[H20] a comparison that nobody waits for any more ends, and what is not there is refused by name', async () => {
    const cancel = new AbortController()
    cancel.abort()
    const events = lab.compareRuns(pair, cancel.signal)[Symbol.asyncIterator]()
    await expect(events.next()).rejects.toMatchObject({ code: 'cancelled' })
    const gone = { ...pair, b: { ...pair.b, run: 'r-none' } }
    await expect(compared(gone)).rejects.toMatchObject({ code: 'no-such-run' })
    const series = { fromNs: 0, toNs: 1, columns: ['none'], points: 10 }
    await expect(lab.seriesDelta({ ...pair, ...series })).rejects.toMatchObject({ code: 'no-such-column' })
  })
})
