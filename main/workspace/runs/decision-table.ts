import { assert } from '../../../shared/base/assert.ts'
import type { DecisionColumns } from '../../../shared/documents/decision.ts'
import {
  rangeOf,
  rowsPerBlock,
  type DecisionRange,
  type SearchedColumns,
} from '../../history/decision-search.ts'
import { cutDecisions, joinDecisions } from '../../../shared/documents/comparing/decision-columns.ts'
import {
  readDecisions,
  readMoves,
  readSearched,
  restBytes,
  restBytesBeforeEnds,
  searchedBytes,
} from './decision-bytes.ts'
import type { MoveColumns } from '../../history/diff/decision-source.ts'
import type { Database, Row } from '../database.ts'

/**
 * The decision logs of runs, in canonical blocks of 64 Ki rows with their ranges of time and page. The rows after the
 * last full block are kept as they arrived, as shorter blocks, until they fill one.
 */
export interface DecisionTable {
  append(run: number, decisions: DecisionColumns): void
  ranges(run: number): DecisionRange[]
  /** The rows of a range, also after what arrived since was joined with them into larger blocks. */
  searched(run: number, range: DecisionRange): SearchedColumns
  /** Without the numbers and the cost: what two runs are matched by. */
  moves(run: number, range: DecisionRange): MoveColumns
  block(run: number, range: DecisionRange): DecisionColumns
}

export function createDecisionTable(database: Database): DecisionTable {
  function put(run: number, first: number, block: DecisionColumns): void {
    if (block.rows === 0) return
    const range = rangeOf(first, block)
    database.run(
      'INSERT INTO decision_blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
      ...[run, first, block.rows, range.earliestNs, range.latestNs, range.lowestPage, range.highestPage],
      ...[range.reasonBits, searchedBytes(block), restBytes(block)],
    )
  }

  function ranges(run: number, from: number): DecisionRange[] {
    const rows = database.all(
      `SELECT first, decisions, earliest_ns, latest_ns, lowest_page, highest_page, reason_bits
       FROM decision_blocks WHERE run = ? AND first >= ? ORDER BY first`,
      ...[run, from],
    )
    return rows.map(rangeFrom)
  }

  function block(run: number, range: DecisionRange): DecisionColumns {
    const row = database.first(
      'SELECT searched, rest FROM decision_blocks WHERE run = ? AND first = ? AND decisions = ?',
      ...[run, range.first, range.rows],
    )
    return row ? readDecisions(row['searched'], row['rest'], range.rows) : regrouped(run, range)
  }

  /** Rows of a range whose block was joined with others since the range was read. */
  function regrouped(run: number, { first, rows }: DecisionRange): DecisionColumns {
    const holders = database.all(
      `SELECT first, decisions, searched, rest FROM decision_blocks
       WHERE run = ? AND first < ? AND first + decisions > ? ORDER BY first`,
      ...[run, first + rows, first],
    )
    const parts = holders.map((row) => {
      const start = Number(row['first'])
      const held = Number(row['decisions'])
      const whole = readDecisions(row['searched'], row['rest'], held)
      return cutDecisions(whole, Math.max(0, first - start), Math.min(held, first + rows - start))
    })
    const joined = joinDecisions(parts)
    assert(joined.rows === rows, 'decisions are appended and never taken away')
    return joined
  }

  /** Where the decisions that no full block holds begin. */
  function tailStart(run: number): number {
    const row = database.first(
      'SELECT max(first) AS first FROM decision_blocks WHERE run = ? AND decisions = ?',
      ...[run, rowsPerBlock],
    )
    return row?.['first'] == null ? 0 : Number(row['first']) + rowsPerBlock
  }

  return {
    append(run, decisions) {
      if (decisions.rows === 0) return
      const start = tailStart(run)
      const tail = ranges(run, start)
      const stored = tail.reduce((sum, piece) => sum + piece.rows, 0)
      if (stored + decisions.rows < rowsPerBlock) {
        put(run, start + stored, decisions)
        return
      }
      const all = joinDecisions([...tail.map((piece) => block(run, piece)), decisions])
      database.run('DELETE FROM decision_blocks WHERE run = ? AND first >= ?', run, start)
      for (let at = 0; at < all.rows; at += rowsPerBlock)
        put(run, start + at, cutDecisions(all, at, Math.min(all.rows, at + rowsPerBlock)))
    },

    ranges: (run) => ranges(run, 0),

    searched(run, range) {
      const row = database.first(
        'SELECT searched FROM decision_blocks WHERE run = ? AND first = ? AND decisions = ?',
        ...[run, range.first, range.rows],
      )
      return row ? readSearched(row['searched'], range.rows) : regrouped(run, range)
    },

    moves(run, range) {
      const row = database.first(
        'SELECT searched, substr(rest, ?) AS ends FROM decision_blocks WHERE run = ? AND first = ?',
        ...[1 + restBytesBeforeEnds(range.rows), run, range.first],
      )
      return readMoves(row?.['searched'], row?.['ends'], range.rows)
    },

    block,
  }
}

function rangeFrom(row: Row): DecisionRange {
  return {
    first: Number(row['first']),
    rows: Number(row['decisions']),
    earliestNs: Number(row['earliest_ns']),
    latestNs: Number(row['latest_ns']),
    lowestPage: Number(row['lowest_page']),
    highestPage: Number(row['highest_page']),
    reasonBits: Number(row['reason_bits']),
  }
}
