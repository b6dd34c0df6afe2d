import { copyFileSync } from 'node:fs'
import { readFileSync, writeFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startJobWorker } from '../../main/lab/runs/run-client.ts'
import { createLocalHost } from '../../main/lab/local-host.ts'
import type { LabSession } from '../../main/lab/lab.ts'
import type { Lab } from '../../shared/contract/lab.ts'
import type { RunEvent } from '../../shared/documents/run.ts'
import { nextEvent, runOnce, smallSetup, startTestCore, textOf, type TestCore } from './test-core.ts'

let core: TestCore
let lab: Lab

beforeEach(() => {
  core = startTestCore()
  lab = core.openSession().lab
})
afterEach(() => core.dispose())

async function begin(lengthSec: number, on = lab) {
  const { id: workspace } = await on.createWorkspace({})
  const { id: experiment } = await on.putExperiment({ workspace, setup: smallSetup(lengthSec) })
  const events = on.watch({ workspace })[Symbol.asyncIterator]()
  const { id: run } = await on.startRun({ workspace, experiment })
  return { workspace, experiment, run, events }
}

const isEnd = (event: RunEvent) => event.type === 'ended'

describe('a run', () => {
  test('[L1] tells its events in order, the end last, with everything stored by then', async () => {
    const { workspace, run, events } = await runOnce(lab, smallSetup(20))
    const types = events.map(({ type }) => type)
    expect([types[0], types.at(-1), new Set(types.slice(1, -1))]).toEqual([
      'started',
      'ended',
      new Set(['progress']),
    ])
    const csv = await textOf(lab.exportCsv({ workspace, run: run.id, what: 'series' }))
    expect(csv.trimEnd().split('\n')).toHaveLength(run.frames + 1)
  })

  test('[L2] that is cancelled keeps its rows and a summary of them', async () => {
    const { workspace, run, events } = await begin(80_000)
    await nextEvent(events, ({ type }) => type === 'progress')
    await lab.cancelRun({ workspace, run })
    const end = await nextEvent(events, isEnd)
    expect(end).toMatchObject({ run: { status: 'cancelled', summary: { promotedPages: { unit: 'pages' } } } })
    const csv = await textOf(lab.exportCsv({ workspace, run, what: 'series' }))
    expect(csv.trimEnd().split('\n')).toHaveLength((end as { run: { frames: number } }).run.frames + 1)
  })

  test('[L2] [L4] waits for its turn, and cancelled while it waits leaves nothing', async () => {
    const one = startTestCore({ runSlots: 1 }, core.path('one'))
    const { lab: oneLab } = one.openSession()
    const { workspace, experiment, run, events } = await begin(80_000, oneLab)
    const second = await oneLab.startRun({ workspace, experiment })
    const third = await oneLab.startRun({ workspace, experiment })
    expect([second.status, second.number, third.number]).toEqual(['queued', 2, 3])
    await oneLab.cancelRun({ workspace, run: second.id })
    expect(await nextEvent(events, isEnd)).toMatchObject({
      run: { id: second.id, status: 'cancelled', frames: 0 },
    })
    await oneLab.cancelRun({ workspace, run })
    await nextEvent(events, (event) => event.type === 'started' && event.run.id === third.id)
    await oneLab.cancelRun({ workspace, run: third.id })
    const saved = await oneLab.saveWorkspace({ workspace, path: core.path('queue.tierlab') })
    expect(saved.runs.map(({ id }) => id)).toEqual([run, third.id])
    await one.dispose()
  })

  test('[L14] that still waits when the lab ends, or dies, is told as cancelled with what to do', async () => {
    const one = startTestCore({ runSlots: 1 }, core.path('ends'))
    const { lab: oneLab } = one.openSession()
    const { workspace, experiment, run } = await begin(80_000, oneLab)
    const second = await oneLab.startRun({ workspace, experiment })
    const path = core.path('ends.tierlab')
    await oneLab.saveWorkspace({ workspace, path })
    copyFileSync(path, core.path('died.tierlab'))
    await one.dispose()
    for (const name of ['ends.tierlab', 'died.tierlab']) {
      const { runs } = await lab.openWorkspace({ path: core.path(name) })
      expect(runs.map(({ id, status }) => [id, status])).toEqual([
        [run, 'cancelled'],
        [second.id, 'cancelled'],
      ])
      expect(runs[1].failure).toMatch(/stopped before this run began; start it again/)
    }
  })

  test('[L3] that is paused stands still, and what it records is the same to the byte', async () => {
    const whole = await runOnce(lab, smallSetup(600))
    const { workspace, run, events } = await begin(600)
    await nextEvent(events, ({ type }) => type === 'started')
    await lab.pauseRun({ workspace, run })
    await nextEvent(events, ({ type }) => type === 'paused')
    const quiet = events.next()
    const later = new Promise((resolve) => setTimeout(() => resolve('quiet'), 300))
    expect(await Promise.race([quiet, later])).toBe('quiet')
    await lab.resumeRun({ workspace, run })
    expect((await quiet).value).toMatchObject({ type: 'resumed' })
    await nextEvent(events, isEnd)
    for (const what of ['series', 'decisions'] as const) {
      const ofWhole = await textOf(lab.exportCsv({ workspace: whole.workspace, run: whole.run.id, what }))
      expect(await textOf(lab.exportCsv({ workspace, run, what }))).toBe(ofWhole)
    }
  })

  test('[L5] that fails says why and whose fault it was, and keeps the rows it has', async () => {
    const startJob = startJobWorker(new URL('./dying-worker.ts', import.meta.url))
    const other = startTestCore({ startJob }, core.path('dying'))
    const { lab: otherLab } = other.openSession()
    const { workspace, run } = await runOnce(otherLab, smallSetup(80_000))
    expect(run).toMatchObject({
      status: 'failed',
      failureCode: 'bug',
      failure: expect.stringContaining('please report'),
    })
    expect(run.frames).toBeGreaterThan(0)
    const csv = await textOf(otherLab.exportCsv({ workspace, run: run.id, what: 'series' }))
    expect(csv.trimEnd().split('\n')).toHaveLength(run.frames + 1)
    await other.dispose()
  })

  test('[L6] never gets more than some chunks ahead of the store', async () => {
    const local = createLocalHost({ name: 'cli', stateFolder: undefined, traceFolders: [] })
    let chunks = 0
    /** A store that takes rows in only when it is told to. */
    let release = () => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const slowStore = () => {
      const opened = local.startStore()
      const store = {
        ...opened.store,
        appendRun: (request: Parameters<typeof opened.store.appendRun>[0]) => {
          chunks++
          return held.then(() => opened.store.appendRun(request))
        },
      }
      return { ...opened, store }
    }
    const other = startTestCore({ startStore: slowStore }, core.path('slow'))
    const { workspace, run } = await begin(80_000, other.openSession().lab)
    await expect.poll(() => chunks, { timeout: 5000 }).toBe(9)
    await new Promise((resolve) => setTimeout(resolve, 400))
    expect(chunks).toBe(9)
    release()
    await expect.poll(() => chunks, { timeout: 5000 }).toBeGreaterThan(10)
    await other.openSession().lab.cancelRun({ workspace, run })
    await other.dispose()
  })
})

