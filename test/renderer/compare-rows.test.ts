import { expect, test } from 'vitest'
import type { DecisionRow } from '../../shared/contract/comparing.ts'
import { reasonCode } from '../../shared/documents/decision.ts'
import type { MetricInfo, RunRecord } from '../../shared/documents/run.ts'
import { autonumaTiering } from '../../main/engine/policies/autonuma-tiering.ts'
import { setupRows, summaryRows } from '../../renderer/plot/compare/difference-rows.ts'
import { isWorse, samplesInView } from '../../renderer/plot/compare/lane-painter.ts'
import { sideBySide } from '../../renderer/plot/compare/side-by-side.ts'
import { runOf } from '../workspace/stored-run.ts'

const decision = (reason: Parameters<typeof reasonCode>[0], a: number, b: number, c = 0): DecisionRow => ({
  row: 0, timeNs: 5e9, page: 7, pages: 1, from: 1, to: 0, reason: reasonCode(reason), a, b, c, costNs: 3100,
}) // prettier-ignore

test('[V60] both sides of a divergence stand next to each other, and only inputs that both looked at can differ', () => {
  const a = { ...decision('hint-fault-hot', 412, 1500, 83), outcome: { kind: 1, timeNs: 7.4e9, savedNs: 400 } }
  const b = { ...decision('hint-fault-cold', 412, 250), costNs: 1500 }
  const place = { timeNs: 5e9, side: 'a', row: 0 } as const
  expect(sideBySide({ timeNs: 5e9, page: 7, number: 1, place, a, b }, 64)).toEqual([
    { kind: 'decision', title: 'decision', a: '▲ promoted', b: '✕ refused', differs: true },
    { kind: 'input', title: 'because', a: 'hot by hint-fault latency', b: 'cold by hint-fault latency', differs: true },
    { kind: 'input', title: 'hint-fault latency', a: '412 ms', b: '412 ms', differs: false },
    { kind: 'input', title: 'threshold', a: '1\u202f500 ms', b: '250 ms', differs: true },
    { kind: 'input', title: 'candidates this second', a: '5.31 k pages', b: '–', differs: false },
    { kind: 'result', title: 'cost paid', a: '3.1 µs', b: '1.5 µs', differs: true },
    { kind: 'result', title: 'saved by it', a: '400 ns', b: '–', differs: true },
    { kind: 'result', title: 'what came of it', a: 'back, 2.4 s', b: '–', differs: true },
  ])
}) // prettier-ignore

const spec = { columns: [], tracks: [], maps: [], matrices: [], nodes: [], scale: 1, pageBytes: 4096 }

test('[V61] the input that differs has the words and the unit of its declaration, and the time of its change', () => {
  const { plan } = runOf(spec)
  const policy = { kind: 'autonuma-tiering', values: { hot_threshold_ms: 1000, scan_size_mb: 256 } }
  const a = { ...plan, policy }
  const b = { ...a, schedule: [{ atNs: 130.5e9, section: 'policy', values: { hot_threshold_ms: 250 } } as const] }
  const rows = setupRows(a, b, [autonumaTiering.info], false)
  expect(rows).toEqual([
    { path: 'schedule@130.5s.policy.hot_threshold_ms', title: 'Hot threshold, from 130.5s', a: '–', b: '250 ms', differs: true },
  ])
  const all = setupRows(a, b, [autonumaTiering.info], true).map(({ title, differs }) => `${title} ${differs}`)
  expect(all).toEqual(['Hot threshold, from 130.5s true', 'Hot threshold false', 'Scan size false'])
}) // prettier-ignore

test('[V61] figures say by how much they differ, and whether B is better, where more or less of it is', () => {
  const [a, b] = [runOf(spec), runOf(spec, 'r2')].map((run, i): RunRecord => ({
    ...run,
    summary: {
      missRatio: { value: 0.2 + 0.1 * i, unit: 'share' },
      promotedPages: { value: 100 - 50 * i, unit: 'pages' },
      kernelShare: { value: 0.1, unit: 'share' },
    },
  })) // prettier-ignore
  const metric = (name: string, better?: 'more' | 'less') =>
    ({ name, title: name, ...(better && { better }) }) as MetricInfo
  const metrics = [metric('missRatio', 'less'), metric('promotedPages'), metric('kernelShare', 'less')]
  const differing = ['missRatio', 'promotedPages'].map((name) => ({ name }))
  const rows = summaryRows(a, b, { summary: { differences: differing, equal: 1 } }, metrics, false)
  expect(rows.map(({ name, delta, verdict }) => [name, delta, verdict])).toEqual([
    ['missRatio', '+10 pp', 'worse'],
    ['promotedPages', '−50\u202f%', undefined],
  ])
})

test('[V96] figures have the names and the form that the summary of a run gives them', () => {
  const columns = [
    { name: 'accessShare.dram0', title: 'DRAM 0', unit: 'share', fold: 'mean', about: '' },
  ] as const
  const [a, b] = [1, 1.5].map((value, i): RunRecord => ({
    ...runOf({ ...spec, columns }, `r${i}`),
    summary: {
      'accessShare.dram0': { value: value / 2, unit: 'share' },
      slowdown: { value, unit: 'share' },
    },
  })) // prettier-ignore
  const metrics = [
    { name: 'accessShare.<node>', title: 'accesses served by a node' },
    { name: 'slowdown', title: 'time against all-fast', shownAs: 'factor', better: 'less' },
  ] as MetricInfo[]
  const rows = summaryRows(a, b, { summary: { differences: [], equal: 0 } }, metrics, true)
  expect(rows.map(({ title, a: inA, b: inB, delta }) => [title, inA, inB, delta])).toEqual([
    ['accesses served: DRAM 0', '50\u202f%', '75\u202f%', '+25 pp'],
    ['time against all-fast', '2 ×', '2.5 ×', '+0.5 ×'],
  ])
})

test('[V62] B is worse where less of what should be more, or more of what should be less', () => {
  const column = { name: 'x', title: 'x', unit: 'none', fold: 'mean', about: '' } as const
  const worse = (better: 'more' | 'less' | undefined, delta: number) =>
    isWorse({ ...column, ...(better && { better }) }, delta)
  expect([worse('more', -1), worse('more', 1), worse('less', 1), worse('less', -1), worse(undefined, -1)]).toEqual(
    [true, false, true, false, false],
  )
  const ends = Float64Array.of(10, 20, 30, 40)
  expect(samplesInView(ends, { fromNs: 15, toNs: 30 })).toEqual({ first: 0, end: 4 })
}) // prettier-ignore
