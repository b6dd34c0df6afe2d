import { comparedPages, type ComparedPages } from './compared-pages.ts'
import { rowsOf, type DecisionSource } from './decision-source.ts'
import { createDiffTally, type DiffTally } from './diff-tally.ts'
import { lockstep, type Lockstep } from './lockstep.ts'
import { nearestInOrder } from './nearest-in-order.ts'
import { bytesPerGathered, createGatheredRows, createMoveKinds, forEachGroup } from './page-groups.ts'
import type { GatheredRows, MoveKinds } from './page-groups.ts'

/** In `partnerOfA`: no decision of the other run matches, or the page is not compared. */
export const onlyHere = 0xffff_ffff
export const notCompared = 0xffff_fffe

/** In `fateOfB`. */
export const fates = { onlyHere: 0, matched: 1, notCompared: 2 } as const

/**
 * Which decisions of two runs are the same: matched per page and per from → to with its verdict, in order, each with
 * the nearest in time where one run has more of them. Four bytes a decision of A and one of B are all that is kept.
 */
export interface DecisionDiff {
  readonly pages: ComparedPages
  /** By row of A: the row of B, `onlyHere` or `notCompared`. */
  readonly partnerOfA: Uint32Array
  readonly fateOfB: Uint8Array
  readonly tally: DiffTally
  /** Where the logs, in their own order, first decide differently. */
  readonly apart: Lockstep['apart']
  /** Time from which anything differs in the logs; Infinity where nothing does. */
  readonly changedNs: number
  /** What it took: blocks read, and the most bytes of working memory at once. */
  readonly blocksRead: number
  readonly peakBytes: number
}

export interface DiffOptions {
  /** Between blocks: other work, progress (0 to 1), and the place at which a cancelled diff throws. */
  breathe(doneShare: number): Promise<void>
  /** Rows sorted at once; what does not fit is done page by page set, in more passes. */
  readonly rowsPerPass?: number
}

const buckets = 256

export async function diffDecisions(
  a: DecisionSource,
  b: DecisionSource,
  { breathe, rowsPerPass = 1 << 22 }: DiffOptions,
): Promise<DecisionDiff> {
  const pages = comparedPages(a, b)
  const { isCompared, completeUntilNs } = pages
  const partnerOfA = new Uint32Array(rowsOf(a)).fill(isCompared ? notCompared : onlyHere)
  const fateOfB = new Uint8Array(rowsOf(b)).fill(isCompared ? fates.notCompared : fates.onlyHere)
  const endNs = [...a.ranges, ...b.ranges].reduce((last, { latestNs }) => Math.max(last, latestNs), 0)
  const tally = createDiffTally(endNs)
  let blocksRead = 0
  let rowsRead = 0
  let rowsToRead = rowsOf(a) + rowsOf(b)
  const breath = (rows: number) => {
    if (rows > 0) blocksRead++
    rowsRead += rows
    return breathe(Math.min(1, rowsRead / Math.max(1, rowsToRead)))
  }

  const early = isCompared ? await lockstep(a, b, { untilNs: completeUntilNs, breathe: breath }) : undefined
  const prefix = await lockstep(a, b, {
    ...(isCompared && { isCompared }),
    untilNs: Infinity,
    onSame(rowA, rowB, reason) {
      partnerOfA[rowA] = rowB
      fateOfB[rowB] = fates.matched
      tally.both(reason, reason)
    },
    breathe: breath,
  })

  const left = { a: from(a, prefix.sameA), b: from(b, prefix.sameB) }
  const heldBytes = partnerOfA.byteLength + fateOfB.byteLength
  let peakBytes = heldBytes
  const remaining = rowsOf(a) - prefix.sameA + rowsOf(b) - prefix.sameB
  if (remaining > 0) {
    const sizes = await bucketSizes([left.a, left.b], isCompared, breath, remaining > rowsPerPass)
    const passes = sizes ? intoPasses(sizes, rowsPerPass) : [undefined]
    rowsToRead = rowsRead + passes.length * remaining
    const most = (side: 'a' | 'b') =>
      sizes
        ? Math.max(...passes.map((pass) => total(sizes[side], pass)))
        : side === 'a' ? rowsOf(a) - prefix.sameA : rowsOf(b) - prefix.sameB // prettier-ignore
    const rows = { a: createGatheredRows(most('a')), b: createGatheredRows(most('b')) }
    const kinds = createMoveKinds()
    peakBytes += (most('a') + most('b')) * bytesPerGathered
    for (const pass of passes) {
      const takes = takenPages(isCompared, pass)
      await gather(left.a, takes, kinds, rows.a, breath)
      await gather(left.b, takes, kinds, rows.b, breath)
      await matchGroups(rows.a, rows.b, partnerOfA, fateOfB, tally, () =>
        breathe(Math.min(1, rowsRead / rowsToRead)),
      )
    }
  }
  return {
    pages,
    partnerOfA,
    fateOfB,
    tally,
    apart: early?.apart && early.apart.a !== undefined && early.apart.b !== undefined ? early.apart : prefix.apart,
    changedNs: Math.min(early?.changedNs ?? Infinity, prefix.changedNs),
    blocksRead,
    peakBytes,
  } // prettier-ignore
}

