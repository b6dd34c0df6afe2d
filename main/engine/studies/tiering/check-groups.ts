import type { ParamRow } from '../../../../shared/documents/part.ts'
import type { TieringPlan } from '../../../../shared/documents/plan.ts'
import type { Problem } from '../../../../shared/documents/problem.ts'
import type { Machine } from '../../hardware/machine.ts'

/** Groups of a mix name processors, and have ids that become columns. */
export function checkGroups(plan: TieringPlan, machine: Machine): Problem[] {
  const { groups } = plan.workload.values
  if (!Array.isArray(groups)) return []
  const rows = groups as readonly ParamRow[]
  const ids = rows.map((row) => String(row.id))
  return rows.flatMap((row, i) => [
    ...checkId(ids, i),
    ...checkProcessor(row, ids[i], i, machine),
    ...checkStretch(row, ids[i], i),
  ])
}

function error(code: string, path: string, fact: string, wayOut: string): Problem {
  return { severity: 'error', code, path, fact, wayOut }
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
