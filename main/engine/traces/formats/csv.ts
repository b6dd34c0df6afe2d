import { quote } from '../../../../shared/base/text.ts'
import {
  opModify,
  opRead,
  opWordsShown,
  opWrite,
  readNumber,
  readOp,
  readPlainNumber,
  type NumberFault,
} from './csv-cells.ts'
import { checkColumns, findLayout, type CsvLayout } from './csv-layout.ts'
import { LineBlocks, lineLimit } from '../line-blocks.ts'
import { PageRun, pageShiftOf } from '../page-run.ts'
import {
  TraceError, type ParsedBatch, type TraceFormat, type TraceHead, type TraceOptions, type TraceParser,
} from '../trace-parser.ts' // prettier-ignore

/**
 * One access a line, in columns: an object id or a byte address, and if there are columns for them the operation and
 * the size. Blank lines and lines that begin with "#" are skipped.
 */
export const csv: TraceFormat = {
  id: 'csv',
  title: 'CSV',
  ids: 'named by columns',
  sampled: false,
  recognises: looksLikeTable,
  createParser: createCsvParser,
}

const tab = 9
const lineFeed = 10
const carriageReturn = 13
const space = 32
const doubleQuote = 34
const hash = 35

/** One access to more than this is a mistake in a column. */
const sizeLimit = 1 << 30

