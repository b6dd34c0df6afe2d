import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createRecentList } from '../../main/lab/recent-list.ts'
import { openStore } from '../../main/workspace/open-store.ts'
import type { Lab } from '../../shared/contract/lab.ts'
import { runOnce, smallSetup, startTestCore, type TestCore } from './test-core.ts'

let core: TestCore
let lab: Lab

beforeEach(() => {
  core = startTestCore()
  lab = core.openSession().lab
})
afterEach(() => core.dispose())

const untitled = () => readdirSync(core.path('state/untitled')).filter((name) => name.endsWith('.tierlab'))

describe('a workspace', () => {
  test('[L7] without a name is kept in a scratch file, told as left over, and can be opened and named', async () => {
    const first = await lab.createWorkspace({})
    expect(first).toMatchObject({ name: 'untitled', unsaved: false, scratch: expect.any(String) })
    await lab.putExperiment({ workspace: first.id, setup: smallSetup() })
    await lab.closeWorkspace({ workspace: first.id })
    const [left] = await lab.recentWorkspaces({})
    expect(left).toMatchObject({ path: first.scratch, name: 'untitled (not saved)', missing: false })
    const again = await lab.openWorkspace({ path: left.path })
    expect(again).toMatchObject({ name: 'untitled', unsaved: true, scratch: first.scratch })
    expect(again.path).toBeUndefined()
    const saved = await lab.saveWorkspace({ workspace: again.id, path: core.path('named.tierlab') })
    expect([saved.unsaved, saved.path, untitled()]).toEqual([false, core.path('named.tierlab'), []])
  })

  test('[L7] without a name and without anything in it, or discarded, leaves no file', async () => {
    const empty = await lab.createWorkspace({})
    await lab.closeWorkspace({ workspace: empty.id })
    const full = await lab.createWorkspace({})
    await lab.putExperiment({ workspace: full.id, setup: smallSetup() })
    expect(untitled()).toHaveLength(1)
    await lab.closeWorkspace({ workspace: full.id, discard: true })
    expect(untitled()).toEqual([])
  })

  test('[L7] that was cut short tells of its run as cancelled, with what is there', async () => {
    const { workspace, run } = await runOnce(lab, smallSetup())
    const path = core.path('cut.tierlab')
    await lab.saveWorkspace({ workspace, path })
    await lab.closeWorkspace({ workspace })
    const store = openStore(path, 'open')
    store.updateRun({ ...run, status: 'running' })
    store.close()
    const { runs } = await lab.openWorkspace({ path })
    expect(runs).toMatchObject([
      { status: 'cancelled', failure: expect.stringContaining('rows so far are kept') },
    ])
  })

  test('[L7] saved under a second name goes on there, and the first stays as it was', async () => {
    const { id: workspace } = await lab.createWorkspace({})
    const [a, b] = [core.path('a.tierlab'), core.path('b.tierlab')]
    await lab.saveWorkspace({ workspace, path: a })
    await lab.saveWorkspace({ workspace, path: b })
    await lab.putExperiment({ workspace, setup: smallSetup() })
    expect((await lab.openWorkspace({ path: a })).experiments).toEqual([])
    await expect(lab.saveWorkspace({ workspace, path: a })).rejects.toMatchObject({ code: 'file-locked' })
    await lab.closeWorkspace({ workspace })
    expect((await lab.openWorkspace({ path: b })).experiments).toHaveLength(1)
  })

  test('[L7] can be opened by several at once and is one and the same', async () => {
    const { id: workspace } = await lab.createWorkspace({})
    const path = core.path('one.tierlab')
    await lab.saveWorkspace({ workspace, path })
    await lab.closeWorkspace({ workspace })
    const opened = await Promise.all([1, 2, 3].map(() => core.openSession().lab.openWorkspace({ path })))
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1)
  })

  test('[L7] removes an experiment with its runs, and a run alone', async () => {
    const { workspace, run } = await runOnce(lab, smallSetup(1))
    await lab.removeRun({ workspace, run: run.id })
    const ask = () => lab.momentAt({ workspace, run: run.id, timeNs: 0 })
    await expect(ask()).rejects.toMatchObject({ code: 'no-such-run' })
    await lab.removeExperiment({ workspace, id: run.experimentId })
    await expect(lab.startRun({ workspace, experiment: run.experimentId })).rejects.toMatchObject({
      code: 'no-such-experiment',
    })
  })

  test('[L9] that is forgotten while left over is deleted; a named one is only taken off the list', async () => {
    const left = await lab.createWorkspace({})
    await lab.putExperiment({ workspace: left.id, setup: smallSetup() })
    await lab.closeWorkspace({ workspace: left.id })
    const named = await lab.createWorkspace({})
    await lab.saveWorkspace({ workspace: named.id, path: core.path('named.tierlab') })
    for (const { path } of await lab.recentWorkspaces({})) await lab.forgetWorkspace({ path })
    expect(await lab.recentWorkspaces({})).toEqual([])
    expect([untitled(), existsSync(core.path('named.tierlab'))]).toEqual([[], true])
  })
})

describe('the list of recent workspaces', () => {
  const entry = (path: string, openedAtMs: number) => ({
    path,
    name: path,
    openedAtMs,
    bytes: 1,
    experiments: 1,
    runs: 1,
  })

  test('[L9] outlives the program, newest first and each once, and marks what is gone', async () => {
    writeFileSync(core.path('here'), '')
    const list = createRecentList(core.folder)
    await Promise.all([
      list.note(entry('/gone', 1)),
      list.note(entry(core.path('here'), 2)),
      list.note(entry('/gone', 3)),
    ])
    const again = await createRecentList(core.folder).list()
    expect(again.map(({ path, missing }) => [path, missing])).toEqual([['/gone', true], [core.path('here'), false]]) // prettier-ignore
    expect(readdirSync(core.folder).filter((name) => name.endsWith('.tmp'))).toEqual([])
  })

  test.each(['', '{', '[]', '{"format":2,"entries":[]}', '{"format":1,"entries":[{"path":7}]}'])(
    '[L9] that reads %j is an empty one, and is written anew',
    async (text) => {
      const file = join(core.folder, 'recent.json')
      writeFileSync(file, text)
      const list = createRecentList(core.folder)
      expect(await list.list()).toEqual([])
      await list.note(entry('/a', 1))
      expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ format: 1, entries: [entry('/a', 1)] })
    },
  )
})
