import type { CompactionPlan } from '../../../../shared/documents/plan.ts'
import type { Study } from '../../study.ts'
import { checkCompactionPlan } from './check-plan.ts'
import { compactionMetrics } from './metrics.ts'
import type { CompactionParts } from './parts.ts'
import { createCompactionSimulation } from './simulation.ts'

/** The physical frames of one zone. */
export function createCompactionStudy(parts: CompactionParts): Study<CompactionPlan> {
  return {
    id: 'compaction',
    parts: Object.values(parts).flatMap((family: CompactionParts[keyof CompactionParts]) =>
      family.map((part) => part.info),
    ),
    metrics: compactionMetrics,
    checkPlan: (plan) => checkCompactionPlan(plan, parts),
    createSimulation: (plan) => createCompactionSimulation(plan, parts),
  }
}
