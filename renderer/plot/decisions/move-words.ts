import { reasonOf } from '../../../shared/documents/decision.ts'
import type { RecordingSpec } from '../../../shared/documents/recorded.ts'
import { formatCount } from '../../../shared/units/format.ts'

/** What a decision did, as its words and sign. `within`: on one node, so it is neither up nor down between tiers. */
export interface MoveWords {
  readonly name: string
  readonly sign: string
  readonly kind: 'up' | 'down' | 'within' | 'stay'
}

/** `a` is the reason’s first number; without it, as in sums over many decisions, no frame is named. */
export interface MoveOf {
  readonly reason: number
  readonly from: number
  readonly to: number
  readonly page?: number
  readonly a?: number
}

export function moveWords({ reason, from, to, page, a }: MoveOf, nodes: RecordingSpec['nodes']): MoveWords {
  const { verdict, frames } = reasonOf(reason)
  if (verdict !== 'moved') return { name: verdict, sign: '✕', kind: 'stay' }
  if (frames === 'other') return { name: 'got', sign: '✓', kind: 'within' }
  if (frames === 'moved') {
    if (page === undefined || a === undefined) return { name: 'to another frame', sign: '⇄', kind: 'within' }
    return { name: `${formatCount(page)} → ${formatCount(a)}`, sign: a > page ? '▲' : '▼', kind: 'within' }
  }
  const title = (node: number) => nodes[node]?.title ?? '–'
  const up = to < from
  return { name: `${title(from)} → ${title(to)}`, sign: up ? '▲' : '▼', kind: up ? 'up' : 'down' }
}
