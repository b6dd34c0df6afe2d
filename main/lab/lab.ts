import { homedir } from 'node:os'
import { metrics, parts } from '../engine/catalog.ts'
import { quote } from '../../shared/base/text.ts'
import { LabError } from '../../shared/contract/errors.ts'
import type { RunRef } from '../../shared/contract/records.ts'
import type { Lab, WorkspaceState } from '../../shared/contract/lab.ts'
import { studies } from '../../shared/documents/studies/studies.ts'
import { createComparingRuns } from './comparing/comparing-runs.ts'
import { streamEvents } from './event-stream.ts'
import { loadExamples } from './examples.ts'
import { createFigureMaker } from './figures/figure-maker.ts'
import type { LabHost } from './lab-host.ts'
import { listFiles } from './list-files.ts'
import type { LiveRun } from './runs/live-run.ts'
import { createOpenWorkspaces } from './open-workspaces.ts'
import { createSetupPlanner, traceBeside } from './plan-setup.ts'
import { buildId, engineVersion } from './program-version.ts'
import { readSetup } from './read-setup.ts'
import { readText } from './read-text.ts'
import { createRecentList, leftOverEntry } from './recent-list.ts'
import { createRunQueue } from './runs/run-queue.ts'
import { createOverlay } from './traces/overlay.ts'
import { createTraceInfo } from './traces/trace-info.ts'
import type { Workspace } from './workspace.ts'
import { writeSetup } from './write-setup.ts'

/** The core program: one per process, with a session for each window or command. */
export interface LabCore {
  openSession(): LabSession
  /** Stops all runs with the rows they have, and closes every file. */
  close(): Promise<void>
}

export interface LabSession {
  readonly lab: Lab
  /** The window is gone: lets go of what it had open. Runs under way go on to their end. */
  end(): Promise<void>
}

