import type { MatrixHistory } from '../../history/fold-matrix.ts'
import type { MatrixChunk } from '../../../shared/documents/recorded.ts'
import { concatFloat64, joinColumns, readColumns } from './column-bytes.ts'
import type { Database } from '../database.ts'

/** Columns of the matrices of runs, in the blocks in which they arrived. */
export interface MatrixTable {
  append(run: number, chunks: readonly MatrixChunk[]): void
  read(run: number, matrix: number, bins: number): MatrixHistory
}

export function createMatrixTable(database: Database): MatrixTable {
  return {
    append(run, chunks) {
      for (const { matrix, first, untilNs, values } of chunks) {
        if (untilNs.length === 0) continue
        database.run(
          'INSERT INTO matrix_blocks (run, matrix, first, columns, until_ns, data) VALUES (?, ?, ?, ?, ?, ?)',
          ...[run, matrix, first, untilNs.length, joinColumns([untilNs]), joinColumns([values])],
        )
      }
    },

    read(run, matrix, bins) {
      const rows = database.all(
        'SELECT columns, until_ns, data FROM matrix_blocks WHERE run = ? AND matrix = ? ORDER BY first',
        ...[run, matrix],
      )
      const untilNs = concatFloat64(
        rows.map((row) => readColumns(row['until_ns']).float64(Number(row['columns']))),
      )
      const values = new Float32Array(untilNs.length * bins)
      let offset = 0
      for (const row of rows) {
        const part = readColumns(row['data']).float32(Number(row['columns']) * bins)
        values.set(part, offset)
        offset += part.length
      }
      return { bins, untilNs, values }
    },
  }
}
