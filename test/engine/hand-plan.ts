import type { ParamValues, PartFamily, PartInfo } from '../../shared/documents/part.ts'
import type { ResolvedIntervention, TieringPlan, TieringRunSettings } from '../../shared/documents/plan.ts'
import { resolveFields } from '../../shared/documents/param-value.ts'
import { migratePages } from '../../main/engine/mechanisms/migrate-pages.ts'
import type { PolicyPart } from '../../main/engine/policy.ts'
import type { Recorder } from '../../main/engine/recording/recorder.ts'
import { createSilentRecorder } from '../../main/engine/recording/silent-recorder.ts'
import { createTieringStudy } from '../../main/engine/studies/tiering/tiering.ts'
import type { Simulation } from '../../main/engine/study.ts'
import type { Workload } from '../../main/engine/workload.ts'
import { plainMachine } from './hardware/machines.ts'

function testPart(family: PartFamily): PartInfo {
  return {
    id: 'from-the-test', family, title: family, about: family, engines: ['replay', 'rates'], params: [], sources: [],
    fidelity: { models: [], approximates: [], leavesOut: [] },
  } // prettier-ignore
}

export interface HandPlan {
  readonly policy: PolicyPart
  readonly policyValues?: ParamValues
  /** Policies that the schedule puts in charge. */
  readonly later?: readonly PolicyPart[]
  readonly schedule?: readonly ResolvedIntervention[]
  readonly workload: Workload
  /** Pages of each node, the fastest first. */
  readonly capacityPages: readonly number[]
  readonly run?: Partial<TieringRunSettings>
}

export function planOf(hand: HandPlan): TieringPlan {
  const run: TieringRunSettings = {
    engine: 'replay', seed: 1, lengthNs: 1e9, accessLimit: 0, scale: 1, pageBytes: 4096, epochNs: 1e7,
    epochAccesses: 0, frames: 100, recordBytes: 1 << 20, pingPongNs: 60e9, ...hand.run,
  } // prettier-ignore
  const ours = { kind: 'from-the-test', values: {} }
  return {
    study: 'tiering',
    name: 'by hand',
    run,
    machine: ours,
    workload: ours,
    policy: {
      kind: hand.policy.info.id,
      values: { ...resolveFields(hand.policy.info.params, {}), ...hand.policyValues },
    },
    mechanism: { kind: 'migrate_pages', values: resolveFields(migratePages.info.params, {}) },
    schedule: hand.schedule ?? [],
  }
}

/** A simulation of parts made by the test, with no document behind it. */
export function simulationOf(hand: HandPlan): Simulation {
  const { run } = planOf(hand)
  const idle = [100, 300, 900]
  const nodes = hand.capacityPages.map((pages, n) => ({
    idleNs: idle[n],
    asymptoteGBps: 100 / (n + 1),
    steepness: 0.1,
    capacityBytes: pages * run.pageBytes * run.scale,
  }))
  const study = createTieringStudy({
    machines: [{ info: testPart('machine'), createMachine: () => plainMachine(nodes) }],
    workloads: [{ info: testPart('workload'), createWorkload: () => hand.workload }],
    policies: [hand.policy, ...(hand.later ?? [])],
    mechanisms: [migratePages],
  })
  return study.createSimulation(planOf(hand))
}

/** Runs to the end, looking at the simulation after every step. */
export function runThrough(
  simulation: Simulation,
  recorder: Recorder = createSilentRecorder(),
  afterStep: () => void = () => undefined,
): Simulation {
  simulation.attach(recorder)
  afterStep()
  for (let wants = simulation.step(); ; wants = simulation.step()) {
    if (wants === 'hungry') throw new Error('a workload of the test needs no feeding')
    afterStep()
    if (wants === 'done') break
  }
  simulation.finish()
  return simulation
}
