import type { ParamValue } from '../part.ts'
import { partOfPlan, type ResolvedIntervention, type ResolvedPart, type RunPlan } from '../plan.ts'

/** A value that two plans do not share. Absent on the side that has no such field. */
export interface PlanDifference {
  /** As in a setup: `policy.hot_threshold_ms`, `run.seed`; an intervention's with its time, `schedule@90s.policy.x`. */
  readonly path: string
  readonly a?: ParamValue
  readonly b?: ParamValue
}

/** Everything in which two plans differ, in the order of the first; names are no difference. */
export function planDifferences(
  a: RunPlan,
  b: RunPlan,
): { readonly differences: readonly PlanDifference[]; readonly equal: number } {
  const [left, right] = [flatPlan(a), flatPlan(b)]
  const differences: PlanDifference[] = []
  let equal = 0
  for (const path of new Set([...left.keys(), ...right.keys()])) {
    const [inA, inB] = [left.get(path), right.get(path)]
    if (isSame(inA, inB)) equal++
    else
      differences.push({ path, ...(inA !== undefined && { a: inA }), ...(inB !== undefined && { b: inB }) })
  }
  return { differences, equal }
}

function isSame(a: ParamValue | undefined, b: ParamValue | undefined): boolean {
  return (
    a === b || (typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b))
  )
}

/** Values by path. */
function flatPlan(plan: RunPlan): Map<string, ParamValue> {
  const values = new Map<string, ParamValue>()
  values.set('study', plan.study)
  for (const [name, value] of Object.entries(plan.run)) values.set(`run.${name}`, value as ParamValue)
  for (const section of Object.keys(plan)) {
    const part = partOfPlan(plan, section)
    if (part) putPart(values, section, part)
  }
  for (const intervention of plan.schedule) putIntervention(values, intervention)
  if (plan.trace) values.set('trace.contentHash', plan.trace.contentHash)
  return values
}

function putPart(values: Map<string, ParamValue>, path: string, { kind, values: own }: ResolvedPart): void {
  values.set(`${path}.kind`, kind)
  for (const [name, value] of Object.entries(own)) values.set(`${path}.${name}`, value)
}

function putIntervention(values: Map<string, ParamValue>, intervention: ResolvedIntervention): void {
  const at = `schedule@${intervention.atNs / 1e9}s`
  if ('section' in intervention)
    for (const [name, value] of Object.entries(intervention.values))
      values.set(`${at}.${intervention.section}.${name}`, value)
  else if ('policy' in intervention) putPart(values, `${at}.policy`, intervention.policy)
  else {
    const [verb, what] = 'veto' in intervention ? ['veto', intervention.veto] : ['force', intervention.force]
    for (const [name, value] of Object.entries(what))
      if (name !== 'page') values.set(`${at}.${verb}.page ${what.page}.${name}`, value)
  }
}
