import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLab, type LabCore } from '../../main/lab/lab.ts'
import type { LabHost } from '../../main/lab/lab-host.ts'
import { createLocalHost } from '../../main/lab/local-host.ts'
import type { Lab } from '../../shared/contract/lab.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { RunEvent, RunRecord } from '../../shared/documents/run.ts'

/** A real core with real workers, whose state is in a folder of its own. */
export interface TestCore extends LabCore {
  readonly folder: string
  path(name: string): string
  dispose(): Promise<void>
}

export function startTestCore(changes: Partial<LabHost> = {}, folder = makeFolder()): TestCore {
  const local = createLocalHost({ name: 'cli', stateFolder: join(folder, 'state'), traceFolders: [folder] })
  const core = createLab({ ...local, ...changes })
  return {
    ...core,
    folder,
    path: (name) => join(folder, name),
    async dispose() {
      await core.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export function makeFolder(): string {
  return mkdtempSync(join(tmpdir(), 'tierlab-test-'))
}

/** A small AutoNUMA experiment: `lengthSec` simulated seconds in a moment. */
export function smallSetup(lengthSec = 5, seed = 1): ExperimentSetup {
  return {
    format: 1,
    study: 'tiering',
    name: 'small',
    run: { engine: 'rates', lengthSec, scale: '512', seed },
    machine: { kind: 'spr-ddr5-cxl' },
    workload: { kind: 'zipf' },
    policy: { kind: 'autonuma-tiering' },
    mechanism: { kind: 'migrate_pages' },
  }
}

/** An experiment in a new untitled workspace, and a run of it from the first event to the last. */
export async function runOnce(
  lab: Lab,
  setup: ExperimentSetup,
): Promise<{ workspace: string; run: RunRecord; events: RunEvent[] }> {
  const { id: workspace } = await lab.createWorkspace({})
  const { id: experiment } = await lab.putExperiment({ workspace, setup })
  const watch = lab.watch({ workspace })[Symbol.asyncIterator]()
  const first = watch.next()
  const { id } = await lab.startRun({ workspace, experiment })
  const events: RunEvent[] = []
  for (let step = await first; !step.done; step = await watch.next()) {
    events.push(step.value)
    if (step.value.type === 'ended' && step.value.run.id === id) {
      await watch.return?.()
      return { workspace, run: step.value.run, events }
    }
  }
  throw new Error('the events ended before the run')
}

/** The next event that `wanted` accepts. */
export async function nextEvent(
  events: AsyncIterator<RunEvent>,
  wanted: (event: RunEvent) => boolean,
): Promise<RunEvent> {
  for (;;) {
    const step = await events.next()
    if (step.done) throw new Error('the events ended')
    if (wanted(step.value)) return step.value
  }
}

export async function textOf(pieces: AsyncIterable<{ text: string }>): Promise<string> {
  let text = ''
  for await (const piece of pieces) text += piece.text
  return text
}
