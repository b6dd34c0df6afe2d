import type { Database } from '../database.ts'
import { createDecisionTable, type DecisionTable } from './decision-table.ts'
import { createFrameTable, type FrameTable } from './frame-table.ts'
import { createMapTable, type MapTable } from './map-table.ts'
import { createMatrixTable, type MatrixTable } from './matrix-table.ts'
import { createOutcomeTable, type OutcomeTable } from './outcome-table.ts'
import { createRootTable, type RootTable } from './root-table.ts'
import { createRunTable, type RunTable } from './run-table.ts'

/** All that a workspace holds of its runs. */
export interface RunTables {
  readonly runs: RunTable
  readonly frames: FrameTable
  readonly maps: MapTable
  readonly matrices: MatrixTable
  readonly decisions: DecisionTable
  readonly outcomes: OutcomeTable
  readonly roots: RootTable
}

export function createRunTables(database: Database): RunTables {
  return {
    runs: createRunTable(database),
    frames: createFrameTable(database),
    maps: createMapTable(database),
    matrices: createMatrixTable(database),
    decisions: createDecisionTable(database),
    outcomes: createOutcomeTable(database),
    roots: createRootTable(database),
  }
}
