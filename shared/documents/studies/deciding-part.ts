import { expectDefined } from '../../base/assert.ts'
import type { PartInfo } from '../part.ts'
import { partOfPlan, type ResolvedPart, type RunPlan } from '../plan.ts'
import { partChosen, studyOf } from './studies.ts'

/** The part that a run goes by: its policy, its compactor; or another `kind` that could be in its place. */
export function decidingPart(plan: RunPlan, parts: readonly PartInfo[], kind?: string): PartInfo | undefined {
  const { sections, decider } = studyOf(plan)
  const section = expectDefined(
    sections.find(({ name }) => name === decider),
    `the section "${decider}" is one of the study`,
  )
  const chosen = (plan as unknown as Readonly<Record<string, { readonly kind?: unknown } | undefined>>)[
    decider
  ]
  return partChosen(section, kind === undefined ? chosen : { kind }, parts)
}

/** The part that decides at a moment (the policy, the compactor), with its parameters as the schedule has set them. */
export function policyAt(plan: RunPlan, timeNs: number): ResolvedPart {
  const { decider } = studyOf(plan)
  const first = expectDefined(partOfPlan(plan, decider), `the plan has the section "${decider}"`)
  return plan.schedule.reduce((now, change) => {
    if (change.atNs > timeNs) return now
    if ('policy' in change) return change.policy
    if (!('section' in change) || change.section !== decider) return now
    return { kind: now.kind, values: { ...now.values, ...change.values } }
  }, first)
}