function createCsvParser(options: TraceOptions): TraceParser {
  checkColumns(options, (fact, wayOut) => {
    throw new TraceError(fact, wayOut, undefined, 0)
  })
  const lines = new LineBlocks()
  const run = new PageRun()
  const shift = pageShiftOf(options.pageBytes)
  const number = { low: 0, high: 0 }
  /** Low and high half of the id of the line being read; typed, so that no id is ever boxed. */
  const id = new Uint32Array(2)
  let layout: CsvLayout | undefined
  let records = 0
  // The cells of the line being read.
  let op = opRead
  let size = 1

  /** Reads the wanted cells of the line at `start`; returns where its line feed is looked for. */
  function readCells(bytes: Uint8Array, start: number, place: CsvLayout): number {
    const { delimiter, idColumn, opColumn, sizeColumn, columns } = place
    const blanks = delimiter === space
    let at = start
    op = opRead
    size = 1
    for (let column = 0; ; column++) {
      while (bytes[at] === space || (bytes[at] === tab && delimiter !== tab)) at++
      if (column === idColumn && !blanks) {
        // What nearly all lines are; anything else goes the long way, and is read or refused there.
        const end = readPlainNumber(bytes, at, id)
        const stop = bytes[end]
        if (end > at && column + 1 === columns && (stop === delimiter || stop === lineFeed)) return end
        if (end > at && stop === delimiter) {
          at = end + 1
          continue
        }
      }
      let cellStart = at
      let cellEnd: number
      if (bytes[at] === doubleQuote) {
        cellStart = at + 1
        cellEnd = closingQuote(bytes, cellStart, start)
        at = cellEnd + 1
        while (bytes[at] === space || (bytes[at] === tab && delimiter !== tab)) at++
      } else {
        let byte = bytes[at]
        while (byte !== delimiter && byte !== lineFeed && (byte !== tab || !blanks)) byte = bytes[++at]
        cellEnd = at
        while (cellEnd > cellStart && isBlank(bytes[cellEnd - 1])) cellEnd--
      }
      if (column === idColumn) {
        const fault = readNumber(bytes, cellStart, cellEnd, number)
        if (fault !== undefined) failNumber(fault, bytes, cellStart, cellEnd, column, start)
        id[0] = number.low
        id[1] = number.high
      } else if (column === opColumn) {
        op = readOp(bytes, cellStart, cellEnd)
        if (op < 0) {
          const fact = `${cellText(bytes, cellStart, cellEnd)} in column ${column + 1} is no read or write`
          lines.fail(start, fact, `write ${opWordsShown}, or choose another column for it`)
        }
      } else if (column === sizeColumn) {
        const fault = readNumber(bytes, cellStart, cellEnd, number)
        if (fault !== undefined) failNumber(fault, bytes, cellStart, cellEnd, column, start)
        if (number.high !== 0 || number.low > sizeLimit) {
          const fact = `${cellText(bytes, cellStart, cellEnd)} in column ${column + 1} is more bytes than one access has`
          lines.fail(start, fact, `sizes are at most ${sizeLimit}; choose the column of sizes`)
        }
        size = number.low
      }
      if (column + 1 === columns) return at
      if (blanks) while (bytes[at] === space || bytes[at] === tab) at++
      if (bytes[at] === carriageReturn) at++
      if (bytes[at] === lineFeed) {
        const fact = `the line has ${column + 1} of the ${columns} columns that are needed`
        lines.fail(start, fact, 'check the delimiter and the columns, or mend the line')
      }
      if (bytes[at] === delimiter && !blanks) at++
      else if (!blanks)
        lines.fail(start, `something stands behind the quotes of column ${column + 1}`, 'mend the line')
    }
  }

  function closingQuote(bytes: Uint8Array, from: number, start: number): number {
    let at = from
    for (;;) {
      if (bytes[at] === lineFeed)
        lines.fail(start, 'a quote is not closed on its line', 'close it, or remove it')
      if (bytes[at] !== doubleQuote) at++
      else if (bytes[at + 1] === doubleQuote) at += 2
      else return at
    }
  }

  function failNumber(
    fault: NumberFault,
    bytes: Uint8Array,
    from: number,
    to: number,
    column: number,
    start: number,
  ): never {
    const fact = `${cellText(bytes, from, to)} in column ${column + 1} is ${fault}`
    return lines.fail(
      start,
      fact,
      'write decimal numbers or 0x and hexadecimal digits, below 2^64, or choose another column',
    )
  }

  /** The first line that says something; true if it is the header and was thereby read. */
  function beginWith(bytes: Uint8Array, start: number): boolean {
    const line = new TextDecoder().decode(bytes.subarray(start, bytes.indexOf(lineFeed, start)))
    layout = findLayout(line, options, (fact, wayOut) => lines.fail(start, fact, wayOut))
    return layout.hasHeader
  }

  function readLines(batch: ParsedBatch, from: number): number {
    const { bytes, until } = lines
    const room = batch.idLow.length
    let at = lines.at
    let n = from
    while (at < until && n < room) {
      const lineStart = at
      lines.line++
      if (lines.line === 1 && bytes[at] === 0xef && bytes[at + 1] === 0xbb && bytes[at + 2] === 0xbf) at += 3
      const start = at
      while (isBlank(bytes[at])) at++
      const isRecord = bytes[at] !== lineFeed && bytes[at] !== hash
      if (isRecord && !(layout === undefined && beginWith(bytes, start))) {
        const place = layout as CsvLayout
        at = readCells(bytes, start, place)
        records++
        n = take(batch, n, place.isAddress)
      }
      while (bytes[at] !== lineFeed) at++
      if (at - lineStart > lineLimit) lines.failLong(lineStart)
      at++
    }
    lines.at = at
    return n
  }

  /** Pages of a range of addresses; the one page of an object. */
  function take(batch: ParsedBatch, n: number, isAddress: boolean): number {
    let low = id[0]
    let high = id[1]
    let pages = 1
    if (isAddress) {
      if (size > 0) pages = (((low & ((1 << shift) - 1)) + size - 1) >>> shift) + 1
      low = ((low >>> shift) | (high << (32 - shift))) >>> 0
      high >>>= shift
    }
    if (pages > 1 || op === opModify) {
      run.begin(low, high, pages, op === opWrite ? 1 : 0, op === opModify)
      return run.drain(batch, n)
    }
    batch.idLow[n] = low
    batch.idHigh[n] = high
    batch.write[n] = op
    return n + 1
  }

  return {
    push: (bytes) => lines.push(bytes),
    end: () => lines.end(),
    read(batch) {
      let n = run.drain(batch, 0)
      while (n < batch.idLow.length) {
        if (lines.at < lines.until) n = readLines(batch, n)
        else if (!lines.advance()) break
      }
      return n
    },
    get records() {
      return records
    },
    get addressKind() {
      return layout === undefined ? undefined : layout.isAddress ? 'virtual' : 'object'
    },
  }
}

/** By its name, or by a first line of several columns or one number. */
function looksLikeTable({ text, fileName }: TraceHead): boolean {
  if (text === '') return false
  if (/\.(csv|tsv)(\.\w+)?$/i.test(fileName)) return true
  const line = text.split(/\r?\n/).find((candidate) => candidate.trim() !== '' && !candidate.startsWith('#'))
  return (
    line !== undefined &&
    /^[\x20-\x7e\t]+$/.test(line) &&
    /[,;\t ]|^(0x[0-9a-f]+|\d+)$/i.test(line) &&
    /\d/.test(text)
  )
}

function isBlank(byte: number): boolean {
  return byte === space || byte === tab || byte === carriageReturn
}

function cellText(bytes: Uint8Array, from: number, to: number): string {
  return quote(new TextDecoder().decode(bytes.subarray(from, Math.min(to, from + 100))))
}
