import type { BlockOutcomes, MoveColumns } from '../../history/diff/decision-source.ts'
import type { DecisionRange } from '../../history/decision-search.ts'
import type { DecisionColumns } from '../../../shared/documents/decision.ts'
import type { Coverage, Keyframe, MapWrites } from '../../../shared/documents/recorded.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import type { ColumnData } from '../../../shared/documents/series.ts'
import type { RunTables } from '../runs/run-tables.ts'

/**
 * The pieces of a run as another run is held against it: a store lends them to itself and, over a port between their
 * threads, to another store. Each answer is one block, so nobody's memory holds a run.
 */
export interface RunLender {
  head(request: { run: string }): Promise<RunHead>
  moves(request: BlockRef): Promise<MoveColumns>
  block(request: BlockRef): Promise<DecisionColumns>
  outcomes(request: BlockRef): Promise<BlockOutcomes>
  /** All frames of a column, by its number. */
  column(request: { run: string; column: number }): Promise<ColumnData>
  mapIndex(request: { run: string; map: number }): Promise<MapIndex>
  writes(request: { run: string; map: number; first: number }): Promise<MapWrites>
  keyframe(request: { run: string; map: number; frame: number }): Promise<Keyframe>
}

export const lenderMethods = {
  head: 'call', moves: 'call', block: 'call', outcomes: 'call', column: 'call', mapIndex: 'call', writes: 'call',
  keyframe: 'call',
} as const satisfies Record<keyof RunLender, 'call'> // prettier-ignore

export interface RunHead {
  readonly record: RunRecord
  readonly coverage: Coverage
  readonly ranges: readonly DecisionRange[]
  /** Ends of all frames. */
  readonly timeNs: Float64Array
}

export interface BlockRef {
  readonly run: string
  readonly range: DecisionRange
}

/** Where the changes of a map lie: first frames of its blocks of writes, and frames of its keyframes. */
export interface MapIndex {
  readonly blocks: readonly number[]
  readonly keyframes: readonly number[]
}

/** `tables`: those of the file as it is now; it may be saved under another name in between. */
export function createRunLender(tables: () => RunTables): RunLender {
  const keyOf = (run: string) => tables().runs.find(run).key
  return {
    async head({ run }) {
      const { runs, decisions, frames } = tables()
      const { key, record } = runs.find(run)
      return {
        record,
        coverage: runs.coverage(key),
        ranges: decisions.ranges(key),
        timeNs: frames.times(key),
      }
    },
    moves: async ({ run, range }) => tables().decisions.moves(keyOf(run), range),
    block: async ({ run, range }) => tables().decisions.block(keyOf(run), range),
    outcomes: async ({ run, range }) => tables().outcomes.of(keyOf(run), range.first, range.rows),
    async column({ run, column }) {
      const { runs, frames } = tables()
      const { key, record } = runs.find(run)
      return frames.column(key, column, record.spec.columns.length, 0, Infinity)
    },
    mapIndex: async ({ run, map }) => tables().maps.index(keyOf(run), map),
    writes: async ({ run, map, first }) => tables().maps.writesFrom(keyOf(run), map, first),
    keyframe: async ({ run, map, frame }) => ({
      map,
      frame,
      packed: tables().maps.packed(keyOf(run), map, frame),
    }),
  }
}
