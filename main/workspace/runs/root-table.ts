import { nextRoot, rootAtFrame } from '../../history/root-at.ts'
import type { RootChange } from '../../../shared/documents/recorded.ts'
import type { Database, Row } from '../database.ts'
import { fromStored, toStored } from '../stored-json.ts'

/** Changes from one stored whole root to the next, so that no root needs more patches than these. */
const changesPerWhole = 64

/** Roots of runs, as patches; every so often one that replaces the whole. */
export interface RootTable {
  append(run: number, changes: readonly RootChange[]): void
  at(run: number, frame: number): object
  /** Drops what is remembered of the runs: one was removed, or an append was rolled back. */
  forget(): void
}

interface Tail {
  root: object
  changes: number
}

export function createRootTable(database: Database): RootTable {
  const tails = new Map<number, Tail>()

  /** From the last whole root up to `frame`. */
  function upTo(run: number, frame: number): RootChange[] {
    const rows = database.all(
      `SELECT frame, json FROM root_changes WHERE run = ?1 AND frame <= ?2 AND frame >=
        (SELECT max(frame) FROM root_changes WHERE run = ?1 AND frame <= ?2 AND whole = 1) ORDER BY frame`,
      ...[run, frame],
    )
    return rows.map(changeOf)
  }

  function tailOf(run: number): Tail {
    let tail = tails.get(run)
    if (tail === undefined) {
      const changes = upTo(run, Number.MAX_SAFE_INTEGER)
      tail = { root: rootAtFrame(changes, Infinity), changes: changes.length }
      tails.set(run, tail)
    }
    return tail
  }

  return {
    append(run, changes) {
      if (changes.length === 0) return
      const tail = tailOf(run)
      for (const change of changes) {
        tail.root = nextRoot(tail.root, change)
        const whole = tail.changes === 0 || tail.changes >= changesPerWhole
        tail.changes = whole ? 1 : tail.changes + 1
        const patches = whole ? [{ op: 'replace', path: [], value: tail.root }] : change.patches
        database.run(
          'INSERT INTO root_changes (run, frame, whole, json) VALUES (?, ?, ?, ?)',
          ...[run, change.frame, whole ? 1 : 0, toStored(patches)],
        )
      }
    },

    at: (run, frame) => rootAtFrame(upTo(run, frame), frame),
    forget: () => tails.clear(),
  }
}

function changeOf(row: Row): RootChange {
  return { frame: Number(row['frame']), patches: fromStored<RootChange['patches']>(row['json']) }
}
