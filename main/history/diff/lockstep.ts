import { reasonOf, type DecisionColumns } from '../../../shared/documents/decision.ts'
import { rowsOf, type DecisionSource } from './decision-source.ts'

/** Where two logs, read side by side in their own order, come apart. */
export interface Lockstep {
  /** Rows of each log that were the same decision at the same time, from the first on. */
  readonly sameA: number
  readonly sameB: number
  /** Time of the first row in which anything differs, a number or a cost too; Infinity where none does. */
  readonly changedNs: number
  /** The first rows that are not the same decision (whatever their times); absent where one log ends, or both. */
  readonly apart?: { readonly a?: number; readonly b?: number }
}

export interface LockstepOptions {
  readonly isCompared?: (page: number) => boolean
  /** Rows after this time are not looked at. */
  readonly untilNs: number
  /** Told of every row that is the same on both sides, while all before were. */
  onSame?(rowA: number, rowB: number, reason: number): void
  /** Between blocks. */
  breathe(rowsRead: number): Promise<void>
}

const verdictNumber = { moved: 0, refused: 1, failed: 2 } as const

/** 0 moved, 1 refused, 2 failed, by reason code. */
export const verdictOf = Uint8Array.from({ length: 256 }, (_, code) => verdictNumber[reasonOf(code).verdict])

/** Reads two logs side by side until they decide differently. */
export async function lockstep(
  a: DecisionSource,
  b: DecisionSource,
  options: LockstepOptions,
): Promise<Lockstep> {
  const cursorA = createCursor(a, options)
  const cursorB = createCursor(b, options)
  let sameA = 0
  let sameB = 0
  let same = true
  let changedNs = Infinity
  for (;;) {
    const [inA, inB] = [await cursorA.fill(), await cursorB.fill()]
    if (!inA || !inB) {
      const [rowA, rowB] = [cursorA.row, cursorB.row]
      if (inA || inB) changedNs = Math.min(changedNs, inA ? cursorA.timeNs : cursorB.timeNs)
      if (same) {
        sameA = inA ? rowA : rowsOf(a)
        sameB = inB ? rowB : rowsOf(b)
      }
      if (!inA && !inB) return { sameA, sameB, changedNs }
      return { sameA, sameB, changedNs, apart: { ...(inA && { a: rowA }), ...(inB && { b: rowB }) } }
    }
    while (cursorA.left > 0 && cursorB.left > 0) {
      const [x, i, y, j] = [cursorA.block, cursorA.place, cursorB.block, cursorB.place]
      const decides = isSameDecision(x, i, y, j)
      if (changedNs === Infinity && (!decides || !isSameDetail(x, i, y, j)))
        changedNs = Math.min(x.timeNs[i], y.timeNs[j])
      if (same && (!decides || x.timeNs[i] !== y.timeNs[j])) {
        same = false
        sameA = cursorA.row
        sameB = cursorB.row
      }
      if (!decides) return { sameA, sameB, changedNs, apart: { a: cursorA.row, b: cursorB.row } }
      if (same) options.onSame?.(cursorA.row, cursorB.row, x.reason[i])
      cursorA.step()
      cursorB.step()
    }
  }
}

function isSameDecision(x: DecisionColumns, i: number, y: DecisionColumns, j: number): boolean {
  return (
    x.page[i] === y.page[j] &&
    x.from[i] === y.from[j] &&
    x.to[i] === y.to[j] &&
    verdictOf[x.reason[i]] === verdictOf[y.reason[j]] &&
    x.pages[i] === y.pages[j]
  )
}

function isSameDetail(x: DecisionColumns, i: number, y: DecisionColumns, j: number): boolean {
  return (
    x.timeNs[i] === y.timeNs[j] &&
    x.reason[i] === y.reason[j] &&
    Object.is(x.a[i], y.a[j]) &&
    Object.is(x.b[i], y.b[j]) &&
    Object.is(x.c[i], y.c[j]) &&
    Object.is(x.costNs[i], y.costNs[j])
  )
}

/** Walks the compared rows of a log. Before `fill` says true there is no row to look at. */
interface Cursor {
  fill(): Promise<boolean>
  step(): void
  /** Rows of this block from the present one on. */
  readonly left: number
  readonly block: DecisionColumns
  readonly place: number
  readonly row: number
  readonly timeNs: number
}

function createCursor(source: DecisionSource, options: LockstepOptions): Cursor {
  const { isCompared, untilNs, breathe } = options
  let next = 0
  let first = 0
  let block: DecisionColumns | undefined
  let places: Uint32Array | undefined
  let at = 0
  let count = 0

  const cursor = {
    async fill() {
      while (at === count) {
        if (next === source.ranges.length) return false
        const range = source.ranges[next++]
        if (range.earliestNs >= untilNs) continue
        block = await source.block(range)
        first = range.first
        places = isCompared || range.latestNs >= untilNs ? chosen(block, isCompared, untilNs) : undefined
        count = places?.length ?? block.rows
        at = 0
        await breathe(block.rows)
      }
      return true
    },
    step: () => void at++,
    get left() {
      return count - at
    },
    get block() {
      return block as DecisionColumns
    },
    get place() {
      return places ? places[at] : at
    },
    get row() {
      return at < count ? first + cursor.place : rowsOf(source)
    },
    get timeNs() {
      return cursor.block.timeNs[cursor.place]
    },
  }
  return cursor
}

function chosen(
  block: DecisionColumns,
  isCompared: ((page: number) => boolean) | undefined,
  untilNs: number,
): Uint32Array {
  const places = new Uint32Array(block.rows)
  let count = 0
  for (let i = 0; i < block.rows; i++)
    if (block.timeNs[i] < untilNs && (!isCompared || isCompared(block.page[i]))) places[count++] = i
  return places.subarray(0, count)
}
