import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../main/workspace/open-store.ts'
import { makeFolder } from '../lab/test-core.ts'
import { build, runCli, startCli } from './cli-process.ts'

const small = `format: 1
study: tiering
name: small
run: { lengthSec: 2, scale: 64, seed: 7 }
machine: { kind: spr-ddr5-cxl }
workload: { kind: zipf }
policy: { kind: autonuma-tiering }
mechanism: { kind: migrate_pages }
`

let folder: string
const path = (name: string) => join(folder, name)
const tierlab = (...words: string[]) => runCli(words, folder)

beforeAll(() => {
  build('cli')
  folder = makeFolder()
  writeFileSync(path('small.yaml'), small)
  writeFileSync(path('long.yaml'), small.replace('lengthSec: 2', 'lengthSec: 80000'))
  writeFileSync(path('bad.yaml'), small.replace('kind: zipf', 'kind: zipf, skew: -9'))
  writeFileSync(path('broken.yaml'), `${small}policy: [\n`)
  writeFileSync(
    path('lost.yaml'),
    small
      .replace('kind: zipf', 'kind: trace, path: no.lackey')
      .replace('run: {', 'run: { engine: replay,')
      .replace('autonuma-tiering', 'lru'),
  )
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('tierlab run', () => {
  test('[C1] prints one JSON document with every promised field, and nothing else anywhere', async () => {
    const { code, out, err } = await tierlab('run', 'small.yaml', '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    const document = JSON.parse(out) as Record<string, unknown>
    expect(document).toMatchObject({
      name: 'small', status: 'done', seed: 7, simulatedSec: 2, warnings: [],
      engineVersion: expect.any(String), wallSec: expect.any(Number), accesses: expect.any(Number),
      planHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    }) // prettier-ignore
    const summary = document.summary as Record<string, unknown>
    const promised = [
      'fastTierAccessShare', 'accessShare.dram0', 'accessShare.cxl1', 'meanLatencyNs', 'throughputAccessesPerSec',
      'promotedPages', 'demotedPages', 'pingPongPages', 'migrationBytes', 'slowdownVsAllFast',
    ] // prettier-ignore
    for (const metric of promised)
      expect(summary[metric], metric).toEqual({ value: expect.any(Number), unit: expect.any(String) })
  })

  test('[C1] without --json prints a table for people, and no progress into a pipe', async () => {
    const { code, out, err } = await tierlab('run', 'small.yaml')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^small: 2 s simulated, .* accesses, in /)
    expect(out).toMatch(/^fastTierAccessShare +[\d.]+\s% +/m)
    expect(out).toMatch(/seed 7 · plan [0-9a-f]{16} · engine /)
  })

  test('[C2] gives equal numbers for equal seeds, and other numbers for another', async () => {
    const runs = [['--seed', '3'], ['--set', 'run.seed=3'], ['--set', 'seed=3'], []] // prettier-ignore
    const finished = await Promise.all(runs.map((words) => tierlab('run', 'small.yaml', '--json', ...words)))
    const [a, b, c, other] = finished.map(
      ({ out }) => JSON.parse(out) as { planHash: string; summary: object },
    )
    expect([b.planHash, c.planHash]).toEqual([a.planHash, a.planHash])
    expect([b.summary, c.summary]).toEqual([a.summary, a.summary])
    expect(other.planHash).not.toBe(a.planHash)
    expect(other.summary).not.toEqual(a.summary)
  })

  test('[C3] sets any field, and a new kind drops the fields of the old one', async () => {
    const { out } = await tierlab('check', 'small.yaml', '--json',
      '--set', 'policy.hot_threshold_ms=500', '--set', 'policy.kind=static-first-touch') // prettier-ignore
    expect(JSON.parse(out)).toMatchObject({ ok: true, problems: [] })
  })

  test.each([
    ['polcy.kind=lru', '"polcy.kind"', '"policy.kind"'],
    ['policy.kind=lruu', '"lruu"', '"lru"'],
    ['seeed=3', '"seeed"', '"seed"'],
    ['run.scale=7', '"7"', '--set run.scale=7'],
    ['workload.workingSetGiB=500', '500 GiB', 'make it smaller'],
    ['nothing', '--set nothing', 'path=value'],
  ])('[C4] refuses --set %s, naming %s and %s', async (option, culprit, wayOut) => {
    const { code, out, err } = await tierlab('run', 'small.yaml', '--set', option)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(culprit)
    expect(err).toContain(wayOut)
    expect(err).not.toContain('    at ')
  })

  test.each([
    ['bad.yaml', /bad\.yaml:6: workload\.skew: .*-9.*; /],
    ['broken.yaml', /broken\.yaml:\d+: /],
    ['lost.yaml', /lost\.yaml:6: workload\.path: there is no file "no\.lackey"; /],
    ['none.yaml', /there is no file "none\.yaml"; /],
  ])('[C4] refuses %s with 2, naming file, line, field, value and the way out', async (file, said) => {
    const { code, out, err } = await tierlab('run', file, '--json')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(said)
    expect(err).not.toContain('    at ')
  })

  test.each([
    [['run']],
    [['run', 'small.yaml', '--jsn']],
    [['walk', 'small.yaml']],
    [['run', 'small.yaml', '--series', 'no/such/folder.csv']],
    [['run', 'small.yaml', '--out', 'small.yaml']],
    [['serve', '--port', '99999999']],
    [['serve', 'none.tierlab']],
    [[]],
  ])('[C2] ends %j with 2 and a sentence', async (words) => {
    const { code, err, out } = await tierlab(...words)
    expect(code).toBe(2)
    expect(err + out).toMatch(/tierlab/)
    expect(err).not.toContain('    at ')
  })

  test('[C5] keeps a run in a new workspace and adds the next one to it', async () => {
    const first = await tierlab('run', 'small.yaml', '--json', '--out', 'kept.tierlab')
    const second = await tierlab('run', 'small.yaml', '--json', '--out', 'kept.tierlab')
    const other = await tierlab('run', 'small.yaml', '--json', '--out', 'kept.tierlab', '--set', 'name=other')
    expect([first.code, second.code, other.code]).toEqual([0, 0, 0])
    const store = openStore(path('kept.tierlab'), 'open')
    const { experiments, runs } = store.contents()
    store.close()
    expect(experiments.map(({ setup }) => setup.name)).toEqual(['small', 'other'])
    expect(runs.map(({ number, status, experimentId }) => [number, status, experimentId])).toEqual([
      [1, 'done', experiments[0].id], [2, 'done', experiments[0].id], [1, 'done', experiments[1].id],
    ]) // prettier-ignore
    expect(runs[0].summary).toEqual(runs[1].summary)
  })

  test('[C6] writes series and decisions that are the same, byte for byte, every time', async () => {
    const files = (n: number) => ['--series', `s${n}.csv`, '--decisions', `d${n}.csv`]
    await Promise.all([1, 2].map((n) => tierlab('run', 'small.yaml', '--json', ...files(n))))
    for (const table of ['s', 'd'])
      expect(readFileSync(path(`${table}1.csv`))).toEqual(readFileSync(path(`${table}2.csv`)))
    const [head, ...rows] = readFileSync(path('s1.csv'), 'utf8').trimEnd().split('\n')
    expect(head).toMatch(/^time_ns,/)
    expect(rows.length).toBeGreaterThan(10)
  })

  test('[C38] says under which word each kept run is found again, whichever experiment it is of', async () => {
    const keep = (...words: string[]) => tierlab('run', 'small.yaml', '--out', 'words.tierlab', ...words)
    const said: string[] = []
    for (const seed of ['7', '8', '7']) {
      const { out } = await keep('--seed', seed)
      said.push(out.trimEnd().split('\n').at(-1) ?? '')
    }
    expect(said).toEqual(['1', '2', '3'].map((n) => `kept as words.tierlab#${n}`))
    const { out } = await tierlab('diff', 'words.tierlab#2', 'words.tierlab#3', '--limit', '0')
    expect([/^A .* seed (\d)/m, /^B .* seed (\d)/m].map((line) => line.exec(out)?.[1])).toEqual(['8', '7'])
  })

  test('[C39] a command that is refused leaves the files that it was to write as they were', async () => {
    writeFileSync(path('old.csv'), 'kept\n')
    writeFileSync(path('no.tierlab'), 'no workspace')
    const { code, err } = await tierlab('run', 'small.yaml', '--series', 'old.csv', '--decisions', 'new.csv', '--out', 'no.tierlab') // prettier-ignore
    expect(code).toBe(2)
    expect(err).toContain('"')
    expect(readFileSync(path('old.csv'), 'utf8')).toBe('kept\n')
    expect(existsSync(path('new.csv'))).toBe(false)
    const { code: done } = await tierlab('run', 'small.yaml', '--series', 'old.csv')
    expect(done).toBe(0)
    expect(readFileSync(path('old.csv'), 'utf8')).toMatch(/^time_ns,/)
  })

  test.runIf(existsSync('/dev/full'))(
    '[C39] a full disk, an option given twice and one without a value are no bugs',
    async () => {
      const refused = [
        ['--series', '/dev/full'],
        ['--decisions', '/dev/full'],
        ['--out', 'a.tierlab', '--out', 'b.tierlab'],
        ['--set'],
      ]
      for (const words of refused) {
        const { code, out, err } = await tierlab('run', 'small.yaml', '--json', ...words)
        expect({ code, out }).toEqual({ code: 2, out: '' })
        expect(err).toContain(words[0])
        expect(err).not.toContain('    at ')
      }
    },
  )

  test('[C7] ends with 130 on Ctrl-C, with the rows so far in its document and files', async () => {
    const { child, finished } = startCli(
      ['run', 'long.yaml', '--json', '--out', 'cut.tierlab', '--series', 'cut.csv'],
      folder,
    )
    setTimeout(() => child.kill('SIGINT'), 2000)
    const { code, out } = await finished
    expect(code).toBe(130)
    const document = JSON.parse(out) as { status: string; simulatedSec: number; summary: object }
    expect(document.status).toBe('cancelled')
    expect(document.simulatedSec).toBeGreaterThan(0)
    expect(Object.keys(document.summary)).toContain('promotedPages')
    const store = openStore(path('cut.tierlab'), 'open')
    const [run] = store.contents().runs
    store.close()
    expect(run.status).toBe('cancelled')
    expect(readFileSync(path('cut.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(run.frames + 1)
  })
})

describe('tierlab check, parts and the rest', () => {
  test('[C4] check lists every problem by line, and says when there is none', async () => {
    expect(await tierlab('check', 'small.yaml')).toMatchObject({
      code: 0,
      out: expect.stringContaining('fine, plan '),
    })
    const { code, err } = await tierlab('check', 'bad.yaml')
    expect(code).toBe(2)
    expect(err).toMatch(/^error: bad\.yaml:6: workload\.skew: /)
    const asJson = await tierlab('check', 'bad.yaml', '--json')
    expect(JSON.parse(asJson.out)).toMatchObject({
      ok: false,
      problems: [{ path: 'workload.skew', line: 6 }],
    })
  })

  test('[C8] parts lists every part with parameters, units, defaults, ranges and sources', async () => {
    const { code, out } = await tierlab('parts', '--json')
    expect(code).toBe(0)
    const { parts } = JSON.parse(out) as { parts: { id: string; params: object[] }[] }
    const policy = parts.find(({ id }) => id === 'autonuma-tiering')
    expect(policy?.params.length).toBeGreaterThan(5)
    for (const param of policy?.params ?? [])
      expect(param).toMatchObject({
        name: expect.any(String),
        source: expect.any(String),
        default: expect.anything(),
      })
    const text = await tierlab('parts')
    expect(text.out).toContain('autonuma-tiering: ')
    expect(text.out).toContain('hot_threshold_ms')
  })

  test('[C9] a reader that closes the pipe is no failure', async () => {
    const { child, finished } = startCli(['parts', '--json'], folder)
    child.stdout?.destroy()
    expect(await finished).toMatchObject({ code: 0, err: '' })
  })

  test('[C9] --help and --version end with 0', async () => {
    const [help, version] = await Promise.all([tierlab('--help'), tierlab('--version')])
    expect([help.code, version.code]).toEqual([0, 0])
    expect(help.out).toContain('serve')
    expect(version.out).toMatch(/tierlab\/\d/)
  })

  test('[C10] leaves nothing behind but what was asked for', async () => {
    mkdirSync(path('clean'))
    writeFileSync(path('clean/small.yaml'), small)
    await runCli(['run', 'small.yaml', '--json'], path('clean'))
    expect(readdirSync(path('clean'))).toEqual(['small.yaml'])
  })
})
