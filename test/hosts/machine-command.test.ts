import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build, startCli } from './cli-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'tierlab-machine-'))
const numactl = `available: 2 nodes (0-1)
node 0 cpus: 0 1 2 3
node 0 size: 16384 MB
node 1 cpus:
node 1 size: 65536 MB
node distances:
node   0   1
  0:  10  14
  1:  14  10
`

beforeAll(() => build('cli'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const run = (...words: string[]) => startCli(words, folder).finished
const rest = `workload: { kind: zipf, workingSetGiB: 24 }
policy: { kind: autonuma-tiering }
mechanism: { kind: migrate_pages }
`

test('[C40] the printed section is part of a sound experiment', async () => {
  writeFileSync(join(folder, 'numactl.txt'), numactl)
  writeFileSync(join(folder, 'tiers.txt'), 'memory_tier4/nodelist:0\nmemory_tier22/nodelist:1\n')
  const { code, out, err } = await run('machine', 'numactl.txt', 'tiers.txt')
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/# node 1, latency: assumed: 89 ns/)
  writeFileSync(join(folder, 'whole.yaml'), `format: 1\nstudy: tiering\nname: mine\n${out}${rest}`)
  const checked = await run('check', 'whole.yaml')
  expect(checked).toMatchObject({ code: 0, out: expect.stringMatching(/whole.yaml: fine/) })
})

test('[C40] a wrong line is told by file and line', async () => {
  writeFileSync(join(folder, 'good.txt'), numactl)
  writeFileSync(join(folder, 'bad.txt'), 'memory_tier4/nodelist:0\nmemory_tier22/nodelist:one\n')
  const { code, out, err } = await run('machine', 'good.txt', 'bad.txt')
  expect([code, out]).toEqual([2, ''])
  expect(err).toMatch(/^error: bad.txt:2: "one" is no list of nodes; paste it as/)
  const missing = await run('machine', 'nowhere.txt')
  expect(missing).toMatchObject({ code: 2, err: expect.stringMatching(/no file "nowhere.txt"/) })
})