describe('a window that goes away', () => {
  test('[L8] leaves its runs going; the last of them closes the file', async () => {
    const session: LabSession = core.openSession()
    const { workspace, run } = await begin(20, session.lab)
    const path = core.path('left.tierlab')
    await session.lab.saveWorkspace({ workspace, path })
    await session.end()
    const stillOpen = () => lab.putView({ workspace, view: 1 }).then(() => 'open', () => 'closed')
    await expect.poll(stillOpen, { timeout: 10_000 }).toBe('closed')
    const { runs } = await lab.openWorkspace({ path })
    expect(runs).toMatchObject([{ id: run, status: 'done' }])
  }) // prettier-ignore

  test('[L8] lets go of a file only when the last window does', async () => {
    const [a, b] = [core.openSession(), core.openSession()]
    const { id } = await a.lab.createWorkspace({})
    const path = core.path('shared.tierlab')
    await a.lab.saveWorkspace({ workspace: id, path })
    expect((await b.lab.openWorkspace({ path })).id).toBe(id)
    await a.end()
    await b.lab.putView({ workspace: id, view: 'still here' })
    await b.end()
    await expect(lab.putView({ workspace: id, view: 1 })).rejects.toMatchObject({ code: 'no-such-workspace' })
  })
})

describe('a trace', () => {
  test('[L1] is read for its facts and then run from end to end', async () => {
    const lines = Array.from(
      { length: 50_000 },
      (_, i) => ` L ${(0x4000_0000 + ((i * 7919) % 400) * 4096).toString(16)},8`,
    )
    writeFileSync(core.path('t.lackey'), `${lines.join('\n')}\n`)
    const setup = {
      ...smallSetup(), run: { engine: 'replay', seed: 1 }, workload: { kind: 'trace', path: 't.lackey' },
      policy: { kind: 'lru' },
    } // prettier-ignore
    const { plan } = await lab.checkSetup({ setup })
    expect(plan?.trace).toMatchObject({ format: 'lackey', accessCount: 50_000, pageCount: 400 })
    expect(plan?.trace?.bytes).toBe(readFileSync(core.path('t.lackey')).length)
    const { run } = await runOnce(lab, setup)
    expect(run).toMatchObject({ status: 'done', accesses: 50_000 })
  })

  test('[L5] with a wrong line is refused with its place, before anything runs', async () => {
    writeFileSync(core.path('bad.csv'), 'address,op\n4096,r\nhere,r\n')
    const setup = {
      ...smallSetup(),
      run: { engine: 'replay' },
      workload: { kind: 'trace', path: 'bad.csv', addressColumn: 'address' },
      policy: { kind: 'lru' },
    }
    const { problems } = await lab.checkSetup({ setup })
    expect(problems).toMatchObject([{ severity: 'error', code: 'bad-trace', path: 'workload.path' }])
    expect(problems[0].fact).toMatch(/^bad\.csv, line 3: .*"here"/)
  })
})
