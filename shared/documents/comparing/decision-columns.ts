import type { DecisionColumns } from '../decision.ts'

/** Decision columns cut, joined and copied. */

const columnNames = ['timeNs', 'page', 'pages', 'from', 'to', 'reason', 'a', 'b', 'c', 'costNs'] as const

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
