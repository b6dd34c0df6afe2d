import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { constants, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { openTraceBlocks } from '../../main/lab/runs/trace-blocks.ts'
import { isLabError, type LabError } from '../../shared/contract/errors.ts'

const folder = mkdtempSync(join(tmpdir(), 'tierlab-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const hasXz = spawnSync('xz', ['--version']).status === 0
const text = Buffer.from(Array.from({ length: 300_000 }, (_, i) => `${(i * 7919) % 100_003}\n`).join(''))

function xzOf(bytes: Buffer): Buffer {
  const path = join(folder, 'to-pack')
  writeFileSync(path, bytes)
  return execFileSync('xz', ['--stdout', '--keep', path], { maxBuffer: 1 << 26 })
}

/** As the zstd command does. */
const checked = { params: { [constants.ZSTD_c_checksumFlag]: 1 } }
const packings = [
  { packing: 'gzip', pack: (bytes: Buffer) => gzipSync(bytes) },
  { packing: 'zstd', pack: (bytes: Buffer) => zstdCompressSync(bytes, checked) },
  { packing: 'zlib', pack: (bytes: Buffer) => deflateSync(bytes) },
  ...(hasXz ? [{ packing: 'xz', pack: xzOf }] : []),
]

async function readWhole(
  bytes: Buffer,
): Promise<{ whole: Buffer; largest: number; packing: string | undefined }> {
  const path = join(folder, 'trace')
  writeFileSync(path, bytes)
  const blocks = await openTraceBlocks(path)
  const found: Buffer[] = []
  try {
    for (let block = await blocks.next(); block !== null; block = await blocks.next())
      found.push(Buffer.from(block))
    expect(blocks.bytesRead).toBe(blocks.fileBytes)
  } finally {
    await blocks.close()
  }
  const largest = Math.max(0, ...found.map(({ length }) => length))
  return { whole: Buffer.concat(found), largest, packing: blocks.packing }
}

async function refusal(bytes: Buffer): Promise<LabError> {
  const thrown: unknown = await readWhole(bytes).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (!isLabError(thrown)) throw new Error(`not refused with a sentence but ${String(thrown)}`)
  return thrown
}

describe.each(packings)('$packing', ({ packing, pack }) => {
  test('[X13] what was packed comes out again, in blocks of bounded size', async () => {
    const found = await readWhole(pack(text))
    expect(found.packing).toBe(packing)
    expect(found.whole.equals(text)).toBe(true)
    expect(found.largest).toBeLessThanOrEqual(1 << 20)
  })

  test('[X13] an archive that is cut short anywhere is told, not taken for a shorter trace', async () => {
    const packed = pack(text)
    for (const share of [0.2, 0.7, 0.999]) {
      const { code, fact, wayOut } = await refusal(packed.subarray(0, Math.floor(packed.length * share)))
      expect(code).toBe('bad-trace')
      expect(fact).toContain('ends before its archive does')
      expect(wayOut).toContain('fetch it again')
    }
  })

  test('[X13] a damaged archive is told', async () => {
    const packed = Buffer.from(pack(text))
    packed.fill(0x5a, packed.length >> 1, (packed.length >> 1) + 40)
    expect(await refusal(packed)).toMatchObject({ code: 'bad-trace' })
  })

  if (packing === 'zlib') return // damon.data is one archive
  test('[X13] archives one behind the other are read on', async () => {
    const found = await readWhole(Buffer.concat([pack(text), pack(text)]))
    expect(found.whole.equals(Buffer.concat([text, text]))).toBe(true)
  })
})

test('[X13] a file that is not packed comes as it is, and an empty one is empty', async () => {
  const path = new URL('../../examples/traces/sort-lackey.trace', import.meta.url)
  const plain = readFileSync(path)
  expect(await readWhole(plain)).toMatchObject({ whole: plain, packing: undefined })
  expect((await readWhole(Buffer.alloc(0))).whole).toHaveLength(0)
})
