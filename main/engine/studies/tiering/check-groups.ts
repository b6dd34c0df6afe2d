import type { ParamRow, PartTrait } from '../../../../shared/documents/part.ts'
import type { TieringPlan } from '../../../../shared/documents/plan.ts'
import type { Problem } from '../../../../shared/documents/problem.ts'
import type { Machine } from '../../hardware/machine.ts'

/** Groups of a mix name processors, and have ids that become columns. */
export function checkGroups(plan: TieringPlan, machine: Machine, traits: readonly PartTrait[]): Problem[] {
  const { groups } = plan.workload.values
  if (!Array.isArray(groups)) return []
  const rows = groups as readonly ParamRow[]
  const ids = rows.map((row) => String(row.id))
  return [
    ...checkPolicy(plan, rows.length, traits),
    ...rows.flatMap((row, i) => [
      ...checkId(ids, i),
      ...checkProcessor(row, ids[i], i, machine),
      ...checkStretch(row, ids[i], i),
    ]),
  ]
}

function error(code: string, path: string, fact: string, wayOut: string): Problem {
  return { severity: 'error', code, path, fact, wayOut }
}

/** Caches and those who look ahead know one order of accesses; that of several groups depends on how fast each is. */
function checkPolicy(plan: TieringPlan, groups: number, traits: readonly PartTrait[]): Problem[] {
  if (plan.run.engine !== 'replay' || groups === 1) return []
  const trait = (['cache', 'foresight', 'lookahead'] as const).find((each) => traits.includes(each))
  if (trait === undefined) return []
  const why =
    trait === 'cache' ? 'serves the accesses of one group' : 'looks ahead in the accesses of one group'
  return [error('one-group-policy', 'policy.kind', `in replay the policy "${plan.policy.kind}" ${why}, but this mix has ${groups}`, 'choose a policy that is neither a cache nor an oracle, one group, or the rates engine if the policy has it')] // prettier-ignore
}

function checkId(ids: readonly string[], i: number): Problem[] {
  const path = `workload.groups.${i}.id`
  if (!/^[\w-]+$/.test(ids[i])) {
    return [error('group-id', path, `the group id "${ids[i]}" is no name for a column`, 'use letters, digits, _ and -')] // prettier-ignore
  }
  if (ids.indexOf(ids[i]) === i) return []
  return [error('group-twice', path, `two groups have the id "${ids[i]}"`, 'give each an id of its own')]
}

function checkProcessor(row: ParamRow, id: string, i: number, { processors }: Machine): Problem[] {
  if (Number(row.processor) < processors.length) return []
  const fact = `group "${id}" runs on processor ${Number(row.processor)}, but the machine has only ${processors.length}`
  return [error('no-processor', `workload.groups.${i}.processor`, fact, `choose at most ${processors.length - 1}, or a machine with more`)] // prettier-ignore
}

function checkStretch(row: ParamRow, id: string, i: number): Problem[] {
  if (Number(row.from) < Number(row.to)) return []
  return [error('empty-stretch', `workload.groups.${i}.to`, `the stretch of group "${id}" ends before it begins`, 'make "to" larger than "from"')] // prettier-ignore
}
