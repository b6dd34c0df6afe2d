import type { DecisionPage } from '../../../shared/contract/run-queries.ts'
import { reasonOf } from '../../../shared/documents/decision.ts'

/** A stretch of time that a page spent on a node. */
export interface Stay {
  readonly node: number
  readonly fromNs: number
  readonly toNs: number
}

/** Where a page was, from the decisions that moved it: before the first it was where the first took it from. */
export function pageLife(history: DecisionPage, endNs: number): Stay[] {
  const { rows } = history
  const stays: Stay[] = []
  let fromNs = 0
  let node: number | undefined
  for (let i = 0; i < rows.rows; i++) {
    node ??= rows.from[i]
    if (reasonOf(rows.reason[i]).verdict !== 'moved') continue
    stays.push({ node: rows.from[i], fromNs, toNs: rows.timeNs[i] })
    fromNs = rows.timeNs[i]!
    node = rows.to[i]!
  }
  if (node !== undefined) stays.push({ node, fromNs, toNs: endNs })
  return stays
}
