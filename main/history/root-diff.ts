import type { RootDifference } from '../../shared/contract/run-queries.ts'

/** The values that differ between two roots, in the order in which the later root has them; those gone come last. */
export function rootDifferences(before: unknown, after: unknown): RootDifference[] {
  const found: RootDifference[] = []
  compare(before, after, [], found)
  return found
}

function compare(
  before: unknown,
  after: unknown,
  path: RootDifference['path'],
  found: RootDifference[],
): void {
  if (Object.is(before, after)) return
  if (!isBranch(before) || !isBranch(after)) {
    if (!sameLeaf(before, after))
      found.push({ path, ...(before !== undefined && { before }), ...(after !== undefined && { after }) })
    return
  }
  const keys = [...Object.keys(after), ...Object.keys(before).filter((key) => !Object.hasOwn(after, key))]
  for (const key of keys) compare(before[key], after[key], [...path, keyOf(after, key)], found)
}

type Branch = Readonly<Record<string, unknown>>

/** Something with parts of its own; a value with its unit is one leaf. */
function isBranch(value: unknown): value is Branch {
  return typeof value === 'object' && value !== null && !isQuantity(value)
}

function isQuantity(value: object): value is { value: number; unit: string } {
  const { value: number, unit } = value as { value?: unknown; unit?: unknown }
  return typeof number === 'number' && typeof unit === 'string'
}

function sameLeaf(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  return isQuantity(a) && isQuantity(b) && Object.is(a.value, b.value) && a.unit === b.unit
}

function keyOf(owner: unknown, key: string): string | number {
  return Array.isArray(owner) ? Number(key) : key
}
