import type { PartChoice } from '../../../../shared/documents/part.ts'
import type { TraceTable } from '../../../../shared/documents/traces/trace-info.ts'

/** What a column of a CSV trace can be, and the field of the workload that names it. */
export const columnRoles = ['none', 'id', 'address', 'op', 'size'] as const
export type ColumnRole = (typeof columnRoles)[number]

export const roleFields = {
  id: 'idColumn',
  address: 'addressColumn',
  op: 'opColumn',
  size: 'sizeColumn',
} as const

type RoleFields = Partial<Record<(typeof roleFields)[keyof typeof roleFields], string>>

/** The role that the fields give a column; a field names it, or counts from 1. */
export function roleOf(choice: PartChoice, table: TraceTable, column: number): ColumnRole {
  const chosen = columnRoles.find(
    (role) => role !== 'none' && columnOf(choice[roleFields[role]], table) === column,
  )
  return chosen ?? 'none'
}

/** The role that the reader gives a column by its name, where the fields leave that to it. */
export function foundRole(table: TraceTable, column: number): ColumnRole {
  const found = Object.entries(table.found ?? {}).find(([, at]) => at === column)
  return (found?.[0] as ColumnRole | undefined) ?? 'none'
}

/**
 * The four fields after a column got a role. A role is of one column; objects and addresses exclude each other, and
 * objects have no size, so choosing one lets go of the other.
 */
export function withRole(
  choice: PartChoice,
  table: TraceTable,
  column: number,
  role: ColumnRole,
): RoleFields {
  const next: RoleFields = {}
  for (const [known, field] of Object.entries(roleFields)) {
    const value = choice[field]
    if (typeof value !== 'string' || value === '' || columnOf(value, table) === column) continue
    if (known !== role) next[field] = value
  }
  if (role === 'none') return next
  next[roleFields[role]] = nameOf(table, column)
  if (role === 'id') {
    delete next.addressColumn
    delete next.sizeColumn
  }
  if (role === 'address' || role === 'size') delete next.idColumn
  return next
}

function columnOf(value: unknown, { names, columns }: TraceTable): number {
  if (typeof value !== 'string' || value === '') return -1
  const named = names.indexOf(value)
  if (named >= 0) return named
  const loose = names.findIndex((name) => name.toLowerCase() === value.toLowerCase())
  if (/^[1-9]\d{0,3}$/.test(value) && Number(value) <= columns) return Number(value) - 1
  return loose
}

/** By name where there is one that no other column has. */
function nameOf({ names }: TraceTable, column: number): string {
  const name = names[column] ?? ''
  const isOwn =
    name !== '' && names.filter((other) => other.toLowerCase() === name.toLowerCase()).length === 1
  return isOwn ? name : String(column + 1)
}
