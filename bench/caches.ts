import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { clock } from '../main/engine/policies/clock.ts'
import { fifo } from '../main/engine/policies/fifo.ts'
import { lru } from '../main/engine/policies/lru.ts'
import type { PolicyHost, PolicyPart } from '../main/engine/policy.ts'
import { cacheBlockAccesses, createCacheMisses } from '../main/engine/trackers/cache-misses.ts'
import { zipf } from '../main/engine/workloads/zipf.ts'
import { median, type Report } from './report.ts'

const objects = 1_000_000
const accesses = 8_000_000
const batchAccesses = 65_536

const cases = [
  { part: lru, target: 2 },
  { part: fifo, target: 3 },
  { part: clock, target: 3 },
]

/**
 * The engine's cache policies against C caches of the usual kind, pass by pass in turn, on the same zipf(0.99) ids.
 * What is timed is the policy itself, by which the replay engine serves blocks of accesses: hits, misses, victims.
 * Moving the pages and keeping books of each move is the study's work and not in it. Ids are dense, as the engine's
 * trace reader makes them; the C caches hash them, as caches do that read traces themselves.
 */
export async function benchCaches(report: Report, passes = 5): Promise<void> {
  const ids = drawIds()
  const folder = mkdtempSync(join(tmpdir(), 'tierlab-bench-'))
  try {
    const c = startC(folder, ids)
    for (const { part, target } of cases) {
      for (const share of [0.1, 0.5]) {
        const frames = objects * share
        const ratios: number[] = []
        const jsNs: number[] = []
        let misses = 0
        for (let pass = 0; pass < passes + 1; pass++) {
          const reference = await c.pass(part.info.id, frames)
          const ours = serve(part, ids, frames)
          if (reference.misses !== ours.misses)
            throw new Error(`${part.info.id}: C misses ${reference.misses} times, the engine ${ours.misses}`)
          misses = ours.misses
          if (pass === 0) continue
          ratios.push(reference.ns / ours.ns)
          jsNs.push(ours.ns)
        }
        const ratio = median(ratios)
        const speed = `${((accesses / median(jsNs)) * 1e3).toFixed(0)} M/s`
        const miss = `${((misses / accesses) * 100).toFixed(1)} % misses`
        report.figure(
          `${part.info.id}, ${share * 100} % of 1 M, ${miss}, engine / C`,
          `${speed}, ${ratio.toFixed(2)}`,
          {
            text: `≥ ${target}`,
            holds: ratio >= target,
          },
        )
      }
    }
    c.stop()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

function drawIds(): Uint32Array {
  const values = {
    workingSetGiB: (objects * 4096) / 1024 ** 3,
    ...{ skew: 0.99, order: 'scattered', threads: 1, linesPerThread: 1, thinkNs: 0, storeShare: 0 },
  }
  const source = zipf.createWorkload(values, { seed: 1, pageBytes: 4096, scale: 1 }).createAccesses!(0)
  const ids = new Uint32Array(accesses)
  const writes = new Uint8Array(batchAccesses)
  for (let at = 0; at < accesses; at += batchAccesses)
    source.fill(ids.subarray(at, at + batchAccesses), writes, Math.min(batchAccesses, accesses - at), 0)
  return ids
}

/** One pass with an empty cache. */
function serve(part: PolicyPart, ids: Uint32Array, frames: number): { ns: number; misses: number } {
  const host = {
    pageCount: objects,
    nodes: [{ capacityPages: frames }, { capacityPages: objects }],
    tiers: [[0], [1]],
  } as unknown as PolicyHost
  const cache = part.createPolicy({}, host).cache!
  const batch = new Uint32Array(batchAccesses)
  const columns = createCacheMisses(cacheBlockAccesses)
  let misses = 0
  let ns = 0
  for (let at = 0; at < ids.length; at += batchAccesses) {
    const count = Math.min(batchAccesses, ids.length - at)
    batch.set(ids.subarray(at, at + count))
    const start = process.hrtime.bigint()
    for (let from = 0; from < count; from += cacheBlockAccesses)
      misses += cache.serveBlock(batch, from, Math.min(from + cacheBlockAccesses, count), columns, 0)
    ns += Number(process.hrtime.bigint() - start)
  }
  return { ns, misses }
}

function startC(folder: string, ids: Uint32Array) {
  const binary = join(folder, 'cache')
  execFileSync('gcc', ['-O3', '-march=native', '-o', binary, join(import.meta.dirname, 'c/cache.c')])
  writeFileSync(join(folder, 'ids'), BigUint64Array.from(ids, BigInt))
  const child = spawn(binary, [join(folder, 'ids'), String(ids.length)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async pass(policy: string, frames: number) {
      child.stdin.write(`${policy} ${frames}\n`)
      const { value } = await lines.next()
      const [ns, misses] = String(value).split(' ').map(Number)
      return { ns, misses }
    },
    stop: () => child.stdin.end(),
  }
}
