import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { createPageTable } from '../main/engine/pages/page-table.ts'
import { createAccessLoop } from '../main/engine/studies/tiering/replay/access-loop.ts'
import { zipf } from '../main/engine/workloads/zipf.ts'
import { median, type Report } from './report.ts'

const batchAccesses = 65_536

/** The bare access loop against plain C doing the same work on the same pages, pass by pass in turn. */
export async function benchAccessLoop(
  report: Report,
  pageCount: number,
  target: number,
  passes = 9,
): Promise<void> {
  const { pages, writes } = drawAccesses(pageCount, 8_000_000)
  const folder = mkdtempSync(join(tmpdir(), 'tierlab-bench-'))
  try {
    const c = startC(folder, pages, writes, pageCount)
    const js = createJs(pages, writes, pageCount)
    const ratios: number[] = []
    let cNs = 0
    let jsNs = 0
    for (let pass = 0; pass < passes + 2; pass++) {
      const reference = await c.pass()
      const ours = js()
      if (reference.fast !== ours.fast)
        throw new Error(`C served ${reference.fast} fast accesses, JS ${ours.fast}`)
      if (pass < 2) continue
      ratios.push(reference.ns / ours.ns)
      cNs += reference.ns / passes
      jsNs += ours.ns / passes
    }
    c.stop()
    const perSec = (ns: number) => `${((pages.length / ns) * 1e3).toFixed(0)} M/s`
    const ratio = median(ratios)
    report.figure(`access loop, ${pageCount} pages: C`, perSec(cNs))
    report.figure(`access loop, ${pageCount} pages: engine`, perSec(jsNs))
    report.figure(`  ratio engine / C, median of ${passes}`, ratio.toFixed(2), {
      text: `≥ ${target}`,
      holds: ratio >= target,
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function drawAccesses(pageCount: number, accesses: number): { pages: Uint32Array; writes: Uint8Array } {
  const values = {
    workingSetGiB: (pageCount * 4096) / 1024 ** 3,
    skew: 0.99,
    order: 'scattered',
    threads: 1,
    linesPerThread: 1,
    thinkNs: 0,
    storeShare: 0.5,
  }
  const workload = zipf.createWorkload(values, { seed: 1, pageBytes: 4096, scale: 1 })
  const source = workload.createAccesses!(0)
  const pages = new Uint32Array(accesses)
  const writes = new Uint8Array(accesses)
  for (let at = 0; at < accesses; at += batchAccesses) {
    const count = Math.min(batchAccesses, accesses - at)
    source.fill(pages.subarray(at, at + count), writes.subarray(at, at + count), count, 0)
  }
  return { pages, writes }
}

function createJs(pages: Uint32Array, writes: Uint8Array, pageCount: number) {
  const table = createPageTable(pageCount, true)
  for (let page = 0; page < pageCount; page++) table.hot[page] = page % 5 === 0 ? 0 : 1
  const served = new Uint32Array(16)
  const serve = createAccessLoop(table, served, 2, (page) => table.hot[page])
  const pageBatch = new Uint32Array(batchAccesses)
  const writeBatch = new Uint8Array(batchAccesses)
  return () => {
    served.fill(0)
    let ns = 0
    for (let at = 0; at < pages.length; at += batchAccesses) {
      const count = Math.min(batchAccesses, pages.length - at)
      pageBatch.set(pages.subarray(at, at + count))
      writeBatch.set(writes.subarray(at, at + count))
      const start = process.hrtime.bigint()
      serve(pageBatch, writeBatch, 0, count)
      ns += Number(process.hrtime.bigint() - start)
    }
    return { ns, fast: served[0] }
  }
}

function startC(folder: string, pages: Uint32Array, writes: Uint8Array, pageCount: number) {
  const binary = join(folder, 'access-loop')
  execFileSync('gcc', ['-O3', '-march=native', '-o', binary, join(import.meta.dirname, 'c/access-loop.c')])
  writeFileSync(join(folder, 'pages'), pages)
  writeFileSync(join(folder, 'writes'), writes)
  const child = spawn(
    binary,
    [join(folder, 'pages'), join(folder, 'writes'), String(pages.length), String(pageCount)],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async pass() {
      child.stdin.write('\n')
      const { value } = await lines.next()
      const [ns, fast] = String(value).split(' ').map(Number)
      return { ns, fast }
    },
    stop: () => child.stdin.end(),
  }
}
