import type { RowPage } from '../../../shared/documents/comparing/decision-rows.ts'
import { createLentMemory, firstByte, type Piece } from './lent-memory.ts'

/** Rows of equally many doubles, in pages of lent memory. */
export interface RowPages {
  readonly rowsPerPage: number
  /** The page to be filled. */
  readonly page: Float64Array
  /** The page is full. Returns the next. */
  turn(): Float64Array
  /** The full pages since the last drain, and a copy of the first `rows` rows of the one to be filled. */
  drain(rows: number): RowPage[]
}

const rowsPerPage = 4096

export function createRowPages(doublesPerRow: number): RowPages {
  const memory = createLentMemory()
  const pageBytes = rowsPerPage * doublesPerRow * Float64Array.BYTES_PER_ELEMENT
  let full: RowPage[] = []
  let piece = memory.take(pageBytes)
  let page = pageOf(piece)

  function pageOf({ buffer }: Piece): Float64Array {
    return new Float64Array(buffer, firstByte, rowsPerPage * doublesPerRow)
  }

  return {
    rowsPerPage,
    get page() {
      return page
    },
    turn() {
      memory.lend(piece)
      full.push({ rows: rowsPerPage, doubles: page, lent: piece.lent })
      piece = memory.take(pageBytes)
      page = pageOf(piece)
      return page
    },
    drain(rows) {
      const drained = full
      full = []
      if (rows > 0) drained.push({ rows, doubles: page.slice(0, rows * doublesPerRow) })
      return drained
    },
  }
}
