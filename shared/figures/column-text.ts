import type { ColumnRole, ColumnSpec } from '../documents/series.ts'
import { formatNumber, formatQuantity } from '../units/format.ts'
import { unitOf, type UnitId } from '../units/unit.ts'

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
  return valueText(value, shownUnit(column))
}

/** A quantity in its own unit of time where that needs few digits ("1 500 ms"), else in the handiest. */
export function valueText(value: number, unit: UnitId): string {
  const { scale, symbol, inBase } = unitOf(unit)
  if (value === 0 && scale === 'time') return `0 ${symbol}`
  const own = scale === 'time' && inBase > 1 && Math.abs(value) >= 1 && Math.abs(value) < 10_000
  return own ? `${formatNumber(value, 3)} ${symbol}` : formatQuantity(value, unit)
}

/** Beside a plot whose unit stands above it: of a count only the number, of the rest all. */
export function shortText(value: number, unit: UnitId): string {
  const { scale, symbol } = unitOf(unit)
  if (scale === 'decimal' && symbol !== 'B/s') return formatQuantity(value, 'count').replace(' ', '\u202f')
  return scale === 'plain' ? formatQuantity(value, 'none') : valueText(value, unit)
}

/** Written under a track's title. */
export function unitText(unit: UnitId): string {
  const { scale, symbol } = unitOf(unit)
  if (scale === 'share') return '%'
  return scale === 'binary' ? 'bytes' : symbol
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
  hbm: look('hbm', '▥'),
  promote: look('dram', '▲'),
  demote: look('trouble', '▼'),
  trouble: look('trouble', '✕'),
  policy: look('accent', '◆'),
  plain: look('plain', '●'),
}

export function roleLook(role: ColumnRole | undefined): RoleLook {
  return LOOKS[role ?? 'plain']
}
