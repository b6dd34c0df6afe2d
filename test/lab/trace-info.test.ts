import { writeFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLocalHost } from '../../main/lab/local-host.ts'
import type { StartJob } from '../../main/lab/runs/run-client.ts'
import { createTraceInfo } from '../../main/lab/traces/trace-info.ts'
import type { TraceInfoEvent } from '../../shared/documents/traces/trace-info.ts'
import { isLabError } from '../../shared/contract/errors.ts'
import { startTestCore, type TestCore } from './test-core.ts'

let core: TestCore
beforeAll(() => {
  core = startTestCore()
  const rows = Array.from({ length: 400_000 }, (_, i) => `${i};w;${i % 1000}\n`).join('')
  writeFileSync(core.path('long.csv'), `tick;kind of it;number\n${rows}`)
})
afterAll(() => core.dispose())

async function eventsOf(request: Parameters<ReturnType<TestCore['openSession']>['lab']['traceInfo']>[0]) {
  const events: TraceInfoEvent[] = []
  try {
    for await (const event of core.openSession().lab.traceInfo(request)) events.push(event)
  } catch (thrown) {
    if (!isLabError(thrown)) throw thrown
    return { events, refusal: thrown }
  }
  return { events, refusal: undefined }
}

test('[X15] the columns are told even where the wrong ones, or none, were chosen', async () => {
  const { events, refusal } = await eventsOf({ path: 'long.csv' })
  expect(refusal?.wayOut).toContain('name the object column')
  expect(events[0]).toMatchObject({
    type: 'head',
    head: { format: 'csv', table: { delimiter: ';', hasHeader: true, names: ['tick', 'kind of it', 'number'], columns: 3 } },
  }) // prettier-ignore
})

test('[X15] a look at the beginning says that it is one, and counts no more', async () => {
  const values = { idColumn: 'number', opColumn: 'kind of it' }
  const head = await eventsOf({ path: 'long.csv', values, headBytes: 1_000_000, first: 2 })
  const whole = await eventsOf({ path: 'long.csv', values, first: 2 })
  const [some, all] = [head, whole].map(({ events }) => {
    const last = events.at(-1)
    if (last?.type !== 'info') throw new Error('there is no info')
    return last.info
  })
  expect(all).toMatchObject({ whole: true, accessCount: 400_000, writes: 400_000, pageCount: 1000 })
  expect(some).toMatchObject({ whole: false, pageCount: 1000, first: all.first })
  expect(some.bytes).toBeLessThan(all.bytes)
  expect(some.accessCount).toBeLessThan(200_000)
})

test('[X15] a look that is left after its beginning ends its thread long before the end of the file', async () => {
  const rows = Array.from({ length: 1_000_000 }, (_, i) => `${i};r;${i % 1000}\n`).join('')
  writeFileSync(core.path('longer.csv'), `tick;op;number\n${rows.repeat(8)}`)
  const local = createLocalHost({ name: 'cli', stateFolder: undefined, traceFolders: [core.folder] })
  const ends: string[] = []
  const startJob: StartJob = (job, onReport) => {
    const started = local.startJob(job, onReport)
    void started.ended.then(({ type }) => ends.push(type))
    return started
  }
  const traceInfo = createTraceInfo([core.folder], startJob)
  for await (const { type } of traceInfo({ path: 'longer.csv', values: { idColumn: 'number' } })) {
    expect(type).toBe('head')
    break
  }
  expect(ends).toEqual(['failed'])
})
