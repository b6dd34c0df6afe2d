import type { DecisionColumns, OutcomeColumns } from '../../../shared/documents/decision.ts'
import type { MoveColumns } from '../../history/diff/decision-source.ts'
import type { SearchedColumns } from '../../history/decision-search.ts'
import { joinColumns, readColumns } from './column-bytes.ts'

/** Decision and outcome columns as the bytes of blobs. */

/** What a search looks at, apart from the rest, so that it reads little. */
export function searchedBytes(block: DecisionColumns): Uint8Array {
  return joinColumns([block.timeNs, block.page, block.pages, block.reason])
}

export function restBytes(block: DecisionColumns): Uint8Array {
  return joinColumns([block.a, block.b, block.c, block.costNs, block.from, block.to])
}

/** Where in `restBytes` the columns from and to begin, which come last. */
export function restBytesBeforeEnds(rows: number): number {
  return (3 * 8 + 4) * rows
}

/** What `searchedBytes` holds, and the last two columns of `restBytes`. */
export function readMoves(searched: unknown, ends: unknown, rows: number): MoveColumns {
  const reader = readColumns(ends)
  return { ...readSearched(searched, rows), from: reader.uint8(rows), to: reader.uint8(rows) }
}

export function readSearched(blob: unknown, rows: number): SearchedColumns {
  const reader = readColumns(blob)
  return {
    rows,
    timeNs: reader.float64(rows),
    page: reader.uint32(rows),
    pages: reader.uint32(rows),
    reason: reader.uint8(rows),
  }
}

export function readDecisions(searched: unknown, rest: unknown, rows: number): DecisionColumns {
  const reader = readColumns(rest)
  return {
    ...readSearched(searched, rows),
    a: reader.float64(rows),
    b: reader.float64(rows),
    c: reader.float64(rows),
    costNs: reader.float32(rows),
    from: reader.uint8(rows),
    to: reader.uint8(rows),
  }
}

export function outcomeBytes(outcomes: OutcomeColumns): Uint8Array {
  return joinColumns([outcomes.decision, outcomes.timeNs, outcomes.savedNs, outcomes.kind])
}

export function readOutcomes(blob: unknown, rows: number): OutcomeColumns {
  const reader = readColumns(blob)
  return {
    rows,
    decision: reader.float64(rows),
    timeNs: reader.float64(rows),
    savedNs: reader.float64(rows),
    kind: reader.uint8(rows),
  }
}
