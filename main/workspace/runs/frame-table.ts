import { assert } from '../../../shared/base/assert.ts'
import type { FrameChunk } from '../../../shared/documents/recorded.ts'
import type { ColumnData } from '../../../shared/documents/series.ts'
import { concatFloat64, joinColumns, readColumns } from './column-bytes.ts'
import type { Database } from '../database.ts'

/** Frames of one canonical block. */
const framesPerBlock = 512

/**
 * The frames of runs. What arrives is kept as a piece (time, then value, min and max of every column); as soon as the
 * pieces fill a block of 512 frames they become canonical rows, one per column and block, so that reading one column
 * reads nothing else. Column -1 is time.
 */
export interface FrameTable {
  append(run: number, chunk: FrameChunk): void
  /** Ends of all frames. */
  times(run: number): Float64Array
  /** Frames `first` to `end - 1` of a column. */
  column(run: number, column: number, width: number, first: number, end: number): ColumnData
}

interface Piece extends ColumnData {
  readonly first: number
  readonly frames: number
}

export function createFrameTable(database: Database): FrameTable {
  function tail(run: number): { first: number; frames: number }[] {
    const rows = database.all('SELECT first, frames FROM frame_pieces WHERE run = ? ORDER BY first', run)
    return rows.map((row) => ({ first: Number(row['first']), frames: Number(row['frames']) }))
  }

  function blockEnd(run: number): number {
    const row = database.first(
      'SELECT max(first) AS first FROM series_blocks WHERE run = ? AND series = -1',
      run,
    )
    return row?.['first'] == null ? 0 : Number(row['first']) + framesPerBlock
  }

  function putPiece(run: number, first: number, columns: readonly Float64Array[]): void {
    const frames = columns[0].length
    if (frames === 0) return
    const data = joinColumns(columns)
    database.run(
      'INSERT INTO frame_pieces (run, first, frames, data) VALUES (?, ?, ?, ?)',
      run,
      first,
      frames,
      data,
    )
  }

  /** The pieces' columns, one after the other in time: time, then value, min, max of each column. */
  function pieces(run: number, width: number): Float64Array[] {
    const rows = database.all('SELECT frames, data FROM frame_pieces WHERE run = ? ORDER BY first', run)
    const parts = rows.map((row) => {
      const reader = readColumns(row['data'])
      return Array.from({ length: 1 + 3 * width }, () => reader.float64(Number(row['frames'])))
    })
    return Array.from({ length: 1 + 3 * width }, (_, c) => concatFloat64(parts.map((part) => part[c])))
  }

  function putBlock(run: number, first: number, columns: readonly Float64Array[], width: number): void {
    const put = (series: number, parts: readonly Float64Array[]) =>
      database.run(
        'INSERT INTO series_blocks (run, series, first, data) VALUES (?, ?, ?, ?)',
        ...[run, series, first, joinColumns(parts)],
      )
    put(-1, [columns[0]])
    for (let c = 0; c < width; c++) put(c, columns.slice(1 + 3 * c, 4 + 3 * c))
  }

  function settle(run: number, width: number): void {
    const all = pieces(run, width)
    const start = blockEnd(run)
    const frames = all[0].length
    const settled = frames - (frames % framesPerBlock)
    for (let at = 0; at < settled; at += framesPerBlock) {
      const block = all.map((column) => column.subarray(at, at + framesPerBlock))
      putBlock(run, start + at, block, width)
    }
    database.run('DELETE FROM frame_pieces WHERE run = ?', run)
    const rest = all.map((column) => column.subarray(settled))
    putPiece(run, start + settled, rest)
  }

  /** Reads the canonical blocks and pieces that overlap frames `first` to `end - 1` of a series. */
  function overlapping(run: number, series: number, width: number, first: number, end: number): Piece[] {
    const found: Piece[] = []
    const blocks = database.all(
      'SELECT first, data FROM series_blocks WHERE run = ? AND series = ? AND first > ? AND first < ? ORDER BY first',
      ...[run, series, first - framesPerBlock, end],
    )
    for (const row of blocks) {
      const reader = readColumns(row['data'])
      const value = reader.float64(framesPerBlock)
      const min = series < 0 ? value : reader.float64(framesPerBlock)
      const max = series < 0 ? value : reader.float64(framesPerBlock)
      found.push({ first: Number(row['first']), frames: framesPerBlock, value, min, max })
    }
    const rows = database.all(
      'SELECT first, frames, data FROM frame_pieces WHERE run = ? AND first < ? AND first + frames > ? ORDER BY first',
      ...[run, end, first],
    )
    for (const row of rows) {
      const frames = Number(row['frames'])
      const reader = readColumns(row['data'])
      assert(series < width, 'a run has the columns of its spec')
      if (series >= 0) reader.skip(8 * frames * (1 + 3 * series))
      const value = reader.float64(frames)
      const min = series < 0 ? value : reader.float64(frames)
      const max = series < 0 ? value : reader.float64(frames)
      found.push({ first: Number(row['first']), frames, value, min, max })
    }
    return found
  }

  function joined(parts: readonly Piece[], kind: keyof ColumnData, first: number, end: number): Float64Array {
    return concatFloat64(
      parts.map((part) =>
        part[kind].subarray(Math.max(0, first - part.first), Math.max(0, end - part.first)),
      ),
    )
  }

  return {
    append(run, chunk) {
      if (chunk.count === 0) return
      const before = tail(run)
      const last = before[before.length - 1]
      const stored = last ? last.first + last.frames : blockEnd(run)
      assert(chunk.first === stored, 'frames are appended in order')
      const columns = [chunk.timeNs]
      chunk.value.forEach((value, c) => columns.push(value, chunk.min[c], chunk.max[c]))
      putPiece(run, chunk.first, columns)
      const open = chunk.count + before.reduce((sum, piece) => sum + piece.frames, 0)
      if (open >= framesPerBlock) settle(run, chunk.value.length)
    },

    times(run) {
      return joined(overlapping(run, -1, 0, 0, Infinity), 'value', 0, Infinity)
    },

    column(run, column, width, first, end) {
      const parts = overlapping(run, column, width, first, end)
      return {
        value: joined(parts, 'value', first, end),
        min: joined(parts, 'min', first, end),
        max: joined(parts, 'max', first, end),
      }
    },
  }
}
