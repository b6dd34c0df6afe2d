import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { root } from '../../scripts/build-id.mjs'
import { makeFolder } from '../lab/test-core.ts'
import { build } from './cli-process.ts'

const watch = new URL('network-watch.mjs', import.meta.url).pathname
let folder: string
let log: string
const left = () => (existsSync(log) ? readFileSync(log, 'utf8') : '')

beforeAll(() => {
  build('cli', 'renderer')
  folder = makeFolder()
  log = join(folder, 'network.log')
  mkdirSync(join(folder, 'home'))
}, 60_000)
beforeEach(() => rmSync(log, { force: true }))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const env = () => ({
  ...process.env, TIERLAB_NETWORK_LOG: log, TIERLAB_STATE: join(folder, 'state'), HOME: join(folder, 'home'), DISPLAY: '', WAYLAND_DISPLAY: '',
}) // prettier-ignore
const tierlab = (...words: string[]) =>
  spawnSync(process.execPath, ['--require', watch, join(root, 'dist/cli/cli.mjs'), ...words], { cwd: root, encoding: 'utf8', env: env() }) // prettier-ignore

describe('no request leaves the machine', () => {
  test.each([
    ['a name', "fetch('http://tierlab.invalid/').catch(() => {})", /tierlab\.invalid/],
    ['an address', "require('node:net').connect(9, '192.0.2.1').on('error', () => {})", /connect 192\.0\.2\.1/],
    ['a name, from a thread', "new (require('node:worker_threads').Worker)(\"fetch('http://tierlab.invalid/').catch(() => {})\", { eval: true })", /tierlab\.invalid/],
  ])('[C22] the watch notices %s', (_name, code, seen) => {
    spawnSync(process.execPath, ['--require', watch, '-e', code], { env: env() })
    expect(left()).toMatch(seen)
  }) // prettier-ignore

  test('[C22] not by runs, checks, sweeps and looks at traces', () => {
    const runs = [
      ['run', 'examples/lru-loop.yaml', '--json'],
      ['check', 'examples/autonuma-zipf.yaml'],
      ['sweep', 'examples/trace-lru.yaml', '--path', 'machine.fastPages', '--values', '8,16', '--json'],
      ['trace', 'info', 'examples/traces/sort-lackey.trace', '--json'],
      ['parts', '--json'],
    ]
    for (const words of runs) expect([words[0], tierlab(...words).status]).toEqual([words[0], 0])
    expect(left()).toBe('')
  }, 60_000)

  test('[C22] nor by the web host, which listens on this machine only', async () => {
    const server = spawn(
      process.execPath,
      ['--require', watch, join(root, 'dist/cli/cli.mjs'), 'serve', '--port', '0'],
      { cwd: root, env: env() },
    )
    const address = await new Promise<URL>((resolve) => {
      let text = ''
      server.stdout.on('data', (piece) => {
        const found = /http:\S+/.exec((text += String(piece)))
        if (found) resolve(new URL(found[0]))
      })
    })
    expect(address.hostname).toBe('127.0.0.1')
    expect((await fetch(address, { redirect: 'manual' })).status).toBe(303)
    const ended = new Promise((resolve) => server.once('exit', resolve))
    server.kill('SIGTERM')
    await ended
    expect(left()).toBe('')
  })
})
