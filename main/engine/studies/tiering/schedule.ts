import type { ParamValues } from '../../../../shared/documents/part.ts'
import type { ResolvedChange, TieringPlan } from '../../../../shared/documents/plan.ts'

/** Carries out a plan's interventions when their time has come, in order. */
export function createSchedule(
  plan: TieringPlan,
  set: (section: ResolvedChange['section'], values: ParamValues) => void,
) {
  let next = 0
  return {
    apply(nowNs: number): void {
      while (next < plan.schedule.length && plan.schedule[next].atNs <= nowNs) {
        const change = plan.schedule[next++]
        if ('section' in change) set(change.section, change.values)
      }
    },
  }
}
