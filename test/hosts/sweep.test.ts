import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../main/workspace/open-store.ts'
import { plainMisses, type PlainCache } from '../engine/policies/plain-caches.ts'
import { makeFolder } from '../lab/test-core.ts'
import { build, runCli, startCli } from './cli-process.ts'

const ids = Array.from({ length: 3000 }, (_, i) => (i * i * 17 + (i >> 4)) % 50)

const setup = `format: 1
study: tiering
name: swept
run: { engine: replay }
machine: { kind: spr-ddr5-cxl }
workload: { kind: trace, path: ids.csv, format: csv, header: no, threads: 1 }
policy: { kind: lru }
mechanism: { kind: migrate_pages }
`
const long = `format: 1
study: tiering
name: long
run: { lengthSec: 2, scale: 64 }
machine: { kind: spr-ddr5-cxl }
workload: { kind: zipf }
policy: { kind: autonuma-tiering }
mechanism: { kind: migrate_pages }
sweep: [{ path: run.lengthSec, values: [0.1, 80000, 70000] }]
`

interface SweepDocument {
  readonly status: string
  readonly pointCount: number
  readonly points: {
    readonly index: number
    readonly settings: Record<string, string | number>
    readonly workingSetPages: number
    readonly summary: Record<string, { value: number }>
  }[]
}

let folder: string
const path = (name: string) => join(folder, name)
const tierlab = (...words: string[]) => runCli(words, folder)

beforeAll(() => {
  build('cli')
  folder = makeFolder()
  writeFileSync(path('ids.csv'), `${ids.join('\n')}\n`)
  writeFileSync(path('swept.yaml'), setup)
  writeFileSync(path('long.yaml'), long)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('tierlab sweep', () => {
  test('[Z4] prints every point with its settings and its summary, and keeps its runs', async () => {
    const words = ['--path', 'policy.kind', '--values', 'lru,min', '--path', 'machine.fastPages']
    const { code, out, err } = await tierlab(
      ...['sweep', 'swept.yaml', ...words, '--values', '1,20%,100 %', '--json', '--out', 'kept.tierlab'],
    )
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const { points, ...head } = JSON.parse(out) as SweepDocument
    expect(head).toEqual({ name: 'swept', status: 'done', pointCount: 6 })
    const size = new Set(ids).size
    const expected = (['lru', 'min'] as PlainCache[]).flatMap((kind) =>
      [1, Math.round(size / 5), size].map((frames) => [kind, frames, size, plainMisses(kind, ids, frames)]),
    )
    const found = points.map(({ settings, workingSetPages, summary }) => [
      ...[settings['policy.kind'], settings['machine.fastPages']],
      ...[workingSetPages, summary.missCount.value],
    ])
    expect(found).toEqual(expected)

    const store = openStore(path('kept.tierlab'), 'open')
    expect(store.contents().runs.map(({ status }) => status)).toEqual(Array(6).fill('done'))
    expect(store.contents().experiments.map(({ setup }) => setup.sweep?.length)).toEqual([2])
    store.close()
  })

  test('[Z4] prints a table for people', async () => {
    const { code, out } = await tierlab(
      'sweep',
      'swept.yaml',
      '--path',
      'machine.fastPages',
      '--values',
      '1,9',
    )
    expect(code).toBe(0)
    expect(out).toMatch(/^swept: 2 points\n\nmachine\.fastPages +missRatio/)
    expect(out).toMatch(/^9 +[\d.]+\s% /m)
  })

  test('[Z4] cut short, it tells the points that are finished and ends with 130', async () => {
    const { child, finished } = startCli(['sweep', 'long.yaml', '--json', '--out', 'long.tierlab'], folder)
    while (!existsSync(path('long.tierlab-wal')) && !existsSync(path('long.tierlab')))
      await new Promise((resolve) => setTimeout(resolve, 20))
    await new Promise((resolve) => setTimeout(resolve, 4000))
    child.kill('SIGINT')
    const { code, out, err } = await finished
    expect({ code, err }).toEqual({ code: 130, err: '' })
    const { status, pointCount, points } = JSON.parse(out) as SweepDocument
    expect({ status, pointCount }).toEqual({ status: 'cancelled', pointCount: 3 })
    expect(points.map(({ index }) => index)).toEqual([0])
    expect(points[0].summary.fastTierAccessShare.value).toBeGreaterThan(0)
  })

  test.each([
    [['--path', 'machine.fastPages'], /give one --values for each --path/],
    [['--path', 'machine.fastPges', '--values', '1'], /did you mean "fastPages"/],
    [['--path', 'machine.fastPages', '--values', '1,,2'], /has an empty value/],
    [['--path', 'machine.fastPages', '--values=-4'], /fastPages = -4: .*use at least 0/],
    [[], /there is nothing to sweep; give --path/],
    [['--path', 'workload.path', '--values', 'ids.csv,none.csv'], /none\.csv.*there is no file/],
  ])('[Z4] refuses %j with 2 and a sentence', async (words, said) => {
    const { code, out, err } = await tierlab('sweep', 'swept.yaml', ...words)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(said)
    expect(err).not.toContain('    at ')
  })
})
