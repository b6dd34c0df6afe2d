import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sniffFormat, traceFormatOf, traceOptionsOf } from '../../main/engine/traces/formats.ts'
import { createTraceScan } from '../../main/engine/traces/trace-scan.ts'

const valgrind = spawnSync('valgrind', ['--version'], { encoding: 'utf8' })
const reason =
  valgrind.status === 0 ? '' : ' (skipped: no valgrind here; "apt-get install valgrind" brings it)'

test.skipIf(reason !== '')(
  `[X9] a fresh lackey trace of sort gives the counts of a plain count of its lines${reason}`,
  { timeout: 120_000 },
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'tierlab-trace-'))
    try {
      const numbers = Array.from({ length: 200 }, (_, i) => (i * 7919) % 1009)
      writeFileSync(join(folder, 'numbers.txt'), numbers.join('\n'))
      const trace = join(folder, 'fresh.trace')
      const options = ['--tool=lackey', '--trace-mem=yes', '--trace-superblocks=yes', `--log-file=${trace}`]
      const run = spawnSync('valgrind', [...options, 'sort', join(folder, 'numbers.txt')], {
        encoding: 'utf8',
      })
      expect(run.status, run.stderr).toBe(0)

      const bytes = new Uint8Array(readFileSync(trace))
      expect(sniffFormat(bytes, '')).toBe('lackey')
      for (const instructions of [false, true]) {
        const scan = createTraceScan(traceFormatOf('lackey'), traceOptionsOf({ instructions }, 4096))
        for (let at = 0; at < bytes.length; at += 100_000) scan.push(bytes.slice(at, at + 100_000))
        const { reads, writes, pageCount, records } = scan.end()
        expect({ reads, writes, pageCount, records }).toEqual(countPlainly(bytes, instructions))
        expect(records).toBeGreaterThan(10_000)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

/** As a script in awk would: by columns of the line, addresses as floating point. */
function countPlainly(bytes: Uint8Array, instructions: boolean) {
  const pages = new Set<number>()
  let reads = 0
  let writes = 0
  let records = 0
  for (const line of new TextDecoder('latin1').decode(bytes).split('\n')) {
    const kind = line.slice(0, 3)
    const [address = '', size = ''] = line.slice(3).split(',')
    if (!(kind === 'I  ' ? instructions : [' L ', ' S ', ' M '].includes(kind))) continue
    const first = Math.floor(parseInt(address, 16) / 4096)
    const last = Math.floor((parseInt(address, 16) + Number(size) - 1) / 4096)
    records++
    for (let page = first; page <= last; page++) {
      pages.add(page)
      if (kind !== ' S ') reads++
      if (kind === ' S ' || kind === ' M ') writes++
    }
  }
  return { reads, writes, pageCount: pages.size, records }
}
