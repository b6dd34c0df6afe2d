import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../scripts/build-id.mjs'
import { readRecipe } from '../../shared/figures/recipe/read-recipe.ts'
import { build, runCli, type Finished } from './cli-process.ts'

let folder = ''
const example = join(root, 'examples/autonuma-zipf.yaml')
const call = (...words: string[]): Promise<Finished> => runCli(words, folder)
const file = (name: string) => readFileSync(join(folder, name))

beforeAll(async () => {
  build('cli')
  folder = mkdtempSync(join(tmpdir(), 'tierlab-export-'))
  const short = ['--set', 'run.lengthSec=20', '--set', 'run.scale=512', '--out', 'kept.tierlab']
  for (const seed of ['1', '2']) await call('run', example, ...short, '--seed', seed)
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[C45] export --list names every track, a line each', async () => {
  const { code, out } = await call('export', 'kept.tierlab', '--list')
  expect(code).toBe(0)
  const names = out.split('\n').map((line) => line.split(/\s+/)[0])
  expect(names).toEqual(expect.arrayContaining(['accessShare', 'throughput', 'hotThreshold']))
  const { out: json } = await call('export', 'kept.tierlab', '--list', '--json')
  const listed = JSON.parse(json) as { tracks: { id: string }[]; matrices: { id: string }[] }
  expect(listed.tracks.map(({ id }) => id)).toEqual(names.slice(0, listed.tracks.length))
  expect(listed.matrices.map(({ id }) => id)).toContain('accesses')
})

test('[C45] export writes a figure that carries its recipe, the same bytes every time', async () => {
  const words = ['kept.tierlab#1', '--track', 'accessShare', '--matrix', 'accesses', '--width', 'double']
  expect(await call('export', ...words, '--svg', 'a.svg')).toEqual({ code: 0, out: '', err: '' })
  await call('export', ...words, '--svg', 'b.svg')
  expect(file('a.svg').equals(file('b.svg'))).toBe(true)
  expect(file('a.svg').toString()).toMatch(/^<svg [^>]*width="178mm"/)
  const recipe = readRecipe(file('a.svg'))!
  expect(recipe).toMatchObject({ tracks: ['accessShare'], matrix: 'accesses', fromNs: 0, toNs: 20e9 })
  expect(recipe.runs).toHaveLength(1)
  expect(recipe.runs[0]).toMatchObject({ seed: 1, setup: { run: { scale: '512' } } })
  expect(recipe.runs[0].fingerprint.columns['accessShare.dram0']).toHaveLength(16)
})

test('[C45] two runs come over each other in one figure', async () => {
  await call('export', 'kept.tierlab#1', 'kept.tierlab#2', '--track', 'throughput', '--svg', 'two.svg')
  expect(readRecipe(file('two.svg'))!.runs.map(({ seed }) => seed)).toEqual([1, 2])
  expect(file('two.svg').toString()).toContain('A (thin)')
})

test('[C45] CSV and Parquet hold the same numbers, every frame with minimum and maximum', async () => {
  const words = ['kept.tierlab', '--track', 'migration', '--from', '5s', '--to', '10s']
  expect((await call('export', ...words, '--csv', 'm.csv', '--parquet', 'm.parquet')).code).toBe(0)
  const [head, ...lines] = file('m.csv').toString().trimEnd().split('\n')
  const names = head.split(',')
  expect(names.slice(0, 4)).toEqual(['time_ns', 'promotedPages [pagesPerSec]', 'promotedPages [pagesPerSec] min', 'promotedPages [pagesPerSec] max']) // prettier-ignore
  const bytes = new Uint8Array(file('m.parquet')).buffer
  const rows = await parquetReadObjects({ file: bytes })
  expect(rows).toHaveLength(lines.length)
  expect(lines.length).toBeGreaterThan(400)
  expect(rows.map((row) => names.map((name) => Number(row[name])))).toEqual(
    lines.map((line) => line.split(',').map(Number)),
  )
  const recipe = parquetMetadata(bytes).key_value_metadata?.find(({ key }) => key === 'tierlab')
  expect(JSON.parse(recipe!.value!)).toMatchObject({ tracks: ['migration'], runs: [{ seed: 2 }] })
})

test.each([
  [['kept.tierlab', '--track', 'nothing', '--svg', 'x.svg'], /no track "nothing"; choose from accessShare/],
  [['kept.tierlab#9', '--list'], /keeps no run "9"; it keeps #1 .*, #2 /],
  [['gone.tierlab', '--list'], /there is no file "gone.tierlab"/],
  [['kept.tierlab'], /nothing to write; give --svg FILE/],
  [['kept.tierlab', '--svg', 'x.svg', '--font', '200'], /--font "200" is out of range; use 4 to 24/],
  [['kept.tierlab', '--svg', 'x.svg', '--from', 'soon'], /--from "soon" is no moment/],
  [['kept.tierlab', '--svg', 'no/such/folder/x.svg'], /cannot be written/],
])('[C46] export says what is wrong and the way out: %j', async (words, said) => {
  const { code, out, err } = await call('export', ...words)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(said)
  expect(err.trimEnd().split('\n')).toHaveLength(1)
})
