/**
 * A number for each page, zero at first: `words[(page << shift) + first]`. Whoever asks for one need not know whether
 * it lies in the pages' records or in a column of its own.
 */
export interface PageWords {
  readonly words: Int32Array
  readonly shift: number
  readonly first: number
}

/** The same for a single: `singles[(page << shift) + first]`. */
export interface PageSingles {
  readonly singles: Float32Array
  readonly shift: number
  readonly first: number
}

/** The same for a double: `doubles[(page << shift) + first]`. */
export interface PageDoubles {
  readonly doubles: Float64Array
  readonly shift: number
  readonly first: number
}

/**
 * One record of 64 bytes for each page, a line of the cache: what is handled together lies together, so that a fault, a
 * visit or a move waits for memory once and not once for each of its numbers. Components take the words they need while
 * they are made; when the record is full they are given columns of their own, which are slower and otherwise the same.
 */
export interface PageRecords {
  takeWords(): PageWords
  takeSingles(): PageSingles
  takeDoubles(): PageDoubles
  /**
   * The pages' lines as words, `lines[page << lineShift]` being the first of each. Reading one long before it is needed
   * has it fetched meanwhile; what is read is of no meaning.
   */
  readonly lines: Int32Array
}

/** Words of a line, as a power of two. */
export const lineShift = 4

const lineBytes = 64
/** Large buffers begin this many bytes behind the start of a line, for the allocator keeps its books there. */
const bookBytes = 16

export function createPageRecords(pageCount: number): PageRecords {
  const buffer = new ArrayBuffer(pageCount * lineBytes + lineBytes)
  const start = lineBytes - bookBytes
  const lines = new Int32Array(buffer, start, pageCount << lineShift)
  const singles = new Float32Array(buffer, start, pageCount << lineShift)
  const doubles = new Float64Array(buffer, start, pageCount << (lineShift - 1))
  const wordsOfLine = 1 << lineShift
  let words = 0
  let wordsFromEnd = 0

  /** Words are taken from the front and doubles from the back. */
  const room = (wanted: number) => words + wordsFromEnd + wanted <= wordsOfLine

  return {
    lines,
    takeWords: () =>
      room(1) ? { words: lines, shift: lineShift, first: words++ } : createPageWords(pageCount),
    takeSingles: () =>
      room(1)
        ? { singles, shift: lineShift, first: words++ }
        : { singles: new Float32Array(pageCount), shift: 0, first: 0 },
    takeDoubles() {
      if (!room(2)) return { doubles: new Float64Array(pageCount), shift: 0, first: 0 }
      wordsFromEnd += 2
      return { doubles, shift: lineShift - 1, first: (wordsOfLine - wordsFromEnd) >> 1 }
    },
  }
}

/** A column of its own, for those who have no records to take words from. */
export function createPageWords(pageCount: number): PageWords {
  return { words: new Int32Array(pageCount), shift: 0, first: 0 }
}
