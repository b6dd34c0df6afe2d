import type { Database } from '../database.ts'
import { createDecisionFinder, type DecisionFinder } from './decision-finder.ts'
import { createDecisionTable, type DecisionTable } from './decision-table.ts'
import { createFrameTable, type FrameTable } from './frame-table.ts'
import { createMapSeeker, type MapSeeker } from './map-seeker.ts'
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
  readonly finder: DecisionFinder
  readonly seeker: MapSeeker
  /** Drops what is remembered of runs: one was removed, or an append was rolled back. */
  forget(): void
}

export function createRunTables(database: Database): RunTables {
  const maps = createMapTable(database)
  const decisions = createDecisionTable(database)
  const outcomes = createOutcomeTable(database)
  const roots = createRootTable(database)
  const finder = createDecisionFinder(decisions, outcomes)
  const seeker = createMapSeeker(maps)
  return {
    runs: createRunTable(database),
    frames: createFrameTable(database),
    maps,
    matrices: createMatrixTable(database),
    decisions,
    outcomes,
    roots,
    finder,
    seeker,
    forget() {
      roots.forget()
      finder.forget()
      seeker.forget()
    },
  }
}