/** The rows of a source from one on. */
interface Tail {
  readonly source: DecisionSource
  readonly firstRow: number
}

function from(source: DecisionSource, firstRow: number): Tail {
  return { source, firstRow }
}

interface BucketSizes {
  readonly a: Uint32Array
  readonly b: Uint32Array
}

async function bucketSizes(
  tails: readonly [Tail, Tail],
  isCompared: ((page: number) => boolean) | undefined,
  breathe: (rows: number) => Promise<void>,
  needed: boolean,
): Promise<BucketSizes | undefined> {
  if (!needed) return undefined
  const counted: Uint32Array[] = []
  for (const { source, firstRow } of tails) {
    const sizes = new Uint32Array(buckets)
    for (const range of source.ranges) {
      if (range.first + range.rows <= firstRow) continue
      const { page, rows } = await source.moves(range)
      for (let i = Math.max(0, firstRow - range.first); i < rows; i++)
        if (!isCompared || isCompared(page[i])) sizes[bucketOf(page[i])]++
      await breathe(rows)
    }
    counted.push(sizes)
  }
  return { a: counted[0], b: counted[1] }
}

/** Pages next to each other go to different buckets, so that the buckets are of about one size. */
function bucketOf(page: number): number {
  return Math.imul(page, 0x9e3779b1) >>> 24
}

/** Buckets in groups whose rows fit into a pass. */
function intoPasses({ a, b }: BucketSizes, rowsPerPass: number): Uint8Array[] {
  const passes: Uint8Array[] = []
  let rows = Infinity
  for (let bucket = 0; bucket < buckets; bucket++) {
    const size = a[bucket] + b[bucket]
    if (size === 0) continue
    if (rows + size > rowsPerPass) {
      passes.push(new Uint8Array(buckets))
      rows = 0
    }
    passes[passes.length - 1][bucket] = 1
    rows += size
  }
  return passes
}

function total(sizes: Uint32Array, pass: Uint8Array | undefined): number {
  return sizes.reduce((sum, size, bucket) => sum + (pass?.[bucket] === 1 ? size : 0), 0)
}

function takenPages(
  isCompared: ((page: number) => boolean) | undefined,
  pass: Uint8Array | undefined,
): (page: number) => boolean {
  return (page) => (pass === undefined || pass[bucketOf(page)] === 1) && (!isCompared || isCompared(page))
}

async function gather(
  { source, firstRow }: Tail,
  takes: (page: number) => boolean,
  kinds: MoveKinds,
  into: GatheredRows,
  breathe: (rows: number) => Promise<void>,
): Promise<void> {
  into.clear()
  for (const range of source.ranges) {
    if (range.first + range.rows <= firstRow) continue
    const moves = await source.moves(range)
    const { page, timeNs, reason, rows } = moves
    for (let i = Math.max(0, firstRow - range.first); i < rows; i++)
      if (takes(page[i])) into.add(page[i], kinds.of(moves, i), timeNs[i], range.first + i, reason[i])
    await breathe(rows)
  }
  await into.sort(() => breathe(0))
}

async function matchGroups(
  a: GatheredRows,
  b: GatheredRows,
  partnerOfA: Uint32Array,
  fateOfB: Uint8Array,
  tally: DiffTally,
  breathe: () => Promise<void>,
): Promise<void> {
  const timesA: number[] = []
  const timesB: number[] = []
  const visit = (startA: number, endA: number, startB: number, endB: number) => {
    for (let i = startA; i < endA; i++) partnerOfA[a.row[a.order[i]]] = onlyHere
    for (let j = startB; j < endB; j++) fateOfB[b.row[b.order[j]]] = fates.onlyHere
    const pair = (i: number, j: number) => {
      const [placeA, placeB] = [a.order[startA + i], b.order[startB + j]]
      partnerOfA[a.row[placeA]] = b.row[placeB]
      fateOfB[b.row[placeB]] = fates.matched
      tally.both(a.reason[placeA], b.reason[placeB])
    }
    const [countA, countB] = [endA - startA, endB - startB]
    if (countA === countB) for (let i = 0; i < countA; i++) pair(i, i)
    else if (countA > 0 && countB > 0) {
      timesOf(a, startA, endA, timesA)
      timesOf(b, startB, endB, timesB)
      if (countA < countB) nearestInOrder(timesA, timesB, pair)
      else nearestInOrder(timesB, timesA, (j, i) => pair(i, j))
    }
    for (let i = startA; i < endA; i++) {
      const place = a.order[i]
      if (partnerOfA[a.row[place]] === onlyHere) tally.onlyA(a.reason[place], a.timeNs[place])
    }
    for (let j = startB; j < endB; j++) {
      const place = b.order[j]
      if (fateOfB[b.row[place]] === fates.onlyHere) tally.onlyB(b.reason[place], b.timeNs[place])
    }
  }
  await forEachGroup(a, b, visit, breathe)
}

function timesOf(rows: GatheredRows, start: number, end: number, into: number[]): void {
  into.length = end - start
  for (let i = start; i < end; i++) into[i - start] = rows.timeNs[rows.order[i]]
}
