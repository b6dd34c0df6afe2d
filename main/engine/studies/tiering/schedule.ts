import type { ParamValues } from '../../../../shared/documents/part.ts'
import type {
  ResolvedChange,
  ResolvedForce,
  ResolvedPart,
  TieringPlan,
} from '../../../../shared/documents/plan.ts'

/** What the interventions of a schedule come to. Vetoes are no acts: the world asks about them (`createVetoes`). */
export interface ScheduledActs {
  set(section: ResolvedChange['section'], values: ParamValues): void
  force(force: ResolvedForce['force']): void
  swap(policy: ResolvedPart): void
}

/** Carries out a plan's interventions when their time has come, in order. */
export function createSchedule(plan: TieringPlan, acts: ScheduledActs) {
  let next = 0
  return {
    apply(nowNs: number): void {
      while (next < plan.schedule.length && plan.schedule[next].atNs <= nowNs) {
        const entry = plan.schedule[next++]
        if ('section' in entry) acts.set(entry.section, entry.values)
        else if ('force' in entry) acts.force(entry.force)
        else if ('policy' in entry) acts.swap(entry.policy)
      }
    },
  }
}
