import { createSimulation, parts } from '../../../main/engine/catalog.ts'
import { createRecorder } from '../../../main/engine/recording/create-recorder.ts'
import { recorderOptions } from '../../../main/engine/recording/recorder-options.ts'
import { decisionColumnsOf } from '../../../shared/documents/comparing/decision-rows.ts'
import type { DecisionColumns } from '../../../shared/documents/decision.ts'
import type { TieringSetup } from '../../../shared/documents/experiment.ts'
import type { RecordedChunk } from '../../../shared/documents/recorded.ts'
import type { RunSummary } from '../../../shared/documents/run.ts'
import { checkSetup } from '../../../shared/documents/check-setup.ts'
import { isError } from '../../../shared/documents/problem.ts'
import { resolvePlan } from '../../../shared/documents/resolve-plan.ts'
import type { RecordingSpec } from '../../../shared/documents/recorded.ts'

/** The prototype's machine: 16 GiB of DRAM and 64 GiB of CXL, with its latencies and asymptotes. */
export const prototypeMachine = {
  kind: 'custom',
  nodes: [
    { id: 'dram0', title: 'DRAM 0', role: 'dram', tier: 0, capacityGiB: 16, idleNs: 90, peakGBps: 158, steepness: 0.15, linkGBps: 0 },
    { id: 'cxl1', title: 'CXL 1', role: 'cxl', tier: 1, capacityGiB: 64, idleNs: 250, peakGBps: 27, steepness: 0.047, linkGBps: 0 },
  ],
} // prettier-ignore

type Section = 'run' | 'machine' | 'workload' | 'policy' | 'mechanism'
type Changes = Partial<Record<Section, Record<string, unknown>>>

/** The prototype's base case (zipf, 72 GiB, AutoNUMA, scale 64) with some fields changed. */
export function setupWith(changes: Changes): TieringSetup {
  /** Another kind has fields of its own: the usual ones are then left out. */
  const section = (name: keyof Changes, usual: object) =>
    changes[name]?.kind === undefined ? { ...usual, ...changes[name] } : changes[name]
  return {
    format: 1,
    study: 'tiering',
    name: 'test',
    run: section('run', { lengthSec: 600, scale: '64' }),
    machine: section('machine', prototypeMachine),
    workload: section('workload', { kind: 'zipf', workingSetGiB: 72 }),
    policy: section('policy', { kind: 'autonuma-tiering' }),
    mechanism: section('mechanism', { kind: 'migrate_pages' }),
  } as unknown as TieringSetup
}

export interface FinishedRun {
  readonly spec: RecordingSpec
  readonly chunk: RecordedChunk
  readonly decisions: DecisionColumns
  readonly summary: RunSummary
  column(name: string): Float64Array
  /** Value of a column at a moment. */
  at(name: string, sec: number): number
  /** Mean over the second half of the run. */
  settled(name: string): number
}

/** Runs a setup to its end, with a recorder, as every host does. */
export function run(setup: TieringSetup): FinishedRun {
  const problems = checkSetup(setup, parts).filter(isError)
  if (problems.length > 0) throw new Error(problems.map((problem) => problem.fact).join('; '))
  const plan = resolvePlan(setup, parts)
  const simulation = createSimulation(plan)
  const recorder = createRecorder(simulation.spec, recorderOptions(plan, simulation))
  simulation.attach(recorder)
  while (simulation.step() === 'more');
  simulation.finish()
  const chunk = recorder.drain()
  const numberOf = (name: string) => {
    const number = simulation.spec.columns.findIndex((column) => column.name === name)
    if (number < 0) throw new Error(`no column ${name}`)
    return number
  }
  const column = (name: string) => chunk.frames.value[numberOf(name)]
  return {
    spec: simulation.spec,
    chunk,
    decisions: decisionColumnsOf(chunk.decisions),
    summary: simulation.summary(),
    column,
    at: (name, sec) => column(name)[chunk.frames.timeNs.findIndex((timeNs) => timeNs >= sec * 1e9)],
    settled(name) {
      const half = column(name).subarray(chunk.frames.count >> 1)
      return half.reduce((sum, value) => sum + value, 0) / half.length
    },
  }
}

export function ratio(a: number, b: number): number {
  return Math.abs(a / b - 1)
}
