import { expect, test } from 'vitest'
import { mostCurves, sweepCurves, type AxisInfo } from '../../../renderer/plot/sweep/sweep-curves.ts'
import { bestOf, sweepRows } from '../../../renderer/plot/sweep/sweep-rows.ts'
import type { MetricInfo, RunRecord } from '../../../shared/documents/run.ts'

let number = 0
/** A finished run of a trace over 40 pages, with some fields of its setup and what its plan makes of them. */
const run = (
  settings: Record<string, Record<string, unknown>>,
  metric: [name: string, value: number, unit: string],
  planned: Record<string, Record<string, unknown>> = settings,
) =>
  ({
    id: String(number++),
    status: 'done',
    setup: settings,
    plan: {
      study: 'tiering',
      run: { pageBytes: 4096 },
      workload: { values: {} },
      trace: { pageCount: 40 },
      ...Object.fromEntries(Object.entries(planned).map(([section, values]) => [section, { values }])),
    },
    summary: { [metric[0]]: { value: metric[1], unit: metric[2] } },
  }) as unknown as RunRecord

const metrics = [
  { name: 'missRatio', title: 'miss ratio', unit: 'share', better: 'less' },
  { name: 'slowdown', title: 'slowdown', unit: 'share', shownAs: 'factor' },
] as unknown as readonly MetricInfo[]
const infos: Record<string, AxisInfo> = {
  'machine.fastPages': { label: 'fast-tier pages', unit: 'pages' },
  'machine.dramGiB': { label: 'DDR5 capacity', unit: 'GiB' },
}
const infoOf = (path: string): AxisInfo => infos[path] ?? { label: path }
/** Numbers keep their units with spaces that do not break. */
const plain = (text: string) => text.replaceAll(/\s/gu, ' ')
const axis = (path: string) => ({ path, values: [] })
const size = (policy: string, pages: number | string, missRatio: number, planned = Number(pages)) =>
  run({ policy: { kind: policy }, machine: { fastPages: pages } }, ['missRatio', missRatio, 'share'], {
    machine: { fastPages: planned },
  })

test('[Z7] a figure is drawn over the axis with the most numbers, one curve per combination of the others, the newest run of a point counting', () => {
  const axes = [axis('policy.kind'), axis('machine.fastPages')]
  const runs = [size('lru', 16, 0.5), size('lru', 2, 0.9), size('min', 2, 0.7), size('lru', 16, 0.4)]
  const curves = sweepCurves(axes, sweepRows(axes, runs), 'missRatio', metrics, infoOf)
  expect(curves).toMatchObject({
    title: 'fast-tier pages',
    at: [2, 16],
    logarithmic: true,
    left: 0,
  })
  expect(curves?.words.map(plain)).toEqual([
    '2 pages, 5 % of the working set',
    '16 pages, 40 % of the working set',
  ])
  expect(curves?.curves.map(({ name, values, texts }) => [name, values, texts.map(plain)])).toEqual([
    ['lru', [0.9, 0.4], ['90 %', '40 %']],
    ['min', [0.7, null], ['70 %', '–']],
  ])
  expect(sweepCurves(axes, [], 'missRatio', metrics, infoOf)).toBeUndefined()
  expect(sweepCurves(axes, sweepRows(axes, runs), 'slowdown', metrics, infoOf)).toBeUndefined()
})

test('[Z7] a quantity is placed as the plan has it or as its unit says, words stand side by side, a factor is one', () => {
  const axes = [axis('machine.dramGiB')]
  const runs = ['16 GiB', '8', '512 MiB'].map((dramGiB, i) =>
    run({ machine: { dramGiB } }, ['slowdown', 0.1 * i, 'share'], {}),
  )
  const curves = sweepCurves(axes, sweepRows(axes, runs), 'slowdown', metrics, infoOf)
  expect(curves?.at).toEqual([0.5, 8, 16])
  expect(curves?.curves.map(({ name, texts }) => [name, texts.map(plain)])).toEqual([
    ['slowdown', ['1.2 ×', '1.1 ×', '1 ×']],
  ])
  expect(plain(curves?.tick(1.2) ?? '')).toBe('1.2 ×')
  const kinds = [axis('policy.kind')]
  const ofWords = ['b', 'a'].map((kind) => run({ policy: { kind } }, ['missRatio', 0.5, 'share']))
  expect(sweepCurves(kinds, sweepRows(kinds, ofWords), 'missRatio', metrics, infoOf)).toMatchObject({
    at: [0, 1],
    ticks: ['b', 'a'],
    logarithmic: false,
  })
})

test('[Z7] numbers of other axes go by their label; no more curves are drawn than looks differ, and the rest is counted', () => {
  const points = [1, 2, 3].flatMap((pages) =>
    Array.from({ length: mostCurves + 3 }, (_, i) => ({ kind: `p${i}`, pages, seed: i % 2 })),
  )
  const runs = points.map(({ kind, pages, seed }) =>
    run({ policy: { kind }, machine: { fastPages: pages }, run: { seed } }, ['missRatio', 0.5, 'share'], {
      machine: { fastPages: pages },
    }),
  )
  const namesOver = (...paths: string[]) => {
    const axes = paths.map(axis)
    const curves = sweepCurves(axes, sweepRows(axes, runs), 'missRatio', metrics, infoOf)
    return { names: curves?.curves.map(({ name }) => name), left: curves?.left }
  }
  expect(namesOver('machine.fastPages', 'run.seed')).toEqual({
    names: ['run.seed 0', 'run.seed 1'],
    left: 0,
  })
  const many = namesOver('machine.fastPages', 'policy.kind')
  expect([many.names?.length, many.left]).toEqual([mostCurves, 3])
})

test('[Z7] the best point of a figure is marked where one way is better and the points differ', () => {
  const axes = [axis('machine.fastPages')]
  const rows = sweepRows(axes, [size('lru', 2, 0.9), size('lru', 8, 0.4)])
  expect(['less', 'more', undefined].map((better) => bestOf(rows, 'missRatio', better as 'less'))).toEqual([
    0.4,
    0.9,
    undefined,
  ])
  expect(bestOf(rows.slice(0, 1), 'missRatio', 'less')).toBeUndefined()
})
