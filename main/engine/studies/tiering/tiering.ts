import type { TieringPlan } from '../../../../shared/documents/plan.ts'
import type { Study } from '../../study.ts'
import { assemble, machineOf, type TieringParts } from './assembly.ts'
import { withEffort } from './check-effort.ts'
import { checkTieringPlan } from './check-plan.ts'
import { estimateRun } from './estimate-run.ts'
import { tieringMetrics } from './metrics.ts'
import { createRatesSimulation } from './rates-simulation.ts'
import { createReplaySimulation } from './replay-simulation.ts'

/** CPU/GPU and tiered memory, on two engines of one model. */
export function createTieringStudy(parts: TieringParts): Study<TieringPlan> {
  return {
    id: 'tiering',
    parts: Object.values(parts).flatMap((family: TieringParts[keyof TieringParts]) =>
      family.map((part) => part.info),
    ),
    metrics: tieringMetrics,
    checkPlan(plan) {
      const traits = parts.policies.find((part) => part.info.id === plan.policy.kind)?.info.traits ?? []
      const problems = checkTieringPlan(plan, machineOf(plan, parts), traits)
      return withEffort(problems, plan, () => estimateRun(plan, parts))
    },
    estimate: (plan) => estimateRun(plan, parts),
    createSimulation(plan) {
      const assembly = assemble(plan, parts)
      return plan.run.engine === 'rates' ? createRatesSimulation(assembly) : createReplaySimulation(assembly)
    },
  }
}
