import { describe, expect, test } from 'vitest'
import { checkPlan, parts } from '../../../main/engine/catalog.ts'
import { hugePages } from '../../../main/engine/studies/tiering/zones/node-frames.ts'
import type { ExperimentSetup } from '../../../shared/documents/experiment.ts'
import { reasonOf } from '../../../shared/documents/decision.ts'
import { planHash } from '../../../shared/documents/plan-hash.ts'
import { resolvePlan } from '../../../shared/documents/resolve-plan.ts'
import { exampleWith, refusals, runExample } from '../compaction/run-study.ts'

const story = 'compaction-huge-pages'
/** A quarter of the memory, so that a run takes a second. */
const small = {
  'machine.dramGiB': 0.25,
  'workload.workingSetGiB': 0.12,
  'run.zoneFreeShare': 0.5,
  'run.accessLimit': 2_100_000,
}
const withRun = (setup: ExperimentSetup, run: object) => ({ ...setup, run: { ...setup.run, ...run } }) as ExperimentSetup // prettier-ignore

describe('nodes that own no zone', () => {
  test('[K34] are as they were: none of a zone’s fields is in the plan, no column, no figure', () => {
    const plain = withRun(exampleWith('lru-loop', {}), {})
    const named = withRun(plain, {
      zone: 'none',
      zoneFreeShare: 0.7,
      compaction: 'direct',
      hugeReclaim: true,
    })
    expect(planHash(resolvePlan(named, parts))).toBe(planHash(resolvePlan(plain, parts)))
    expect(
      Object.keys(resolvePlan(plain, parts).run).filter((name) => /zone|compaction|huge/i.test(name)),
    ).toEqual([])
    const { spec, summary } = runExample('lru-loop', { 'run.accessLimit': 5000 })
    const names = [...spec.columns.map(({ name }) => name), ...Object.keys(summary)]
    expect(names.filter((name) => /huge|compaction|reclaim/i.test(name))).toEqual([])
  })

  test('[K36] and those that cannot are refused with the field', () => {
    const cases: [Record<string, unknown>, string][] = [
      [{ 'run.engine': 'rates', 'run.scale': '64' }, 'at scale 64 a page stands for 64'],
      [{ 'run.pageKiB': '16' }, 'a huge page is 512 base pages of 4 KiB'],
      [{ 'policy.kind': 'lru' }, 'the policy "lru" keeps books'],
      [{ 'run.zone': 'all', 'machine.cxlGiB': 64 }, 'the zone of CXL 1 would have 16777216 frames'],
      [{ 'machine.fastPages': 600 }, 'the zone of DRAM 0 would have 600 frames'],
      [{ 'machine.cxlGiB': 0.001, 'run.zoneFreeShare': 0.2 }, 'is larger than what the zones leave free'],
    ]
    for (const [sets, fact] of cases) expect(refusals(story, sets)).toEqual([expect.stringContaining(fact)])
    expect(refusals(story, {})).toEqual([])
  })
})

describe('the test story of Memory Compaction v1', () => {
  const run = (compaction: string, hugeReclaim: boolean) =>
    runExample(story, { ...small, 'run.compaction': compaction, 'run.hugeReclaim': hugeReclaim })

  test('[K35] compaction gets more huge pages, and with reclaim for fewer pages reclaimed; direct attempts take longer, and the program with them', () => {
    const points = ['none', 'direct', 'background'].map((way) => [run(way, false).summary, run(way, true).summary])
    const [[none, noneReclaims], [direct, directReclaims], [background]] = points
    const regions = Math.floor((0.12 * 2 ** 18) / hugePages)
    for (const summary of points.flat()) expect(summary.hugePagesGot + summary.hugePagesMissed).toBe(regions)
    expect(direct.hugePagesGot).toBeGreaterThan(background.hugePagesGot)
    expect(background.hugePagesGot).toBeGreaterThan(none.hugePagesGot)
    expect(directReclaims.hugePagesGot).toBeGreaterThanOrEqual(noneReclaims.hugePagesGot)
    expect([none.reclaimedPages, direct.reclaimedPages, background.reclaimedPages]).toEqual([0, 0, 0])
    const perHugePage = (s: Readonly<Record<string, number>>) => s.reclaimedPages / s.hugePagesGot
    expect(perHugePage(directReclaims)).toBeLessThan(0.8 * perHugePage(noneReclaims))
    expect([none.hugeAttemptMaxNs, background.hugeAttemptMaxNs]).toEqual([0, 0])
    expect(directReclaims.hugeAttemptMeanNs).toBeGreaterThan(noneReclaims.hugeAttemptMeanNs)
    expect(direct.kernelShare).toBeGreaterThan(0.1)
    expect([none.kernelShare, background.kernelShare]).toEqual([0, 0])
    expect(direct.throughputAccessesPerSec).toBeLessThan(0.95 * none.throughputAccessesPerSec)
    // kcompactd has a processor of its own, but its copies share the node’s bandwidth.
    expect(background.throughputAccessesPerSec).toBeLessThan(none.throughputAccessesPerSec)
  })

  test('[K37] each attempt is a row with what decided it, and columns add up to the figures', () => {
    const { spec, chunk, decisions, summary } = run('direct', true)
    const counts: Record<string, number> = {}
    let waitedNs = 0
    for (let i = 0; i < decisions.rows; i++) {
      const { id } = reasonOf(decisions.reason[i])
      counts[id] = (counts[id] ?? 0) + 1
      if (id === 'huge-page-got' || id === 'huge-page-missed') waitedNs += decisions.a[i]
    }
    expect(counts['huge-page-got']).toBe(summary.hugePagesGot)
    expect(counts['huge-page-missed']).toBe(summary.hugePagesMissed)
    expect(counts['compaction-deferred'] ?? 0).toBe(summary.hugeAttemptsDeferred)
    expect(waitedNs / summary.hugeAttempts).toBeCloseTo(summary.hugeAttemptMeanNs, 3)
    for (const name of ['hugePagesGot', 'hugePagesMissed', 'reclaimedPages', 'compactionMovedFrames', 'compactionScannedFrames']) {
      const at = spec.columns.findIndex((column) => column.name === name)
      const value = chunk.frames.value[at].slice(0, chunk.frames.count)
      expect([name, value.reduce((sum, each) => sum + each, 0)]).toEqual([name, summary[name]])
    }
  })

  test('[K38] the checks of a plan with zones are those of its engine: rates at scale 1 runs, populated before the clock starts', () => {
    const sets = { ...small, 'run.engine': 'rates', 'run.scale': '1', 'run.lengthSec': 0.05, 'run.compaction': 'direct' }
    expect(checkPlan(resolvePlan(exampleWith(story, sets), parts)).filter(({ severity }) => severity === 'error')).toEqual([])
    const { summary } = runExample(story, sets)
    expect(summary.hugePagesGot).toBeGreaterThan(0)
    expect(summary.kernelShare).toBe(0)
  })
}) // prettier-ignore
