import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createDenseIds } from '../../main/engine/traces/dense-ids.ts'
import {
  sniffFormat,
  traceFormatOf,
  traceOptionsOf,
  unknownFormat,
} from '../../main/engine/traces/formats.ts'
import { createTraceScan } from '../../main/engine/traces/trace-scan.ts'
import { createTraceStream } from '../../main/engine/traces/trace-stream.ts'
import { readLackeyPlainly } from './plain-readers.ts'
import { refusalOf } from './read-trace.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const example = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../examples/traces/${name}`, import.meta.url)))

describe('dense ids', () => {
  test('[X4] 64-bit ids get numbers in order of first appearance, as a Map would give them', () => {
    // Few different ids, ids that differ in one half only, and enough of them to grow the table.
    const half = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 0xffffffff }))
    const column = fc.array(fc.tuple(half, half), { minLength: 0, maxLength: 4000, size: 'max' })
    fc.assert(
      fc.property(column, fc.nat(4000), (pairs, cut) => {
        const low = Uint32Array.from(pairs, ([a]) => a)
        const high = Uint32Array.from(pairs, ([, b]) => b)
        const out = new Uint32Array(pairs.length)
        const ids = createDenseIds()
        const middle = Math.min(cut, pairs.length)
        ids.translate(low, high, 0, middle, out, 0)
        ids.translate(low, high, middle, pairs.length, out, middle)
        const seen = new Map<string, number>()
        const wanted = pairs.map(([a, b]) => {
          const key = `${a} ${b}`
          if (!seen.has(key)) seen.set(key, seen.size)
          return seen.get(key)
        })
        expect([...out]).toEqual(wanted)
        expect(ids.count).toBe(seen.size)
      }),
      { seed: 4, numRuns: 60 },
    )
  })
})

describe('trace stream', () => {
  test('[X7] every access comes once and in order, however it is fed and asked', () => {
    const text = new TextDecoder().decode(example('sort-lackey.trace')).split('\n').slice(0, 1200).join('\n')
    const wanted = readLackeyPlainly(text, 4096, false)
    const numbers = new Map<bigint, number>()
    for (const { id } of wanted) if (!numbers.has(id)) numbers.set(id, numbers.size)
    const all = bytesOf(text)
    const steps = fc.array(
      fc.record({ feed: fc.integer({ min: 1, max: 9000 }), ask: fc.integer({ min: 1, max: 700 }) }),
      { minLength: 1, maxLength: 20 },
    )
    fc.assert(
      fc.property(steps, fc.nat(5), (sizes, offset) => {
        const stream = createTraceStream(traceFormatOf('lackey'), traceOptionsOf({}, 4096))
        const found: string[] = []
        const pages = new Uint32Array(800)
        const writes = new Uint8Array(800)
        let at = 0
        for (let i = 0; !stream.ended; i++) {
          const { feed, ask } = sizes[i % sizes.length]
          const count = stream.fill(pages, writes, offset, offset + ask)
          for (let k = offset; k < offset + count; k++) found.push(`${pages[k]} ${writes[k]}`)
          if (count === ask || stream.ended) continue
          if (at >= all.length) stream.end()
          else stream.push(all.slice(at, at + feed))
          at += feed
        }
        expect(stream.pageCount).toBe(numbers.size)
        expect(found).toEqual(wanted.map(({ id, write }) => `${numbers.get(id)} ${write ? 1 : 0}`))
      }),
      { seed: 7, numRuns: 40 },
    )
  })
})

describe('trace scan', () => {
  test('[X6] it counts what a plain reading counts, and hashes the bytes, whatever the blocks', () => {
    const bytes = example('sort-lackey.trace')
    const wanted = readLackeyPlainly(new TextDecoder().decode(bytes), 4096, false)
    const ids = wanted.map(({ id }) => id).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    for (const block of [bytes.length, 65_536, 4099, 61]) {
      const scan = createTraceScan(traceFormatOf('lackey'), traceOptionsOf({}, 4096))
      for (let at = 0; at < bytes.length; at += block) scan.push(bytes.slice(at, at + block))
      expect(scan.end()).toEqual({
        format: 'lackey', contentHash: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length,
        accessCount: wanted.length, pageCount: new Set(ids).size, records: 18_494,
        reads: wanted.filter(({ write }) => !write).length, writes: wanted.filter(({ write }) => write).length,
        lowestId: `0x${ids[0].toString(16)}`, highestId: `0x${ids.at(-1)!.toString(16)}`,
        addressKind: 'virtual', sampled: false, timeSpan: undefined, first: [],
      }) // prettier-ignore
    }
  })

  test('[X6] the csv example is read by its header alone', () => {
    const scan = createTraceScan(traceFormatOf('csv'), traceOptionsOf({}, 4096))
    scan.push(example('buffer-pool.csv'))
    // 420 reads of a record, 120 appends, 60 scans of 4 pages each.
    expect(scan.end()).toMatchObject({ records: 600, reads: 420 + 60 * 4, writes: 120 })
  })

  test('[X6] a file without an access is refused', () => {
    const scan = createTraceScan(traceFormatOf('lackey'), traceOptionsOf({}, 4096))
    scan.push(bytesOf('hello\n'))
    expect(refusalOf(() => scan.end()).message).toContain('there is no access in the file')
  })
})

describe('sniffing', () => {
  test.each([
    ['==12== Lackey, an example Valgrind tool\n', 'a.csv', 'lackey'],
    ['some output\nI  04001090,3\n', 'log', 'lackey'],
    [' L 04001090,3\r\n', 'log', 'lackey'],
    ['time,address,op\n1,0x10,r\n', 'log', 'csv'],
    ['# comment\n12\n13\n', 'ids.txt', 'csv'],
    ['0x7f00 R\n', 'x', 'csv'],
    ['key\nabc\n', 'names.tsv', 'csv'],
    ['Dear diary\n', 'letter', undefined],
    ['', 'empty', undefined],
    ['\u0000\u0001,2\n', 'binary', undefined],
  ])('[X8] %j in "%s" is %s', (text, name, format) => {
    expect(sniffFormat(bytesOf(text), name)).toBe(format)
  })

  test('[X8] the examples are told by their bytes; a refusal names every format', () => {
    expect(sniffFormat(example('sort-lackey.trace'), '')).toBe('lackey')
    expect(sniffFormat(example('buffer-pool.csv'), '')).toBe('csv')
    expect(unknownFormat('letter').wayOut).toMatch(/valgrind lackey or .* or CSV/)
  })
})
