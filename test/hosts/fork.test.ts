import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '../../main/workspace/open-store.ts'
import { makeFolder } from '../lab/test-core.ts'
import { build, runCli } from './cli-process.ts'

const small = `format: 1
study: tiering
name: small
run: { lengthSec: 3, scale: 512, seed: 7 }
machine: { kind: spr-ddr5-cxl }
workload: { kind: zipf }
policy: { kind: autonuma-tiering, scan_delay_ms: 0, free_space_shortcut: false }
mechanism: { kind: migrate_pages }
`

let folder: string
const path = (name: string) => join(folder, name)
const tierlab = (...words: string[]) => runCli(words, folder)

interface Document {
  readonly status: string
  readonly planHash: string
  readonly summary: object
  readonly parent: { readonly run: string; readonly atSec: number }
  readonly schedule: readonly object[]
  readonly out: { readonly run: string; readonly file: string }
}

async function fork(...words: string[]): Promise<Document> {
  const { code, out, err } = await tierlab('fork', ...words, '--json')
  expect({ code, err }).toEqual({ code: 0, err: '' })
  return JSON.parse(out) as Document
}

function contentsOf(name: string) {
  const store = openStore(path(name), 'open')
  const contents = store.contents()
  store.close()
  return contents
}

beforeAll(async () => {
  build('cli')
  folder = makeFolder()
  writeFileSync(path('small.yaml'), small)
  const { code } = await tierlab('run', 'small.yaml', '--out', 'w.tierlab')
  expect(code).toBe(0)
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('[C30] a fork is stored beside its parent, and its document has the parent in it', async () => {
  const same = await fork('w.tierlab', '--at', '2s')
  const { experiments, runs } = contentsOf('w.tierlab')
  expect(experiments[1]).toMatchObject({ parent: { run: runs[0].id, atNs: 2e9 }, setup: { name: 'small, fork at 00:02.000' } })
  expect(same).toMatchObject({
    status: 'done', planHash: runs[0].planHash, summary: runs[0].summary, schedule: [],
    parent: { run: runs[0].id, atSec: 2, planHash: runs[0].planHash, runNumber: 1, name: 'small' },
    out: { run: runs[1].id, file: path('w.tierlab') },
  })
}) // prettier-ignore

test('[C31] options become a schedule; FILE#run names the parent; a fork can be forked', async () => {
  const first = await fork('w.tierlab#1', '--at', '1.5s', '--set', 'policy.hot_threshold_ms=250 ms', '--set', 'policy.adapt_threshold=false')
  expect(first.schedule).toEqual([
    { atSec: 1.5, set: { 'policy.hot_threshold_ms': '250 ms', 'policy.adapt_threshold': false } },
  ])
  const third = await fork(`w.tierlab#${first.out.run}`, '--at', '2', '--veto', '7', '--veto', '100-199:always', '--force', '5=dram0', '--policy', 'static-first-touch', '--name', 'third')
  expect(third.parent).toMatchObject({ run: first.out.run, atSec: 2 })
  expect(third.schedule.slice(1)).toEqual([
    { atSec: 2, policy: { kind: 'static-first-touch' } },
    { atSec: 2, veto: { page: 7 } },
    { atSec: 2, veto: { page: 100, pages: 100, times: 'always' } },
    { atSec: 2, force: { page: 5, node: 'dram0' } },
  ])
}) // prettier-ignore

test('[C31] a replay is forked as well', async () => {
  const replay = small
    .replace('lengthSec: 3, scale: 512', 'engine: replay, accessLimit: 60000')
    .replace('{ kind: zipf }', '{ kind: zipf, workingSetGiB: 0.0078125, threads: 1 }')
    .replace('{ kind: spr-ddr5-cxl }', '{ kind: spr-ddr5-cxl, fastPages: 512 }')
  writeFileSync(path('replay.yaml'), replay)
  expect(await tierlab('run', 'replay.yaml', '--out', 'r.tierlab')).toMatchObject({ code: 0 })
  const forked = await fork('r.tierlab', '--at', '1 us', '--force', '0-1023=cxl1')
  expect(forked.schedule).toEqual([{ atSec: 1e-6, force: { page: 0, pages: 1024, node: 'cxl1' } }])
  expect(forked.summary).toMatchObject({ demotedPages: { value: expect.any(Number) } })
  const moved = (forked.summary as { demotedPages: { value: number } }).demotedPages.value
  expect(moved).toBeGreaterThan(400)
})

test('[C32] --out leaves the first file as it was, and refuses a file that is there', async () => {
  const before = readFileSync(path('w.tierlab'))
  const forked = await fork('w.tierlab#1', '--at', '1s', '--veto', '1', '--out', 'other.tierlab')
  expect(readFileSync(path('w.tierlab')).equals(before)).toBe(true)
  const { runs } = contentsOf('other.tierlab')
  expect(runs.at(-1)).toMatchObject({ id: forked.out.run, status: 'done' })
  const { code, err } = await tierlab('fork', 'w.tierlab', '--at', '1s', '--out', 'other.tierlab')
  expect([code, err]).toEqual([2, expect.stringContaining('"other.tierlab" is there already')])
})

test('[C33] wrong words are refused with 2 and a way out, and change nothing', async () => {
  const count = contentsOf('w.tierlab').experiments.length
  const wrong: [string[], string][] = [
    [['w.tierlab'], 'write --at 90s'],
    [['w.tierlab', '--at', 'noon'], '"noon" is no moment'],
    [['w.tierlab#1', '--at', '1s', '--veto', 'all'], '"all" names no page'],
    [['w.tierlab#1', '--at', '1s', '--veto', '9:often'], 'once or always'],
    [['w.tierlab#1', '--at', '1s', '--force', '9'], '"9" names no node'],
    [['w.tierlab#1', '--at', '1s', '--force', '9=moon'], 'no node "moon"'],
    [['w.tierlab#1', '--at', '1s', '--set', 'policy.hot_threshhold_ms=9'], 'hot_threshold_ms'],
    [['w.tierlab#1', '--at', '1s', '--policy', 'lru'], '"lru" does not run on the engine "rates"'],
    [['w.tierlab#99', '--at', '1s'], 'keeps no run "99"'],
    [['none.tierlab', '--at', '1s'], 'no file "none.tierlab"'],
  ]
  for (const [words, said] of wrong) {
    const { code, out, err } = await tierlab('fork', ...words)
    expect([code, out, err]).toEqual([2, '', expect.stringContaining(said)])
  }
  expect(contentsOf('w.tierlab').experiments.length).toBe(count)
}, 60_000)

test('[C34] another engine’s run is run again first, and stderr says whether it came out the same', async () => {
  const store = openStore(path('w.tierlab'), 'open')
  store.updateRun({ ...store.contents().runs[0], engineVersion: '0.0.1-older' })
  store.close()
  const { code, out, err } = await tierlab('fork', 'w.tierlab#1', '--at', '2s', '--json')
  expect([code, err]).toEqual([0, expect.stringMatching(/0\.0\.1-older[^]*byte for byte/)])
  expect(JSON.parse(out)).toMatchObject({ rerun: { same: true } })
})
