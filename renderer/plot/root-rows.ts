import type { Metric } from '../../shared/documents/run.ts'
import { formatCount, formatNumber } from '../../shared/units/format.ts'
import { units, unitOf } from '../../shared/units/unit.ts'
import { valueText } from '../../shared/figures/column-text.ts'

/** One value of a frame's root, named by its place: "policy › threshold". */
export interface RootRow {
  readonly path: string
  readonly text: string
}

/** Everything small in a root, flattened; lists show their length. */
export function rootRows(root: unknown, most = 40, path: readonly string[] = []): RootRow[] {
  if (typeof root === 'number') return [{ path: path.join(' › '), text: formatNumber(root, 6) }]
  if (typeof root === 'string' || typeof root === 'boolean')
    return [{ path: path.join(' › '), text: String(root) }]
  if (Array.isArray(root))
    return [{ path: path.join(' › '), text: `${formatNumber(root.length, 6)} entries` }]
  if (typeof root !== 'object' || root === null) return []
  if (isQuantity(root)) return [{ path: path.join(' › '), text: quantityText(root) }]
  const rows: RootRow[] = []
  for (const [key, value] of Object.entries(root)) {
    if (rows.length >= most) break
    rows.push(...rootRows(value, most - rows.length, [...path, spaced(key)]))
  }
  return rows.slice(0, most)
}

/** A value with its unit, as a policy's state says it. */
function isQuantity(value: object): value is Metric {
  const { value: number, unit } = value as Partial<Metric>
  return typeof number === 'number' && typeof unit === 'string' && Object.hasOwn(units, unit)
}

/** Counts in full, for state is looked at closely; the rest in the handiest unit. */
function quantityText({ value, unit }: Metric): string {
  const { scale, symbol } = unitOf(unit)
  return scale === 'decimal' && Number.isInteger(value)
    ? `${formatCount(value)} ${symbol}`
    : valueText(value, unit)
}

/** "scanPage" as people write it. */
function spaced(name: string): string {
  return name
    .replaceAll(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
    .replaceAll('_', ' ')
}

/** A place in the root as people write it: "lists › active". */
export function pathText(path: readonly (string | number)[]): string {
  return path.map((part) => spaced(String(part))).join(' › ')
}

/** One value of a root in words; what was not there is a dash. */
export function leafText(value: unknown): string {
  return value === undefined || value === null ? '–' : (rootRows(value, 1)[0]?.text ?? '…')
}