export function createLab(host: LabHost): LabCore {
  const queue = createRunQueue(host.runSlots)
  const planner = createSetupPlanner([...host.traceFolders, host.examplesFolder], host.startJob)
  const traceInfo = createTraceInfo([...host.traceFolders, host.examplesFolder], host.startJob)
  const overlay = createOverlay([...host.traceFolders, host.examplesFolder], host.startJob)
  const workspaces = createOpenWorkspaces(host, queue, planner)
  const recent = createRecentList(host.stateFolder)

  const comparing = createComparingRuns((id) => workspaces.find(id))
  const figures = createFigureMaker((id) => workspaces.find(id))

  const note = async (state: WorkspaceState) => {
    if (state.path === undefined) return
    const { path, name, bytes, experiments, runs } = state
    const counts = { experiments: experiments.length, runs: runs.length }
    await recent.note({ path, name, bytes, openedAtMs: Date.now(), ...counts })
  }

  const openSession = (): LabSession => {
    const held = new Set<Workspace>()
    const find = (id: string) => workspaces.find(id)
    const storeOf = ({ workspace }: { workspace: string }) => find(workspace).store
    const hold = async (workspace: Workspace) => {
      if (!held.has(workspace)) workspaces.hold(workspace)
      held.add(workspace)
      const state = await workspace.state()
      await note(state)
      return state
    }

    const lab = {
      async about() {
        return {
          version: engineVersion(), engineVersion: engineVersion(), buildId: buildId(),
          platform: host.platform, home: homedir(),
        } // prettier-ignore
      },
      async catalog() {
        return { parts, studies, metrics, examples: await loadExamples(host.examplesFolder) }
      },
      readSetup: async ({ yaml }) => readSetup(yaml, parts),
      async openSetup({ path }) {
        const read = readSetup(await readText(path), parts)
        return read.setup ? { ...read, setup: traceBeside(read.setup, path) } : read
      },
      writeSetup: async ({ setup }) => ({ yaml: writeSetup(setup, parts) }),
      async checkSetup({ setup }) {
        const { tracePath: _, setup: _same, ...checked } = await planner.plan(setup)
        return checked
      },

      traceInfo,
      overlay,

      createWorkspace: async () => hold(await workspaces.create()),
      openWorkspace: async ({ path }) => hold(await workspaces.open(path)),
      async saveWorkspace({ workspace: id, path }) {
        const workspace = find(id)
        if (path !== undefined) await workspaces.saveAs(workspace, path)
        else if (workspace.path === undefined)
          throw new LabError('bad-request', 'the workspace has no name yet', 'save it under a name')
        const state = await workspace.state()
        await note(state)
        return state
      },
      async closeWorkspace({ workspace: id, discard }) {
        const workspace = find(id)
        await note(await workspace.state())
        if (held.delete(workspace)) await workspaces.letGo(workspace, discard ?? false)
      },
      async recentWorkspaces() {
        return [...(await recent.list()), ...workspaces.leftOver().map(leftOverEntry)]
      },
      async forgetWorkspace({ path }) {
        await recent.forget(path)
        await workspaces.dropLeftOver(path)
      },
      listFiles: async ({ folder }) => listFiles(folder),

      putExperiment: async ({ workspace, id, setup }) => find(workspace).putExperiment(id, setup),
      removeExperiment: async ({ workspace, id }) => find(workspace).removeExperiment(id),
      putView: async ({ workspace, view }) => find(workspace).store.putView({ view }),

      putNote: async ({ workspace, note: kept }) => find(workspace).putNote(kept),
      removeNote: async ({ workspace, run, id }) => find(workspace).removeNote(run, id),
      putMachine: async ({ workspace, machine }) => find(workspace).putMachine(machine),
      removeMachine: async ({ workspace, id }) => find(workspace).removeMachine(id),

      startRun: async ({ workspace, experiment, point }) => find(workspace).startRun(experiment, point),
      forkRun: async (request) => find(request.workspace).forkRun(request),
      pauseRun: async (run) => liveRun(find, run).pause(),
      resumeRun: async (run) => liveRun(find, run).resume(),
      cancelRun: async (run) => liveRun(find, run).cancel(),
      removeRun: async ({ workspace, run }) => find(workspace).removeRun(run),
      watch({ workspace }, signal) {
        // Listening begins with the call, not with the first look at it: what happens in between is not missed.
        const events = attempt(() => streamEvents(find(workspace).events, signal))
        return (async function* () {
          yield* events()
        })()
      },

      series: async (request) => storeOf(request).series(request),
      matrix: async (request) => storeOf(request).matrix(request),
      mapAt: async (request) => storeOf(request).mapAt(request),
      momentAt: async (request) => storeOf(request).momentAt(request),
      figure: figures.figure,
      table: figures.table,
      fingerprint: async (request) => storeOf(request).fingerprint(request),
      decisions: async (request, signal) => storeOf(request).decisions(request, signal),
      decisionGroups: async (request, signal) => storeOf(request).decisionGroups(request, signal),
      mapCells: async (request) => storeOf(request).mapCells(request),
      mapDiff: async (request) => storeOf(request).mapDiff(request),
      rootDiff: async (request) => storeOf(request).rootDiff(request),
      rangeStats: async (request) => storeOf(request).rangeStats(request),
      async *exportCsv({ workspace, run, what }, signal) {
        for await (const text of storeOf({ workspace }).csv({ run, what })) {
          if (signal?.aborted) return
          yield { text }
        }
      },
      ...comparing,
      async *regret({ workspace, ...request }, signal) {
        yield* find(workspace).store.regret(request, signal)
      },
      async *findings({ workspace, run }, signal) {
        yield* find(workspace).store.findings({ run }, signal)
      },
    } satisfies Lab

    return {
      lab,
      async end() {
        const left = [...held]
        held.clear()
        await Promise.all(left.map((workspace) => workspaces.letGo(workspace, false)))
      },
    }
  }

  return { openSession, close: () => workspaces.closeAll() }
}

function liveRun(find: (id: string) => Workspace, { workspace, run }: RunRef): LiveRun {
  const found = find(workspace).liveRun(run)
  if (!found) throw new LabError('not-running', `the run ${quote(run)} has ended`, 'start another one')
  return found
}

/** The outcome of a task, given (or thrown) whenever it is asked for. */
function attempt<T>(task: () => T): () => T {
  try {
    const value = task()
    return () => value
  } catch (thrown) {
    return () => {
      throw thrown
    }
  }
}
