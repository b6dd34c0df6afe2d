import { verdictOf } from './lockstep.ts'
import type { MoveColumns } from './decision-source.ts'

/** Numbers for "from → to, with this verdict": decisions match only within one of them. */
export interface MoveKinds {
  of(columns: MoveColumns, i: number): number
}

export function createMoveKinds(): MoveKinds {
  const single = new Int32Array(3 * 65_536).fill(-1)
  const ranges = new Map<number, number>()
  let count = 0
  return {
    of({ from, to, reason, pages }, i) {
      const code = verdictOf[reason[i]] * 65_536 + from[i] * 256 + to[i]
      if (pages[i] <= 1) {
        if (single[code] < 0) single[code] = count++
        return single[code]
      }
      const key = code * 4294967296 + pages[i]
      let kind = ranges.get(key)
      if (kind === undefined) ranges.set(key, (kind = count++))
      return kind
    },
  }
}

/** Gathered rows of one side, at most as many as there is room for; sorted by page and kind, each group in log order. */
export interface GatheredRows {
  readonly count: number
  readonly page: Uint32Array
  readonly kind: Uint32Array
  readonly timeNs: Float64Array
  readonly row: Uint32Array
  readonly reason: Uint8Array
  /** Places in the order of groups, once `sort` is done. */
  readonly order: Uint32Array
  add(page: number, kind: number, timeNs: number, row: number, reason: number): void
  sort(breathe: () => Promise<void>): Promise<void>
  clear(): void
}

/** Rows after which a walk breathes. */
const rowsPerBreath = 32_768

/** Bytes that a gathered row takes. */
export const bytesPerGathered = 4 + 4 + 8 + 4 + 1 + 4 + 4

export function createGatheredRows(capacity: number): GatheredRows {
  const page = new Uint32Array(capacity)
  const kind = new Uint32Array(capacity)
  const timeNs = new Float64Array(capacity)
  const row = new Uint32Array(capacity)
  const reason = new Uint8Array(capacity)
  let order = new Uint32Array(capacity)
  let spare = new Uint32Array(capacity)
  let count = 0
  let highestPage = 0
  let highestKind = 0

  /** One pass of a radix sort; passes from the least digit up leave equal keys in log order. */
  function sortBy(keys: Uint32Array, shift: number): void {
    const starts = new Uint32Array(2049)
    for (let i = 0; i < count; i++) starts[((keys[i] >>> shift) & 2047) + 1]++
    for (let digit = 0; digit < 2048; digit++) starts[digit + 1] += starts[digit]
    for (let i = 0; i < count; i++) {
      const place = order[i]
      spare[starts[(keys[place] >>> shift) & 2047]++] = place
    }
    ;[order, spare] = [spare, order]
  }

  return {
    get count() {
      return count
    },
    page,
    kind,
    timeNs,
    row,
    reason,
    get order() {
      return order
    },
    add(onPage, ofKind, atNs, inRow, why) {
      page[count] = onPage
      kind[count] = ofKind
      timeNs[count] = atNs
      row[count] = inRow
      reason[count++] = why
      if (onPage > highestPage) highestPage = onPage
      if (ofKind > highestKind) highestKind = ofKind
    },
    async sort(breathe) {
      for (let i = 0; i < count; i++) order[i] = i
      for (const [keys, highest] of [[kind, highestKind], [page, highestPage]] as const)
        for (let shift = 0; shift < 32 && highest >>> shift > 0; shift += 11) {
          sortBy(keys, shift)
          await breathe()
        }
    }, // prettier-ignore
    clear() {
      count = 0
      highestPage = 0
      highestKind = 0
    },
  }
}

/**
 * Walks the groups of two sorted sides together: rows `startA … endA − 1` and `startB … endB − 1` of their orders are of
 * one page and kind, and one of the two may be empty.
 */
export async function forEachGroup(
  a: GatheredRows,
  b: GatheredRows,
  visit: (startA: number, endA: number, startB: number, endB: number) => void,
  breathe: () => Promise<void>,
): Promise<void> {
  let i = 0
  let j = 0
  let next = rowsPerBreath
  while (i < a.count || j < b.count) {
    const compared = i === a.count ? 1 : j === b.count ? -1 : compare(a, a.order[i], b, b.order[j])
    const startA = i
    const startB = j
    if (compared <= 0) i = groupEnd(a, i)
    if (compared >= 0) j = groupEnd(b, j)
    visit(startA, i, startB, j)
    if (i + j < next) continue
    next = i + j + rowsPerBreath
    await breathe()
  }
}

function compare(a: GatheredRows, i: number, b: GatheredRows, j: number): number {
  return a.page[i] - b.page[j] || a.kind[i] - b.kind[j]
}

function groupEnd(rows: GatheredRows, start: number): number {
  const first = rows.order[start]
  let end = start + 1
  while (end < rows.count && compare(rows, rows.order[end], rows, first) === 0) end++
  return end
}
