import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { root } from '../../scripts/build-id.mjs'
import { bitsAt, createStream } from '../../shared/base/random.ts'
import { plainMisses, type PlainCache } from '../engine/policies/plain-caches.ts'
import { makeFolder } from '../lab/test-core.ts'
import { build, runCli } from './cli-process.ts'

/** 4,000 accesses to up to 200 objects: half to a hot tenth, a scan in the middle. Ids go up to 2^64. */
const draws = createStream(7, 'exact-misses')
const ids = Array.from({ length: 4000 }, (_, i) => {
  const bits = bitsAt(draws, 0, i)
  const object = i >= 2000 && i < 2200 ? i - 2000 : bits & 1 ? (bits >>> 8) % 20 : (bits >>> 8) % 200
  return (0xffff_ffff_ffff_ff00n - BigInt(object) * 0x1_0000_0001n) & 0xffff_ffff_ffff_ffffn
})
const pages = ids.map((id) => id & 0xffn)

/** Misses by policy and fast pages, as the plain caches in test/ counted them. */
const golden: [PlainCache, number, number][] = [
  ['lru', 1, 3935],
  ['lru', 20, 2921],
  ['lru', 100, 1156],
  ['lru', 5000, 200],
  ['fifo', 1, 3935],
  ['fifo', 20, 2998],
  ['fifo', 100, 1322],
  ['fifo', 5000, 200],
  ['clock', 1, 3935],
  ['clock', 20, 2845],
  ['clock', 100, 1165],
  ['clock', 5000, 200],
  ['min', 1, 3935],
  ['min', 20, 1757],
  ['min', 100, 592],
  ['min', 5000, 200],
]

let folder: string
beforeAll(() => {
  build('cli')
  folder = makeFolder()
  writeFileSync(join(folder, 'ids.csv'), ids.map((id) => `${id}\n`).join(''))
  const record = (page: bigint, i: number) => ` ${i % 3 === 0 ? 'S' : 'L'} ${(page << 12n).toString(16)},8\n`
  writeFileSync(join(folder, 'pages.lackey'), pages.map(record).join(''))
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function missesByCli(format: 'csv' | 'lackey', policy: string, fastPages: number): Promise<number> {
  const file = format === 'csv' ? 'ids.csv' : 'pages.lackey'
  const { code, out, err } = await runCli(
    [
      ...[
        'run',
        join(root, 'examples/trace-lru.yaml'),
        '--json',
        '--set',
        `workload.path=${join(folder, file)}`,
      ],
      ...['--set', `workload.format=${format}`, '--set', `policy.kind=${policy}`],
      ...['--set', `machine.fastPages=${fastPages}`],
    ],
    folder,
  )
  expect({ code, err }).toEqual({ code: 0, err: '' })
  const { summary, accesses } = JSON.parse(out) as {
    summary: Record<string, { value: number }>
    accesses: number
  }
  expect(accesses).toBe(ids.length)
  expect(summary.missRatio.value).toBe(summary.missCount.value / ids.length)
  return summary.missCount.value
}

describe('tierlab run examples/trace-lru.yaml', () => {
  test('[Z1] the golden counts are those of the plain caches', () => {
    for (const [policy, fastPages, misses] of golden)
      expect([policy, fastPages, plainMisses(policy, ids, fastPages)]).toEqual([policy, fastPages, misses])
    expect(golden).toHaveLength(16)
  })

  test.each(golden)('[Z1] %s with %d fast pages misses %d times', async (policy, fastPages, misses) => {
    const format = fastPages === 1 || fastPages === 100 ? 'csv' : 'lackey'
    expect(await missesByCli(format, policy, fastPages)).toBe(misses)
  })
})
