import { checkSetup } from '../../shared/documents/check-setup.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'
import { isError } from '../../shared/documents/problem.ts'
import { createEmitter } from '../../shared/base/emitter.ts'
import type { ExperimentRecord } from '../../shared/contract/records.ts'
import type { Lab, WorkspaceState } from '../../shared/contract/lab.ts'
import type { OwnMachine } from '../../shared/documents/machines/own-machine.ts'
import type { RunEvent, RunRecord } from '../../shared/documents/run.ts'
import { fakeComparing } from './fake-comparing.ts'
import { rootDifferences } from '../../main/history/root-diff.ts'
import { fakeCatalog, fakeMachine } from './fake-catalog.ts'
import type { OverlayData } from '../../shared/documents/traces/overlay.ts'
import {
  fakeDecisions, fakeMap, fakeMatrix, fakeMoment, fakeSeries, fakeSpec, FRAME_NS, FRAMES,
} from './fake-recording.ts' // prettier-ignore

/** A core of a few formulas, so that the screens can be looked at and tested alone. One workspace, in memory. */
export function createFakeLab(): Lab {
  const events = createEmitter<RunEvent>()
  const experiments = new Map<string, ExperimentRecord>()
  const runs = new Map<string, RunRecord>()
  const paused = new Set<string>()
  const cancelled = new Set<string>()
  const machines = new Map<string, OwnMachine>()
  let view: unknown = null
  let path: string | undefined
  let made = 0

  const state = (): WorkspaceState => ({
    id: 'w1',
    ...(path !== undefined && { path }),
    name: path?.replace(/^.*\/|\.tierlab$/g, '') ?? 'untitled',
    unsaved: path === undefined,
    experiments: [...experiments.values()],
    runs: [...runs.values()],
    notes: [],
    machines: [...machines.values()],
    view,
    bytes: 432_013_312,
  })
  const put = (run: RunRecord) => void runs.set(run.id, run)
  const framesOf = (id: string) => runs.get(id)?.frames ?? 0

  async function play(id: string) {
    const tick = () => new Promise((resolve) => setTimeout(resolve, 60))
    for (let frames = 0; frames < FRAMES && !cancelled.has(id);) {
      await tick()
      if (paused.has(id)) continue
      frames = Math.min(FRAMES, frames + 60)
      const run = runs.get(id)!
      put({ ...run, frames, simulatedNs: frames * FRAME_NS, status: 'running', accesses: frames * 4e7 })
      const progress = {
        doneShare: frames / FRAMES, simulatedNs: frames * FRAME_NS, accesses: frames * 4e7, frames, wallSec: frames / 1000,
        simulatedPerWall: 300, accessesPerWallSec: 4e10, leftSec: (FRAMES - frames) / 1000,
      } // prettier-ignore
      events.emit({ type: 'progress', runId: id, progress })
    }
    const run = {
      ...runs.get(id)!,
      status: cancelled.has(id) ? ('cancelled' as const) : ('done' as const),
      wallSec: 2.4,
    }
    const summary = {
      fastTierAccessShare: { value: 0.784, unit: 'share' as const },
      meanLatencyNs: { value: 118.2, unit: 'ns' as const },
      promotedPages: { value: 702_114, unit: 'pages' as const },
    }
    put({ ...run, summary })
    events.emit({ type: 'ended', run: runs.get(id)! })
  }

  return {
    about: async () => ({ version: '0.1.0', engineVersion: '1', buildId: 'fake', platform: 'fake', home: '/home/me' }),
    catalog: async () => fakeCatalog,
    readSetup: async ({ yaml }) => {
      const known = fakeCatalog.examples.find((example) => example.yaml === yaml)
      const problem = { severity: 'error', code: 'not-a-setup', path: '', fact: 'this is no setup', wayOut: 'drop another' } as const
      return known ? { setup: known.setup, problems: [] } : { problems: [{ ...problem, line: 1 }] }
    },
    openSetup: async ({ path: file }) => ({
      problems: [{ severity: 'error', code: 'not-a-setup', path: '', fact: `there is no file "${file}"`, wayOut: 'open another', line: 1 }],
    }),
    writeSetup: async ({ setup }) => ({ yaml: JSON.stringify(setup, null, 2) }),
    checkSetup: async ({ setup }) => {
      const problems = checkSetup(setup, fakeCatalog.parts)
      if (problems.some(isError)) return { problems, machine: fakeMachine }
      return { problems, machine: fakeMachine, plan: resolvePlan(setup, fakeCatalog.parts), planHash: 'c41e90aa17d07d' }
    },
    async *traceInfo({ path: tracePath }) {
      yield { type: 'info', info: { ...fakeTrace, path: tracePath } } as const
    },
    overlay: async () => fakeOverlay,
    createWorkspace: async () => {
      experiments.clear()
      runs.clear()
      machines.clear()
      view = null
      path = undefined
      return state()
    },
    openWorkspace: async (request) => {
      path = request.path
      return state()
    },
    saveWorkspace: async (request) => {
      path = request.path ?? path
      return { ...state(), unsaved: false }
    },
    closeWorkspace: async () => undefined,
    recentWorkspaces: async () => [
      { path: '/home/me/threshold-study.tierlab', name: 'threshold-study', openedAtMs: Date.UTC(2026, 1, 3, 10), bytes: 432_013_312, experiments: 3, runs: 9, missing: false },
      { path: '/data/silo-on-cxl.tierlab', name: 'silo-on-cxl', openedAtMs: Date.UTC(2026, 0, 12, 16), bytes: 0, experiments: 2, runs: 4, missing: true },
    ],
    forgetWorkspace: async () => undefined,
    listFiles: async ({ folder }) => ({
      folder,
      parent: '/home',
      entries: [
        { name: 'traces', path: `${folder}/traces`, kind: 'folder', bytes: 0, changedAtMs: 0 },
        { name: 'threshold-study.tierlab', path: `${folder}/threshold-study.tierlab`, kind: 'file', bytes: 432_013_312, changedAtMs: 1.77e12 },
      ],
    }),
    putExperiment: async ({ id, setup }) => {
      const record = { id: id ?? `e${++made}`, setup, revision: (id ? experiments.get(id)!.revision : 0) + 1, changedAtMs: 0 }
      experiments.set(record.id, record)
      return record
    },
    removeExperiment: async ({ id }) => void experiments.delete(id),
    putView: async (request) => void (view = request.view),
    async forkRun({ run: parentId, atNs, interventions }) {
      const parent = runs.get(parentId)!
      const { setup } = experiments.get(parent.experimentId)!
      const schedule = [...(setup.schedule ?? []), ...interventions]
      const from = { run: parentId, runNumber: parent.number, experiment: parent.experimentId, atNs, planHash: parent.planHash, engineVersion: '1' }
      const record = { id: `e${++made}`, setup: { ...setup, name: `${setup.name}, fork`, schedule }, revision: 1, changedAtMs: 0, parent: from }
      experiments.set(record.id, record)
      return { experiment: record, run: await this.startRun({ workspace: 'w', experiment: record.id }) }
    },
    startRun: async ({ experiment }) => {
      const { setup } = experiments.get(experiment)!
      const number = [...runs.values()].filter((run) => run.experimentId === experiment).length + 1
      const run: RunRecord = {
        id: `r${++made}`, experimentId: experiment, number, plan: resolvePlan(setup, fakeCatalog.parts), planHash: 'c41e90aa17d07d',
        engineVersion: '1', status: 'queued', startedAtMs: 0, wallSec: 0, simulatedNs: 0, accesses: 0, frames: 0, spec: fakeSpec, summary: {},
      } // prettier-ignore
      put(run)
      events.emit({ type: 'started', run })
      void play(run.id)
      return run
    },
    pauseRun: async ({ run }) => {
      paused.add(run)
      events.emit({ type: 'paused', runId: run })
    },
    resumeRun: async ({ run }) => {
      paused.delete(run)
      events.emit({ type: 'resumed', runId: run })
    },
    cancelRun: async ({ run }) => void cancelled.add(run),
    removeRun: async ({ run }) => void runs.delete(run),
    async *watch(_request, signal) {
      const waiting: RunEvent[] = []
      let wake = () => {}
      const stop = events.listen((event) => (waiting.push(event), wake()))
      signal?.addEventListener('abort', () => wake())
      while (!signal?.aborted) {
        if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve))
        yield* waiting.splice(0)
      }
      stop()
    },
    series: async (request) => fakeSeries(request, framesOf(request.run)),
    matrix: async (request) => fakeMatrix(request),
    mapAt: async ({ frame, bins }) => fakeMap(frame, bins),
    momentAt: async ({ run, timeNs }) => fakeMoment(timeNs, framesOf(run)),
    putNote: async () => undefined,
    removeNote: async () => undefined,
    putMachine: async ({ machine }) => void machines.set(machine.id, machine),
    removeMachine: async ({ id }) => void machines.delete(id),
    decisionGroups: async ({ bins }) => ({
      bins, pagesPerBin: 1, reason: new Uint8Array(0), from: new Uint8Array(0), to: new Uint8Array(0), rows: new Float64Array(0),
      costNs: new Float64Array(0), savedNs: new Float64Array(0), perBin: new Uint32Array(0),
    }),
    mapCells: async ({ frame, first, count }) => ({ frame, first, states: new Uint8Array(count).fill(1) }),
    mapDiff: async ({ fromFrame, toFrame, bins }) => ({
      fromFrame, toFrame, bins, cellsPerBin: 512, was: Uint8Array.of(2), now: Uint8Array.of(1), cells: Float64Array.of(bins),
      perBin: new Uint32Array(bins).fill(1),
    }),
    rootDiff: async ({ fromFrame, toFrame }) => rootDifferences(fakeMoment((fromFrame + 1) * FRAME_NS, FRAMES).root, fakeMoment((toFrame + 1) * FRAME_NS, FRAMES).root),
    rangeStats: async ({ columns, fromNs, toNs }) => {
      const none = () => new Float64Array(columns.length).fill(NaN)
      return { frames: 1, spanNs: toNs - fromNs, mean: none(), min: none(), max: none(), total: none(), before: none(), last: none() }
    },
    decisions: async (request) => fakeDecisions(request, framesOf(request.run)),
    figure: async () => ({ svg: '<svg xmlns="http://www.w3.org/2000/svg" width="85mm" height="30mm"/>', recipe: '{}' }),
    table: async () => ({ bytes: new TextEncoder().encode('time_ns\n') }),
    ...fakeComparing,
    fingerprint: async () => ({ frames: 0, untilNs: [], columns: {} }),
    async *exportCsv() {
      yield { text: 'timeNs\n' }
    },
  } // prettier-ignore
}

const fakeTrace = {
  format: 'lackey', formatTitle: 'valgrind lackey', fileBytes: 18_000, bytes: 18_000, whole: true, records: 900,
  accessCount: 1000, pageCount: 40, reads: 700, writes: 300, pageBytes: 4096, lowestId: '0x108', highestId: '0x1fff0',
  addressKind: 'virtual', sampled: false, first: [{ id: '0x1fff0', write: true, weight: 1 }],
} as const // prettier-ignore

const fakeOverlay: OverlayData = {
  info: {
    kind: 'vmstat', title: 'log of /proc/vmstat', fileBytes: 51_200, snapshots: 4, spanSec: 3, firstSec: 1_732_693_000,
    columns: [{ name: 'pgpromote_success', counter: true, changes: true, mean: 20_480 }], ranges: [],
  },
  series: {
    frames: 3,
    timeNs: Float64Array.of(1e9, 2e9, 3e9),
    columns: {
      pgpromote_success: {
        value: Float64Array.of(1e4, 3e4, 2e4), min: Float64Array.of(1e4, 3e4, 2e4), max: Float64Array.of(1e4, 3e4, 2e4),
      },
    },
  },
} // prettier-ignore
