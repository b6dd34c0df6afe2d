import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import type { OverlayInfo } from '../../shared/documents/traces/overlay.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TraceInfo } from '../../shared/documents/traces/trace-info.ts'
import { makeFolder } from '../lab/test-core.ts'
import { readLackeyPlainly } from '../traces/plain-readers.ts'
import { build, runCli } from './cli-process.ts'

let folder: string
const path = (name: string) => join(folder, name)
const traceInfo = (...words: string[]) => runCli(['trace', 'info', ...words], folder)
const lackey = readFileSync(new URL('../../examples/traces/sort-lackey.trace', import.meta.url))

beforeAll(() => {
  build('cli')
  folder = makeFolder()
  writeFileSync(path('sort.trace'), lackey)
  writeFileSync(path('sort.trace.zst'), zstdCompressSync(lackey))
  writeFileSync(path('cut.gz'), gzipSync(lackey).subarray(0, 20_000))
  writeFileSync(path('wrong.csv'), 'op,id\nr,7\nx,9\n')
  writeFileSync(path('requests.bin'), Buffer.alloc(60))
  writeFileSync(path('empty'), '')
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('tierlab trace info', () => {
  test('[X14] counts what a plain reading counts, packed or not, and prints one document', async () => {
    const plain = readLackeyPlainly(lackey.toString('latin1'), 4096, false)
    for (const [file, packing] of [
      ['sort.trace', undefined],
      ['sort.trace.zst', 'zstd'],
    ] as const) {
      const { code, out, err } = await traceInfo(file, '--json', '--lines', '2')
      expect({ code, err }).toEqual({ code: 0, err: '' })
      const info = JSON.parse(out) as TraceInfo
      expect(info).toMatchObject({
        format: 'lackey', whole: true, sampled: false, addressKind: 'virtual', bytes: lackey.length,
        accessCount: plain.length, writes: plain.filter(({ write }) => write).length,
        pageCount: new Set(plain.map(({ id }) => id)).size,
        first: plain.slice(0, 2).map(({ id, write }) => ({ id: `0x${id.toString(16)}`, write, weight: 1 })),
      }) // prettier-ignore
      expect(info.packing).toBe(packing)
    }
  })

  test('[X14] says it in words too', async () => {
    const { code, out } = await traceInfo('sort.trace', '--lines', '3')
    expect(code).toBe(0)
    expect(out).toContain('valgrind lackey')
    expect(out).toContain('19 818')
    expect(out).toContain('first 3:')
  })

  test.each([
    [['wrong.csv'], 'wrong.csv, line 3: "x" in column 1'],
    [
      ['requests.bin', '--format', 'oracleGeneral'],
      'requests.bin, byte 48: the file ends 12 bytes into a record',
    ],
    [['cut.gz'], 'ends before its archive does'],
    [['empty'], 'looks like no trace format that is read'],
    [['none'], 'there is no file'],
    [['sort.trace', '--format', 'dbase'], 'the formats are auto, lackey'],
    [['sort.trace', '--lines', '1.5'], '--lines'],
  ])('[X14] %j is refused with exit 2 and its place', async (words, sentence) => {
    const { code, out, err } = await traceInfo(...words)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(sentence)
    expect(err).not.toContain('    at ')
  })

  test('[X19] says what a log of /proc/vmstat holds, and that nothing can be replayed from it', async () => {
    const log = [10, 12, 13].map(
      (sec, i) => `${sec}\nnr_free_pages ${50 + i}\npgfault ${100 * i}\npswpin 3\n`,
    )
    writeFileSync(path('vm.log'), log.join(''))
    const { code, out, err } = await traceInfo('vm.log', '--json')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(JSON.parse(out) as OverlayInfo).toMatchObject({
      kind: 'vmstat', snapshots: 3, firstSec: 10, spanSec: 3,
      columns: [
        { name: 'nr_free_pages', counter: false, changes: true },
        { name: 'pgfault', counter: true, changes: true, mean: 200 / 3 },
        { name: 'pswpin', counter: true, changes: false, mean: 0 },
      ],
    }) // prettier-ignore
    const plain = await traceInfo('vm.log')
    expect(plain.out).toMatch(/3, 1\.5 s apart/)
    expect(plain.out).toMatch(/pgfault +66\.67 \/s +mean rate/)
    writeFileSync(path('cut.log'), `${log[0]}11\nnr_free`)
    const cut = await traceInfo('cut.log', '--format', 'vmstat')
    expect(cut.code).toBe(2)
    expect(cut.err).toMatch(/cut\.log, line 6: "nr_free" is no line of a log/)
  })
})
