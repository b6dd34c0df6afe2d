import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findChromium } from '../../scripts/ensure-chromium.mjs'
import { createSimulation, parts } from '../../main/engine/catalog.ts'
import { runInBrowser } from '../../main/engine/browser-entry.ts'
import { readSetup } from '../../main/lab/read-setup.ts'
import { openStore } from '../../main/workspace/open-store.ts'
import { expectDefined } from '../../shared/base/assert.ts'
import type { RunPlan } from '../../shared/documents/plan.ts'
import type { RecordedChunk } from '../../shared/documents/recorded.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'
import { planHash } from '../../shared/documents/plan-hash.ts'

/** One plan, three hosts: series and decisions as CSV, byte for byte. */

const root = join(import.meta.dirname, '../..')
const setups = {
  rates: `{format: 1, study: tiering, name: rates, run: {lengthSec: 90, scale: 256}, machine: {kind: spr-ddr5-cxl},
    workload: {kind: hot-set, driftGiBPerMin: 4}, policy: {kind: autonuma-tiering}, mechanism: {kind: migrate_pages}}`,
  replay: `{format: 1, study: tiering, name: replay, run: {engine: replay, accessLimit: 400000}, machine: {kind: spr-ddr5-cxl, fastPages: 500},
    workload: {kind: zipf, workingSetGiB: 4 MiB, threads: 1}, policy: {kind: clock}, mechanism: {kind: migrate_pages}}`,
}

interface Tables {
  readonly series: string
  readonly decisions: string
}

let folder: string
let server: Server
let browser: Browser

function planOf(yaml: string): RunPlan {
  const { setup, problems } = readSetup(yaml, parts)
  expect(problems).toEqual([])
  return resolvePlan(expectDefined(setup, 'the setup above is right'), parts)
}

/** The tables as a workspace writes them. */
function tablesOf(plan: RunPlan, chunk: RecordedChunk): Tables {
  const store = openStore(':memory:', 'create')
  const { spec } = createSimulation(plan)
  store.beginRun({
    id: 'r', experimentId: 'e', number: 1, plan, planHash: planHash(plan), engineVersion: 'test', status: 'done',
    startedAtMs: 0, wallSec: 0, simulatedNs: 0, accesses: 0, frames: chunk.frames.count, spec, summary: {},
  }) // prettier-ignore
  store.appendRun('r', chunk)
  const text = (what: 'series' | 'decisions') => [...store.csv({ run: 'r', what })].join('')
  const tables = { series: text('series'), decisions: text('decisions') }
  store.close()
  return tables
}

function runInCli(yaml: string): Tables {
  const path = (name: string) => join(folder, name)
  writeFileSync(path('setup.yaml'), yaml)
  execFileSync(
    process.execPath,
    ['dist/cli/cli.mjs', 'run', path('setup.yaml'), '--json', '--series', path('series.csv'), '--decisions', path('decisions.csv')],
    { cwd: root },
  ) // prettier-ignore
  return {
    series: readFileSync(path('series.csv'), 'utf8'),
    decisions: readFileSync(path('decisions.csv'), 'utf8'),
  }
}

/** Typed arrays cross the browser's door as base64 of their bytes. */
const runInPage = `async (plan) => {
  const { runInBrowser } = await import('/engine.js')
  const { chunk } = await runInBrowser(plan)
  return JSON.stringify(chunk, (_, value) => {
    if (value === Infinity) return { infinity: true }
    if (!ArrayBuffer.isView(value)) return value
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength)
    let text = ''
    for (let i = 0; i < bytes.length; i += 32768) text += String.fromCharCode(...bytes.subarray(i, i + 32768))
    return { array: value.constructor.name, base64: btoa(text) }
  })
}`

const arrays = { Float64Array, Float32Array, Int32Array, Uint32Array, Uint8Array }

function revived(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if ('infinity' in value) return Infinity
  if (!('array' in value)) return value
  const { array, base64 } = value as { array: keyof typeof arrays; base64: string }
  return new arrays[array](new Uint8Array(Buffer.from(base64, 'base64')).buffer)
}

async function runInChromium(plan: RunPlan): Promise<RecordedChunk> {
  const { port } = server.address() as { port: number }
  const page = await browser.newPage()
  await page.goto(`http://127.0.0.1:${port}/`)
  const text = await page.evaluate(`(${runInPage})(${JSON.stringify(plan)})`)
  await page.close()
  return JSON.parse(text as string, revived) as RecordedChunk
}

beforeAll(async () => {
  const built = spawnSync(process.execPath, ['scripts/build.mjs', '--quiet', '--if-needed', 'cli', 'engine'], { cwd: root }) // prettier-ignore
  expect(built.status, String(built.stderr)).toBe(0)
  folder = mkdtempSync(join(tmpdir(), 'tierlab-bytes-'))
  server = createServer((request, response) => {
    const isEngine = request.url === '/engine.js'
    response.setHeader('content-type', isEngine ? 'text/javascript' : 'text/html')
    response.end(isEngine ? readFileSync(join(root, 'dist/engine/engine.js')) : '<!doctype html>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const executablePath = process.env.CHROME_PATH ?? findChromium()
  browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: ['--no-sandbox'],
  })
}, 120_000)

afterAll(async () => {
  await browser.close()
  server.close()
  rmSync(folder, { recursive: true })
})

describe('the same plan on every host', () => {
  for (const [engine, yaml] of Object.entries(setups)) {
    it(`[E0] ${engine}: the built command line’s worker, this process and Chromium give the same bytes`, async () => {
      const plan = planOf(yaml)
      const here = tablesOf(plan, (await runInBrowser(plan)).chunk)
      expect(here.series.length).toBeGreaterThan(1000)
      expect(here.decisions.split('\n').length).toBeGreaterThan(100)
      expect(runInCli(yaml)).toEqual(here)
      expect(tablesOf(plan, await runInChromium(plan))).toEqual(here)
    }, 120_000)
  }
})
