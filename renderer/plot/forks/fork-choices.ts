import { nearestFlips, overruled, type DecisionRow } from '../../../shared/documents/forks/counterfactual.ts'
import type { Intervention } from '../../../shared/documents/forks/intervention.ts'
import type { ParamInfo, ParamValue, PartInfo } from '../../../shared/documents/part.ts'
import { policyAt } from '../../../shared/documents/studies/deciding-part.ts'
import { partOfPlan } from '../../../shared/documents/plan.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { studyOf } from '../../../shared/documents/studies/studies.ts'
import { formatCount } from '../../../shared/units/format.ts'

/** What may be changed where a run is forked. */
export interface ForkChoices {
  /** One line each, the likeliest first; `proposal N` stands for a ready intervention. */
  readonly kinds: readonly { readonly id: string; readonly title: string }[]
  readonly proposals: readonly { readonly label: string; readonly intervention: Intervention }[]
  /** Parameters that may change in this run, with their values at that moment. */
  readonly live: readonly { readonly path: string; readonly info: ParamInfo; readonly now: ParamValue }[]
  /** Policies that can take over, the one in charge last. */
  readonly policies: readonly PartInfo[]
}

export function forkChoices(
  run: RunRecord,
  atNs: number,
  decision: DecisionRow | undefined,
  parts: readonly PartInfo[],
): ForkChoices {
  const { plan } = run
  const { sections, interventions } = studyOf(plan)
  const policy = plan.study === 'tiering' ? policyAt(plan, atNs) : undefined
  const inCharge = parts.find(({ family, id }) => family === 'policy' && id === policy?.kind)
  const live = sections.flatMap((section) => {
    const chosen = section.name === 'policy' ? policy : partOfPlan(plan, section.name)
    const part = parts.find(({ family, id }) => family === section.family && id === chosen?.kind)
    return (part?.params ?? [])
      .filter((info) => info.live)
      .map((info) => ({
        path: `${section.name}.${info.name}`,
        info,
        now: chosen?.values[info.name] ?? info.default,
      }))
  })
  const canTakeOver = parts.filter(
    ({ family, adopts, engines }) => family === 'policy' && (adopts ?? engines).includes(plan.run.engine),
  )
  // A cache's books know every access, so nobody may overrule it.
  const open = inCharge?.adopts?.length === 0 ? [] : interventions
  const proposals = decision ? proposalsFor(run, decision, parts, open.includes('veto')) : []
  const offered = [
    ['set', 'Change a parameter', live.length > 0],
    ['veto', 'Veto moves', open.includes('veto')],
    ['force', 'Force a move', open.includes('force')],
    ['policy', 'Swap the policy', open.includes('policy')],
    ['nothing', 'Nothing: run it over', true],
  ] as const
  return {
    kinds: [
      ...proposals.map(({ label }, i) => ({ id: `proposal ${i}`, title: label })),
      ...offered.filter(([, , is]) => is).map(([id, title]) => ({ id, title })),
    ],
    proposals,
    live,
    policies: canTakeOver.toSorted((a, b) => Number(a.id === policy?.kind) - Number(b.id === policy?.kind)),
  }
}

function proposalsFor(
  run: RunRecord,
  decision: DecisionRow,
  parts: readonly PartInfo[],
  mayOverrule: boolean,
): ForkChoices['proposals'] {
  const flips = nearestFlips(decision, run.plan, parts).flatMap(({ sentence, intervention }) =>
    intervention ? [{ label: `It ${sentence}`, intervention }] : [],
  )
  if (!mayOverrule) return flips
  const intervention = overruled(decision, run.spec.nodes[decision.to]?.id)
  const page = formatCount(decision.page * run.spec.scale)
  const label = `${intervention.veto ? 'Veto' : 'Force'} this move of page ${page}`
  return [{ label, intervention }, ...flips]
}
