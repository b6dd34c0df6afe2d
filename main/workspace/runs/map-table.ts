import { assert } from '../../../shared/base/assert.ts'
import type { Keyframe, MapWrites } from '../../../shared/documents/recorded.ts'
import { joinColumns, readColumns } from './column-bytes.ts'
import type { Database, Row } from '../database.ts'

/** Keyframes and map writes of runs. Writes are kept in the blocks in which they arrived. */
export interface MapTable {
  append(run: number, writes: readonly MapWrites[], keyframes: readonly Keyframe[]): void
  /** Both around a frame: the keyframes on either side of it, and all writes between them. */
  around(run: number, map: number, frame: number): { keyframes: Keyframe[]; writes: MapWrites[] }
  /** The stretch between two keyframes that holds a frame, without the keyframes' cells. */
  stretch(run: number, map: number, frame: number): MapStretch
  /** The cells of a keyframe. */
  packed(run: number, map: number, frame: number): Uint8Array
  /** First frames of the blocks of writes, and frames of the keyframes. */
  index(run: number, map: number): { blocks: number[]; keyframes: number[] }
  writesFrom(run: number, map: number, first: number): MapWrites
}

export interface MapStretch {
  /** Frames of the keyframes on either side; the later one may not be there yet. */
  readonly before: number
  readonly after: number | undefined
  readonly writes: readonly MapWrites[]
}

export function createMapTable(database: Database): MapTable {
  function keyframe(sql: string, run: number, map: number, frame: number): Keyframe[] {
    const row = database.first(
      `SELECT frame, packed FROM keyframes WHERE run = ? AND map = ? AND ${sql}`,
      run,
      map,
      frame,
    )
    return row
      ? [{ map, frame: Number(row['frame']), packed: readColumns(row['packed']).uint8(bytesOf(row)) }]
      : []
  }

  function writesOf(row: Row, map: number): MapWrites {
    const firstFrame = Number(row['first'])
    const writes = Number(row['writes'])
    const reader = readColumns(row['data'])
    return {
      map,
      firstFrame,
      perFrame: reader.uint32(Number(row['last']) - firstFrame + 1),
      cell: reader.uint32(writes),
      was: reader.uint8(writes),
      now: reader.uint8(writes),
    }
  }

  function writesBetween(run: number, map: number, from: number, to: number): MapWrites[] {
    // Blocks do not overlap, so the last one to begin at or before `from` is the only earlier one that may reach it.
    const rows = database.all(
      `SELECT first, last, writes, data FROM write_blocks WHERE run = ?1 AND map = ?2 AND first <= ?3 AND first >=
        coalesce((SELECT max(first) FROM write_blocks WHERE run = ?1 AND map = ?2 AND first <= ?4), ?4)
       ORDER BY first`,
      ...[run, map, to, from],
    )
    return rows.map((row) => writesOf(row, map))
  }

  return {
    append(run, writes, keyframes) {
      for (const { map, firstFrame, perFrame, cell, was, now } of writes) {
        if (cell.length === 0) continue
        database.run(
          'INSERT INTO write_blocks (run, map, first, last, writes, data) VALUES (?, ?, ?, ?, ?, ?)',
          ...[run, map, firstFrame, firstFrame + perFrame.length - 1, cell.length],
          joinColumns([perFrame, cell, was, now]),
        )
      }
      for (const { map, frame, packed } of keyframes)
        database.run(
          'INSERT INTO keyframes (run, map, frame, packed) VALUES (?, ?, ?, ?)',
          run,
          map,
          frame,
          packed.slice(),
        )
    },

    around(run, map, frame) {
      const before = keyframe('frame <= ? ORDER BY frame DESC LIMIT 1', run, map, frame)
      const after = keyframe('frame > ? ORDER BY frame LIMIT 1', run, map, frame)
      const keyframes = [...before, ...after]
      return { keyframes, writes: writesBetween(run, map, before[0]?.frame ?? 0, after[0]?.frame ?? frame) }
    },

    stretch(run, map, frame) {
      const row = database.first(
        `SELECT (SELECT max(frame) FROM keyframes WHERE run = ?1 AND map = ?2 AND frame <= ?3) AS before,
          (SELECT min(frame) FROM keyframes WHERE run = ?1 AND map = ?2 AND frame > ?3) AS after`,
        ...[run, map, frame],
      )
      const before = Number(row?.['before'] ?? 0)
      const after = row?.['after'] == null ? undefined : Number(row['after'])
      return { before, after, writes: writesBetween(run, map, before, after ?? Number.MAX_SAFE_INTEGER) }
    },

    packed(run, map, frame) {
      const [found] = keyframe('frame = ?', run, map, frame)
      assert(found !== undefined, 'a stretch begins at a stored keyframe')
      return found.packed
    },

    index(run, map) {
      const numbers = (sql: string) => database.all(sql, run, map).map((row) => Number(row['frame']))
      return {
        blocks: numbers('SELECT first AS frame FROM write_blocks WHERE run = ? AND map = ? ORDER BY first'),
        keyframes: numbers('SELECT frame FROM keyframes WHERE run = ? AND map = ? ORDER BY frame'),
      }
    },

    writesFrom(run, map, first) {
      const row = database.first(
        'SELECT first, last, writes, data FROM write_blocks WHERE run = ? AND map = ? AND first = ?',
        ...[run, map, first],
      )
      assert(row !== undefined, 'a block of the index is stored')
      return writesOf(row, map)
    },
  }
}

function bytesOf(row: Row): number {
  return row['packed'] instanceof Uint8Array ? row['packed'].byteLength : 0
}
