import type { Coverage } from '../../../shared/documents/recorded.ts'
import type { DecisionColumns } from '../../../shared/documents/decision.ts'
import type { DecisionRange } from '../decision-search.ts'

/** What matching looks at: where and when, from where to where, and why. */
export type MoveColumns = Pick<
  DecisionColumns,
  'rows' | 'timeNs' | 'page' | 'pages' | 'from' | 'to' | 'reason'
>

/** What came of the decisions of a block; kind 255 where nothing has yet. */
export interface BlockOutcomes {
  readonly kind: Uint8Array
  readonly timeNs: Float64Array
  readonly savedNs: Float64Array
}

/** The decisions of one run, read block by block, wherever they lie. Nothing that is read is kept by the source. */
export interface DecisionSource {
  readonly coverage: Coverage
  /** Keys the hash that chose the kept pages, where details were not kept of all. */
  readonly keepSeed: number
  /** Every block, ascending and without gaps. */
  readonly ranges: readonly DecisionRange[]
  moves(range: DecisionRange): Promise<MoveColumns>
  block(range: DecisionRange): Promise<DecisionColumns>
  outcomes(range: DecisionRange): Promise<BlockOutcomes>
}

/** Decisions that a source holds. */
export function rowsOf({ ranges }: Pick<DecisionSource, 'ranges'>): number {
  const last = ranges[ranges.length - 1]
  return last ? last.first + last.rows : 0
}
