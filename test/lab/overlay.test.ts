import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { gzipSync } from 'node:zlib'
import type { Lab } from '../../shared/contract/lab.ts'
import { smallSetup, startTestCore, type TestCore } from './test-core.ts'

let core: TestCore
let lab: Lab
const log = Array.from(
  { length: 101 },
  (_, i) => `${1000 + i}\nnr_free_pages ${i}\npgfault ${i === 50 ? 10_000 : 10 * i}\n`,
).join('')
const regions = [0, 1, 2, 3].map(
  (i) =>
    `monitoring_start: ${100 * i} ms\nmonitoring_end: ${100 * i + 100} ms\n000000010000-000000014000 (16 KiB) ${i} 0\n`,
)

beforeAll(() => {
  core = startTestCore()
  lab = core.openSession().lab
  writeFileSync(core.path('vm.log'), log)
  writeFileSync(core.path('vm.log.gz'), gzipSync(log))
  writeFileSync(core.path('damon.txt'), `base_time_absolute: 1 m 0 s\n${regions.join('\n')}`)
  writeFileSync(core.path('trace.csv'), 'id,op\n1,r\n')
})
afterAll(() => core.dispose())

describe('a recording that is laid over a run', () => {
  test.each(['vm.log', 'vm.log.gz'])(
    '[X19] %s: chosen columns as rates, folded without losing a spike',
    async (path) => {
      const { info, series, matrix } = await lab.overlay({
        path,
        columns: ['pgfault', 'nr_free_pages', 'none'],
        points: 10,
      })
      expect(info).toMatchObject({ kind: 'vmstat', snapshots: 101, spanSec: 100, firstSec: 1000 })
      expect(matrix).toBeUndefined()
      expect(Object.keys(series!.columns)).toEqual(['pgfault', 'nr_free_pages'])
      expect([...series!.timeNs]).toEqual(Array.from({ length: 10 }, (_, i) => (i + 1) * 1e10))
      const { value, min, max } = series!.columns.pgfault
      expect([value[0], min[0], max[0]]).toEqual([10, 10, 10])
      expect(max[4]).toBe(10_000 - 490)
      expect([...series!.columns.nr_free_pages.max]).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
    },
  )

  test('[X19] a record of DAMON as a matrix over the addresses asked for', async () => {
    const { info, matrix } = await lab.overlay({ path: 'damon.txt', matrix: { columns: 4, rows: 2 } })
    expect(info).toMatchObject({ kind: 'damon', snapshots: 4, firstSec: 60 })
    expect(info.ranges).toEqual([{ fromAddress: 0x10000, toAddress: 0x14000, accessShare: 1 }])
    expect([...matrix!.values]).toEqual([0, 0, 1, 1, 2, 2, 3, 3])
    const half = { columns: 1, rows: 2, fromAddress: 0x12000, toAddress: 0x16000 }
    expect([...(await lab.overlay({ path: 'damon.txt', matrix: half })).matrix!.values]).toEqual([
      1.5,
      Number.NaN,
    ])
  })

  test('[X19] what is no recording is refused, and so is a log where a trace is wanted', async () => {
    await expect(lab.overlay({ path: 'trace.csv' })).rejects.toMatchObject({ code: 'file-refused' })
    await expect(lab.overlay({ path: 'none' })).rejects.toMatchObject({ code: 'file-missing' })
    await expect(lab.overlay({ path: 'damon.txt', kind: 'vmstat' })).rejects.toMatchObject({
      code: 'bad-trace',
    })
    const setup = {
      ...smallSetup(),
      run: { engine: 'replay' as const },
      workload: { kind: 'trace', path: core.path('vm.log') },
      policy: { kind: 'lru' },
    }
    const { problems } = await lab.checkSetup({ setup })
    expect(problems).toMatchObject([
      { path: 'workload.path', fact: '"vm.log" is a log of /proc/vmstat and has no accesses' },
    ])
  })

  test('[X19] stops when nobody waits for it', async () => {
    const stopper = new AbortController()
    const asked = lab.overlay({ path: 'vm.log' }, stopper.signal)
    stopper.abort()
    await expect(asked).rejects.toMatchObject({ code: 'cancelled' })
  })
})
