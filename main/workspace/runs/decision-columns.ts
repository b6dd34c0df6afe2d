import type { DecisionColumns, OutcomeColumns } from '../../../shared/documents/decision.ts'
import type { SearchedColumns } from '../../history/decision-search.ts'
import { joinColumns, readColumns } from './column-bytes.ts'

/** Decision and outcome columns: cut, joined, and as the bytes of blobs. */

export function emptyDecisions(rows: number): DecisionColumns {
  return {
    rows,
    timeNs: new Float64Array(rows),
    page: new Uint32Array(rows),
    pages: new Uint32Array(rows),
    from: new Uint8Array(rows),
    to: new Uint8Array(rows),
    reason: new Uint8Array(rows),
    a: new Float64Array(rows),
    b: new Float64Array(rows),
    c: new Float64Array(rows),
    costNs: new Float32Array(rows),
  }
}

const columnNames = ['timeNs', 'page', 'pages', 'from', 'to', 'reason', 'a', 'b', 'c', 'costNs'] as const

/** Rows `first` to `end - 1`; shares memory with the whole. */
export function cutDecisions(whole: DecisionColumns, first: number, end: number): DecisionColumns {
  const cut: Record<string, unknown> = { rows: end - first }
  for (const name of columnNames) cut[name] = whole[name].subarray(first, end)
  return cut as unknown as DecisionColumns
}

export function joinDecisions(parts: readonly DecisionColumns[]): DecisionColumns {
  const whole = emptyDecisions(parts.reduce((sum, part) => sum + part.rows, 0))
  let offset = 0
  for (const part of parts) {
    for (const name of columnNames) whole[name].set(part[name], offset)
    offset += part.rows
  }
  return whole
}

/** Copies row `from` of one block to row `to` of another. */
export function copyDecision(
  source: DecisionColumns,
  from: number,
  target: DecisionColumns,
  to: number,
): void {
  for (const name of columnNames) target[name][to] = source[name][from]
}

/** What a search looks at, apart from the rest, so that it reads little. */
export function searchedBytes(block: DecisionColumns): Uint8Array {
  return joinColumns([block.timeNs, block.page, block.pages, block.reason])
}

export function restBytes(block: DecisionColumns): Uint8Array {
  return joinColumns([block.a, block.b, block.c, block.costNs, block.from, block.to])
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
