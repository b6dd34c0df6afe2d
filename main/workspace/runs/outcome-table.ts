import type { OutcomeColumns } from '../../../shared/documents/decision.ts'
import { rowsPerBlock } from '../../history/decision-search.ts'
import { outcomeBytes, readOutcomes } from './decision-bytes.ts'
import type { Database } from '../database.ts'

/** Pieces of one block, before they are made one. */
const mostPieces = 32

/** Of a decision without an outcome yet. */
export const openOutcome = 255

/** What came of decisions, filed by the block of 64 Ki decisions that they belong to. */
export interface OutcomeTable {
  append(run: number, outcomes: OutcomeColumns): void
  /** Outcomes of decisions `first` to `first + rows - 1`; kind 255 where none came yet. */
  of(run: number, first: number, rows: number): Outcomes
}

export interface Outcomes {
  readonly kind: Uint8Array
  readonly timeNs: Float64Array
  readonly savedNs: Float64Array
}

export function createOutcomeTable(database: Database): OutcomeTable {
  function pieces(run: number, block: number): OutcomeColumns[] {
    const rows = database.all(
      'SELECT outcomes, data FROM outcome_pieces WHERE run = ? AND block = ? ORDER BY piece',
      ...[run, block],
    )
    return rows.map((row) => readOutcomes(row['data'], Number(row['outcomes'])))
  }

  function put(run: number, block: number, piece: number, outcomes: OutcomeColumns): void {
    database.run(
      'INSERT INTO outcome_pieces (run, block, piece, outcomes, data) VALUES (?, ?, ?, ?, ?)',
      ...[run, block, piece, outcomes.rows, outcomeBytes(outcomes)],
    )
  }

  function add(run: number, block: number, outcomes: OutcomeColumns): void {
    const row = database.first(
      'SELECT count(*) AS pieces FROM outcome_pieces WHERE run = ? AND block = ?',
      ...[run, block],
    )
    const count = Number(row?.['pieces'])
    if (count < mostPieces) {
      put(run, block, count, outcomes)
      return
    }
    const all = joined([...pieces(run, block), outcomes])
    database.run('DELETE FROM outcome_pieces WHERE run = ? AND block = ?', run, block)
    put(run, block, 0, all)
  }

  return {
    append(run, outcomes) {
      const byBlock = new Map<number, number[]>()
      for (let i = 0; i < outcomes.rows; i++) {
        const block = Math.floor(outcomes.decision[i] / rowsPerBlock)
        const places = byBlock.get(block)
        if (places) places.push(i)
        else byBlock.set(block, [i])
      }
      for (const [block, places] of byBlock) add(run, block, picked(outcomes, places))
    },

    of(run, first, rows) {
      const kind = new Uint8Array(rows).fill(openOutcome)
      const timeNs = new Float64Array(rows)
      const savedNs = new Float64Array(rows)
      if (rows === 0) return { kind, timeNs, savedNs }
      const last = Math.floor((first + rows - 1) / rowsPerBlock)
      for (let block = Math.floor(first / rowsPerBlock); block <= last; block++)
        for (const piece of pieces(run, block))
          for (let i = 0; i < piece.rows; i++) {
            const row = piece.decision[i] - first
            if (row < 0 || row >= rows) continue
            kind[row] = piece.kind[i]
            timeNs[row] = piece.timeNs[i]
            savedNs[row] = piece.savedNs[i]
          }
      return { kind, timeNs, savedNs }
    },
  }
}

function picked(outcomes: OutcomeColumns, places: readonly number[]): OutcomeColumns {
  return {
    rows: places.length,
    decision: Float64Array.from(places, (i) => outcomes.decision[i]),
    timeNs: Float64Array.from(places, (i) => outcomes.timeNs[i]),
    kind: Uint8Array.from(places, (i) => outcomes.kind[i]),
    savedNs: Float64Array.from(places, (i) => outcomes.savedNs[i]),
  }
}

function joined(parts: readonly OutcomeColumns[]): OutcomeColumns {
  const places = parts.flatMap((part) => Array.from({ length: part.rows }, (_, i) => [part, i] as const))
  return {
    rows: places.length,
    decision: Float64Array.from(places, ([part, i]) => part.decision[i]),
    timeNs: Float64Array.from(places, ([part, i]) => part.timeNs[i]),
    kind: Uint8Array.from(places, ([part, i]) => part.kind[i]),
    savedNs: Float64Array.from(places, ([part, i]) => part.savedNs[i]),
  }
}
