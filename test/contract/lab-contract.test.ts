import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Lab } from '../../shared/contract/lab.ts'
import { labMethods } from '../../shared/contract/lab.ts'
import { startStyle } from '../../shared/documents/figure/figure-style.ts'
import { readRecipe } from '../../shared/figures/recipe/read-recipe.ts'
import { nextEvent, runOnce, smallSetup, startTestCore, textOf, type TestCore } from '../lab/test-core.ts'
import { transports, type ConnectedLab } from './transports.ts'

describe.each(Object.keys(transports))('the contract over %s', (name) => {
  let core: TestCore
  let connected: ConnectedLab
  let lab: Lab

  beforeAll(async () => {
    core = startTestCore()
    connected = await transports[name](core)
    lab = connected.lab
  })
  afterAll(async () => {
    await connected.close()
    await core.dispose()
  })

  test('[T14] has every method of the table', () => {
    for (const method of Object.keys(labMethods)) expect(lab[method as keyof Lab]).toBeTypeOf('function')
  })

  test('[T14] tells what it is and what it has', async () => {
    const [about, catalog] = await Promise.all([lab.about({}), lab.catalog({})])
    expect(about).toMatchObject({ version: expect.any(String), home: expect.any(String) })
    expect(catalog.parts.map(({ id }) => id)).toContain('autonuma-tiering')
    expect(catalog.studies[0].runParams.find(({ name }) => name === 'seed')).toMatchObject({
      max: Number.MAX_SAFE_INTEGER,
    })
  })

  test('[T14] reads a setup, with problems by line, and writes it again', async () => {
    const yaml = (await lab.writeSetup({ setup: smallSetup() })).yaml
    const again = await lab.readSetup({ yaml })
    expect((await lab.checkSetup({ setup: again.setup! })).planHash).toBe(
      (await lab.checkSetup({ setup: smallSetup() })).planHash,
    )
    const { problems } = await lab.readSetup({ yaml: yaml.replace('kind: zipf', 'kind: zipff') })
    expect(problems[0]).toMatchObject({
      code: 'unknown-kind',
      path: 'workload.kind',
      line: expect.any(Number),
    })
  })

  test('[T14] runs an experiment and answers every question about what was recorded', async () => {
    const { workspace, run, events } = await runOnce(lab, smallSetup())
    expect(events.map(({ type }) => type).filter((type) => type !== 'progress')).toEqual(['started', 'ended'])
    expect(run).toMatchObject({ status: 'done', simulatedNs: 5e9, number: 1 })
    expect(run.summary.fastTierAccessShare?.unit).toBe('share')

    const ref = { workspace, run: run.id }
    const span = { fromNs: 0, toNs: 5e9 }
    const name = run.spec.columns[0].name
    const series = await lab.series({ ...ref, ...span, columns: [name], points: 100 })
    expect(series.columns[name].value).toBeInstanceOf(Float64Array)
    expect(series.columns[name].value.length).toBe(series.frames)
    const map = await lab.mapAt({ ...ref, map: run.spec.maps[0].id, frame: run.frames - 1, bins: 64 })
    expect(map.counts.reduce((sum, count) => sum + count, 0)).toBe(run.spec.maps[0].cells)
    const matrix = await lab.matrix({
      ...ref,
      ...span,
      matrix: run.spec.matrices[0].id,
      columns: 20,
      rows: 16,
    })
    expect(matrix.values.length).toBe(matrix.columns * matrix.rows)
    const moment = await lab.momentAt({ ...ref, timeNs: 5e9 })
    expect(moment.values.length).toBe(run.spec.columns.length)
    const page = await lab.decisions({ ...ref, ...span, offset: 0, limit: 10 })
    expect(page.rows.timeNs.length).toBe(page.rows.rows)
    const csv = await textOf(lab.exportCsv({ ...ref, what: 'series' }))
    expect(csv.trimEnd().split('\n')).toHaveLength(run.frames + 1)
    const tracks = [run.spec.tracks[0].id]
    const { svg, recipe } = await lab.figure({ runs: [ref], tracks, ...span, style: startStyle })
    expect(readRecipe(new TextEncoder().encode(svg))).toEqual(JSON.parse(recipe))
    const { bytes } = await lab.table({ ...ref, tracks, ...span, format: 'csv' })
    expect(new TextDecoder().decode(bytes).trimEnd().split('\n')).toHaveLength(run.frames + 1)
    expect(JSON.parse(recipe)).toMatchObject({ runs: [{ fingerprint: await lab.fingerprint(ref) }] })
  })

  test('[F11] forks a run: stored with its parent, started, and the same as the parent until there', async () => {
    const { workspace, run } = await runOnce(lab, smallSetup(2))
    const events = lab.watch({ workspace })[Symbol.asyncIterator]()
    const first = events.next()
    const interventions = [{ atSec: 1, set: { 'policy.hot_threshold_ms': 400 } }]
    const forked = await lab.forkRun({ workspace, run: run.id, atNs: 1e9, interventions })
    expect(forked.experiment).toMatchObject({
      setup: { name: 'small, fork at 00:01.000', schedule: interventions },
      parent: { run: run.id, runNumber: 1, experiment: run.experimentId, atNs: 1e9, planHash: run.planHash },
    })
    await first
    const ended = await nextEvent(events, ({ type }) => type === 'ended')
    expect(ended).toMatchObject({
      run: { id: forked.run.id, status: 'done', experimentId: forked.experiment.id },
    })
    await events.return?.()
    const name = run.spec.columns[0].name
    const until = { fromNs: 0, toNs: 0.99e9, columns: [name], points: 1000 }
    const [a, b] = await Promise.all(
      [run.id, forked.run.id].map((id) => lab.series({ workspace, run: id, ...until })),
    )
    expect(b).toEqual(a)
    const bad = [{ atSec: 1, veto: { page: 4_000_000_000 } }]
    await expect(
      lab.forkRun({ workspace, run: run.id, atNs: 1e9, interventions: bad }),
    ).rejects.toMatchObject({
      code: 'bad-setup',
      fact: expect.stringContaining('there is no page 4000000000'),
    })
    await expect(lab.forkRun({ workspace, run: 'r-none', atNs: 0, interventions })).rejects.toMatchObject({
      code: 'no-such-run',
    })
  })

  test('[T14] saves a workspace, and opens it as it was', async () => {
    const { workspace, run } = await runOnce(lab, smallSetup(1))
    const view = { cursorNs: 5e8, zoom: [0, 1e9] }
    await lab.putView({ workspace, view })
    const saved = await lab.saveWorkspace({ workspace, path: core.path('saved.tierlab') })
    expect(saved).toMatchObject({ id: workspace, name: 'saved', unsaved: false })
    await lab.closeWorkspace({ workspace })
    const again = await lab.openWorkspace({ path: core.path('saved.tierlab') })
    expect(again).toMatchObject({ name: 'saved', view, experiments: saved.experiments, runs: [run] })
    expect(await lab.recentWorkspaces({})).toMatchObject([{ path: core.path('saved.tierlab'), runs: 1 }])
    const { entries } = await lab.listFiles({ folder: core.folder })
    expect(entries.map(({ name }) => name)).toEqual(['state', 'saved.tierlab'])
  })

  test('[T14] keeps machines under names, and has them again when the file is opened', async () => {
    const { id: workspace } = await lab.createWorkspace({})
    const own = { id: 'm-1', name: 'lab machine', machine: { kind: 'spr-ddr5-cxl', dramGiB: 64 } }
    await lab.putMachine({ workspace, machine: own })
    await lab.putMachine({ workspace, machine: { ...own, id: 'm-2', name: 'other' } })
    await lab.putMachine({ workspace, machine: { ...own, name: 'mine' } })
    await lab.removeMachine({ workspace, id: 'm-2' })
    const path = core.path('machines.tierlab')
    const saved = await lab.saveWorkspace({ workspace, path })
    expect(saved.machines).toEqual([{ ...own, name: 'mine' }])
    await lab.closeWorkspace({ workspace })
    expect((await lab.openWorkspace({ path })).machines).toEqual(saved.machines)
    await lab.closeWorkspace({ workspace: (await lab.openWorkspace({ path })).id })
    await lab.forgetWorkspace({ path })
    rmSync(path)
  })

  test('[T14] pauses, resumes and cancels a run', async () => {
    const { id: workspace } = await lab.createWorkspace({})
    const { id: experiment } = await lab.putExperiment({ workspace, setup: smallSetup(80_000) })
    const events = lab.watch({ workspace })[Symbol.asyncIterator]()
    const first = events.next()
    const { id: run } = await lab.startRun({ workspace, experiment })
    await first
    await nextEvent(events, ({ type }) => type === 'progress')
    await lab.pauseRun({ workspace, run })
    await nextEvent(events, ({ type }) => type === 'paused')
    await lab.resumeRun({ workspace, run })
    await nextEvent(events, ({ type }) => type === 'resumed')
    await lab.cancelRun({ workspace, run })
    const ended = await nextEvent(events, ({ type }) => type === 'ended')
    expect(ended).toMatchObject({ run: { id: run, status: 'cancelled' } })
    await events.return?.()
    await expect(lab.pauseRun({ workspace, run })).rejects.toMatchObject({ code: 'not-running' })
  })

  test.each([
    [
      'a workspace that is not open',
      (to: Lab) => to.startRun({ workspace: 'w', experiment: 'e' }),
      'no-such-workspace',
    ],
    ['a file that is not there', (to: Lab) => to.openWorkspace({ path: '/no/such.tierlab' }), 'file-missing'],
    ['a folder that is not there', (to: Lab) => to.listFiles({ folder: '/no/such' }), 'file-missing'],
  ])('[T14] refuses %s by its code', async (_case, ask, code) => {
    await expect(ask(lab)).rejects.toMatchObject({ name: 'LabError', code })
  })

  test('[T14] refuses an experiment with errors, with the fact and the way out', async () => {
    const { id: workspace } = await lab.createWorkspace({})
    const setup = { ...smallSetup(), policy: { kind: 'autonuma-tearing' } }
    const { id: experiment } = await lab.putExperiment({ workspace, setup })
    await expect(lab.startRun({ workspace, experiment })).rejects.toMatchObject({
      code: 'bad-setup',
      fact: expect.stringContaining('"autonuma-tearing"'),
      wayOut: expect.stringContaining('"autonuma-tiering"'),
    })
  })

  test('[T14] fails a stream about what is not there when it is read', async () => {
    const events = lab.watch({ workspace: 'w' })
    await expect(events[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'no-such-workspace' })
  })
})
