import type { MachineSketch } from '../../shared/documents/machine-sketch.ts'
import { expectDefined } from '../../shared/base/assert.ts'
import type { PartInfo } from '../../shared/documents/part.ts'
import type { RunPlan } from '../../shared/documents/plan.ts'
import type { Problem } from '../../shared/documents/problem.ts'
import type { RunEstimate } from '../../shared/documents/run-estimate.ts'
import type { MetricInfo } from '../../shared/documents/run.ts'
import { clearRegion } from './compactors/clear-region.ts'
import { compactionV1 } from './compactors/compaction-v1.ts'
import { compactionV68 } from './compactors/compaction-v6.8.ts'
import { custom } from './machines/custom.ts'
import { clxOptane } from './machines/clx-optane.ts'
import { cpuGpuPcie4 } from './machines/cpu-gpu-pcie4.ts'
import { graceHopper } from './machines/grace-hopper.ts'
import { icxRemote } from './machines/icx-remote.ts'
import { spr2sDdr5Cxl } from './machines/spr-2s-ddr5-cxl.ts'
import { sprDdr5Cxl } from './machines/spr-ddr5-cxl.ts'
import { xeonMax } from './machines/xeon-max.ts'
import { migratePages } from './mechanisms/migrate-pages.ts'
import { colloidAutonuma } from './policies/colloid-autonuma.ts'
import { colloidHemem } from './policies/colloid-hemem.ts'
import { hemem } from './policies/hemem.ts'
import { autonumaTiering } from './policies/autonuma-tiering.ts'
import { clock } from './policies/clock.ts'
import { fifo } from './policies/fifo.ts'
import { lru } from './policies/lru.ts'
import { min } from './policies/min.ts'
import { nextEpochOracle } from './policies/next-epoch-oracle.ts'
import { staticFirstTouch } from './policies/static-first-touch.ts'
import { staticOracle } from './policies/static-oracle.ts'
import { weightedInterleave } from './policies/weighted-interleave.ts'
import { createCompactionStudy } from './studies/compaction/compaction.ts'
import type { CompactionParts } from './studies/compaction/parts.ts'
import { machineOf } from './studies/tiering/assembly.ts'
import { sketchOf } from './studies/tiering/sketch-machine.ts'
import { createTieringStudy } from './studies/tiering/tiering.ts'
import type { Simulation, Study } from './study.ts'
import { background } from './triggers/background.ts'
import { direct } from './triggers/direct.ts'
import { manual } from './triggers/manual.ts'
import { proactive } from './triggers/proactive.ts'
import { gupsColloid } from './workloads/gups-colloid.ts'
import { gupsHemem } from './workloads/gups-hemem.ts'
import { hotSet } from './workloads/hot-set.ts'
import { mix } from './workloads/mix.ts'
import { phases } from './workloads/phases.ts'
import { sweep } from './workloads/sweep.ts'
import { trace } from './workloads/trace.ts'
import { uniform } from './workloads/uniform.ts'
import { ycsb } from './workloads/ycsb.ts'
import { zipf } from './workloads/zipf.ts'
import { hugePageDemand } from './zone-workloads/huge-page-demand.ts'
import { poissonTouches } from './zone-workloads/poisson-touches.ts'
import { quiet } from './zone-workloads/quiet.ts'
import { aged } from './zones/aged.ts'
import { byHand } from './zones/by-hand.ts'
import { randomMix } from './zones/random-mix.ts'

/** The one list of parts: a new part is a file of its own and a line here. */
export const tieringParts = {
  machines: [sprDdr5Cxl, spr2sDdr5Cxl, icxRemote, clxOptane, xeonMax, cpuGpuPcie4, graceHopper, custom],
  workloads: [zipf, uniform, hotSet, gupsHemem, gupsColloid, ycsb, phases, mix, sweep, trace],
  policies: [
    autonumaTiering,
    hemem,
    colloidHemem,
    colloidAutonuma,
    weightedInterleave,
    staticFirstTouch,
    lru,
    fifo,
    clock,
    min,
    nextEpochOracle,
    staticOracle,
  ],
  mechanisms: [migratePages],
}

export const compactionParts: CompactionParts = {
  zones: [byHand, randomMix, aged],
  workloads: [quiet, poissonTouches, hugePageDemand],
  triggers: [manual, direct, background, proactive],
  compactors: [compactionV1, compactionV68, clearRegion],
  mechanisms: [migratePages],
}

const studies = [
  createTieringStudy(tieringParts),
  createCompactionStudy(compactionParts),
] as unknown as readonly Study[]

/** Every part once, though several studies may take it. */
export const parts: readonly PartInfo[] = [...new Set(studies.flatMap((study) => study.parts))]

export const metrics: readonly MetricInfo[] = studies.flatMap((study) => study.metrics)

/** The simulation of a resolved plan. Throws only on bugs: plans are checked before. */
export function createSimulation(plan: RunPlan): Simulation {
  return engineOf(plan).createSimulation(plan)
}

/** What only the whole plan can tell: working sets that do not fit, tiers that lead nowhere. */
export function checkPlan(plan: RunPlan): readonly Problem[] {
  return engineOf(plan).checkPlan(plan)
}

/** Time, memory and load of a run before it is made, as an estimate. */
export function estimateRun(plan: RunPlan): RunEstimate | undefined {
  return engineOf(plan).estimate?.(plan)
}

function engineOf(plan: RunPlan): Study {
  const study = studies.find(({ id }) => id === plan.study)
  return expectDefined(study, `the study "${plan.study}" has an engine`)
}

/** The plan's machine for a drawing; `undefined` where its study has none. */
export function sketchMachine(plan: RunPlan): MachineSketch | undefined {
  return plan.study === 'tiering' ? sketchOf(machineOf(plan, tieringParts)) : undefined
}
