import { afterEach, expect, test } from 'vitest'
import { openStore } from '../../main/workspace/open-store.ts'
import type { ForkRequest } from '../../shared/contract/forking.ts'
import type { RunRef } from '../../shared/contract/records.ts'
import type { Lab } from '../../shared/contract/lab.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { RunRecord } from '../../shared/documents/run.ts'
import { runOnce, smallSetup, startTestCore, textOf, type TestCore } from './test-core.ts'

const cores: TestCore[] = []
afterEach(async () => {
  await Promise.all(cores.splice(0).map((core) => core.dispose()))
})

function labOf(core: TestCore): Lab {
  cores.push(core)
  return core.openSession().lab
}

/** Two tiers under pressure from the first second on, so that there is something to decide. */
function busySetup(): ExperimentSetup {
  const policy = { scan_delay_ms: 0, scan_period_min_ms: 100, free_space_shortcut: false }
  return { ...smallSetup(6), policy: { kind: 'autonuma-tiering', ...policy } } as ExperimentSetup
}

async function forkToEnd(lab: Lab, request: ForkRequest): Promise<RunRecord> {
  const watch = lab.watch({ workspace: request.workspace })
  const { run } = await lab.forkRun(request)
  for await (const event of watch) if (event.type === 'ended' && event.run.id === run.id) return event.run
  throw new Error('the events ended before the run')
}

/** Everything that a run recorded, as it is asked for. */
async function everything(lab: Lab, ref: RunRef, { spec, frames }: RunRecord) {
  const [series, decisions, fingerprint] = await Promise.all([
    textOf(lab.exportCsv({ ...ref, what: 'series' })),
    textOf(lab.exportCsv({ ...ref, what: 'decisions' })),
    lab.fingerprint(ref),
  ])
  const maps = await Promise.all(
    Array.from({ length: 9 }, (_, i) =>
      lab.mapAt({ ...ref, map: spec.maps[0].id, frame: Math.floor((i * (frames - 1)) / 8), bins: 4096 }),
    ),
  )
  return { series, decisions, fingerprint, maps }
}

test('[F10] an unchanged fork is its parent, byte for byte: series, decisions and maps', async () => {
  const lab = labOf(startTestCore())
  const { workspace, run } = await runOnce(lab, busySetup())
  const fork = await forkToEnd(lab, { workspace, run: run.id, atNs: 3e9, interventions: [] })
  const [was, is] = await Promise.all(
    [run, fork].map((each) => everything(lab, { workspace, run: each.id }, each)),
  )
  expect(was.decisions.split('\n').length).toBeGreaterThan(100)
  expect(is).toEqual(was)
  expect([fork.planHash, fork.summary]).toEqual([run.planHash, run.summary])
})

test('[F11] forks are kept in the file as a tree, and a fork of a fork has the interventions of both', async () => {
  const core = startTestCore()
  const lab = labOf(core)
  const { workspace, run } = await runOnce(lab, busySetup())
  const first = { atSec: 2, set: { 'policy.hot_threshold_ms': 50 } }
  const second = { atSec: 4, veto: { page: 0, pages: 1000, times: 'always' } }
  const child = await forkToEnd(lab, { workspace, run: run.id, atNs: 2e9, interventions: [first] })
  const grandchild = await forkToEnd(lab, { workspace, run: child.id, atNs: 4e9, interventions: [second] })
  await lab.saveWorkspace({ workspace, path: core.path('tree.tierlab') })
  await lab.closeWorkspace({ workspace })
  const { id, experiments } = await lab.openWorkspace({ path: core.path('tree.tierlab') })
  const parents = experiments.map(({ parent }) => parent && { run: parent.run, atNs: parent.atNs })
  expect(parents).toEqual([undefined, { run: run.id, atNs: 2e9 }, { run: child.id, atNs: 4e9 }])
  expect(experiments[2].setup.schedule).toEqual([first, second])
  const renamed = { ...experiments[1].setup, name: 'renamed' }
  const revised = await lab.putExperiment({ workspace: id, id: experiments[1].id, setup: renamed })
  expect(revised.parent).toEqual(experiments[1].parent)
  expect(grandchild.status).toBe('done')
})

test('[F12] a fork that cannot run is refused with fact and way out, and leaves nothing behind', async () => {
  const lab = labOf(startTestCore())
  const { workspace, run } = await runOnce(lab, smallSetup(1))
  const wrong: [ForkRequest['interventions'], string][] = [
    [[{ atSec: 0.5, set: { 'policy.watermark_scale_factor': 20 } }], 'cannot change during a run'],
    [[{ atSec: 0.5, policy: { kind: 'lru' } }], '"lru" does not run on the engine "rates"'],
    [[{ atSec: 0.5, force: { page: 1, node: 'moon' } }], 'no node "moon"'],
    [[{ atSec: 0.5, veto: {} }], '"veto" is empty'],
    [[{ atSec: 0.5 }], 'does not say what happens'],
  ]
  for (const [interventions, fact] of wrong) {
    const asked = lab.forkRun({ workspace, run: run.id, atNs: 5e8, interventions })
    await expect(asked).rejects.toMatchObject({ code: 'bad-setup', fact: expect.stringContaining(fact) })
  }
  await lab.saveWorkspace({ workspace, path: `${cores[0].folder}/none.tierlab` })
  const again = await lab.openWorkspace({ path: `${cores[0].folder}/none.tierlab` })
  expect([again.experiments.length, again.runs.length]).toEqual([1, 1])
})

test('[F13] a fork of a run of another engine runs its parent again first, and that run tells what differs', async () => {
  const core = startTestCore()
  const lab = labOf(core)
  const { workspace, run } = await runOnce(lab, busySetup())
  const path = core.path('older.tierlab')
  await lab.saveWorkspace({ workspace, path })
  await lab.closeWorkspace({ workspace })
  const store = openStore(path, 'open')
  store.updateRun({ ...run, engineVersion: '0.0.1-older' })
  store.close()

  const { id, runs } = await lab.openWorkspace({ path })
  const watch = lab.watch({ workspace: id })
  const forked = await lab.forkRun({ workspace: id, run: runs[0].id, atNs: 3e9, interventions: [] })
  expect(forked.rerun).toMatchObject({ number: 2, experimentId: run.experimentId })
  expect(forked.experiment.parent).toMatchObject({ run: forked.rerun!.id, engineVersion: run.engineVersion })
  const ended: RunRecord[] = []
  for await (const event of watch) {
    if (event.type === 'ended') ended.push(event.run)
    if (ended.length === 2) break
  }
  const again = ended.find(({ id: known }) => known === forked.rerun!.id)
  expect(again?.repeats).toEqual({ run: runs[0].id, same: true })
})
