import type { ColumnRole, ColumnSpec } from '../../shared/documents/series.ts'
import { formatQuantity } from '../../shared/units/format.ts'
import { unitOf, type UnitId } from '../../shared/units/unit.ts'

/** How a column's value reads: what it is per, its unit, its colour and the sign that goes with the colour. */

const PER_SEC: Partial<Record<UnitId, UnitId>> = {
  pages: 'pagesPerSec',
  accesses: 'accessesPerSec',
  bytes: 'bytesPerSec',
  count: 'perSec',
  none: 'perSec',
}

/** The unit that a person reads: per second for counts that are rates. */
export function shownUnit(column: ColumnSpec): UnitId {
  return column.perSec ? (PER_SEC[column.unit] ?? column.unit) : column.unit
}

export function columnText(column: ColumnSpec, value: number): string {
  return formatQuantity(value, shownUnit(column))
}

/** Written under a track's title. */
export function unitText(unit: UnitId): string {
  const { scale, symbol } = unitOf(unit)
  if (scale === 'share') return 'share of the whole, %'
  return symbol === '' ? 'number' : symbol
}

export interface RoleLook {
  readonly colour: string
  readonly ink: string
  readonly sign: string
}

const look = (token: string, sign: string): RoleLook => ({
  colour: `--${token}`,
  ink: token === 'plain' ? '--muted' : `--${token}-ink`,
  sign,
})

const LOOKS: Record<ColumnRole, RoleLook> = {
  dram: look('dram', '■'),
  cxl: look('cxl', '▨'),
  gpu: look('gpu', '▦'),
  remote: look('remote', '▧'),
  pmem: look('pmem', '▤'),
  promote: look('dram', '▲'),
  demote: look('trouble', '▼'),
  trouble: look('trouble', '✕'),
  policy: look('accent', '◆'),
  plain: look('plain', '●'),
}

export function roleLook(role: ColumnRole | undefined): RoleLook {
  return LOOKS[role ?? 'plain']
}
