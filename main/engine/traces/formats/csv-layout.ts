import { closest, quote } from '../../../../shared/base/text.ts'
import type { TraceOptions } from '../trace-parser.ts'

/** Where in a line of a CSV trace things stand. Columns count from 0; -1 is none. */
export interface CsvLayout {
  /** The byte between columns; a space stands for any run of blanks. */
  readonly delimiter: number
  readonly idColumn: number
  /** Ids are byte addresses, to be divided into pages; otherwise each id is one page. */
  readonly isAddress: boolean
  readonly opColumn: number
  readonly sizeColumn: number
  /** Columns that a line must have. */
  readonly columns: number
  readonly hasHeader: boolean
}

export type Refuse = (fact: string, wayOut: string) => never

export const delimiters: Readonly<Record<string, string>> = { ',': ',', ';': ';', tab: '\t', space: ' ' }

/** Names that columns usually have, for files about which nothing was said. */
const usualNames = {
  address: ['address', 'addr', 'vaddr', 'virtual_address', 'va', 'data_addr'],
  id: ['obj_id', 'object_id', 'objectid', 'object', 'obj', 'id', 'key', 'page', 'pfn', 'vpn', 'lba', 'block'],
  op: ['op', 'rw', 'r/w', 'operation', 'access', 'kind', 'type', 'write', 'is_write'],
  size: ['size', 'bytes', 'length', 'len'],
} // prettier-ignore

/** What can be told from the options alone. */
export function checkColumns(options: TraceOptions, refuse: Refuse): void {
  if (options.idColumn !== '' && options.addressColumn !== '') {
    refuse('both an object column and an address column are named', 'name one of the two')
  }
  if (options.idColumn !== '' && options.sizeColumn !== '') {
    refuse(
      'a size column counts only with an address column: an object is one page',
      'remove the size column',
    )
  }
}

/** The layout, from the options and the first line that is neither blank nor a comment. */
export function findLayout(firstLine: string, options: TraceOptions, refuse: Refuse): CsvLayout {
  const given = [options.idColumn, options.addressColumn, options.opColumn, options.sizeColumn].map((word) =>
    word.trim(),
  )
  const [idSpec = '', addressSpec = '', opSpec = '', sizeSpec = ''] = given
  const delimiter = delimiters[options.delimiter] ?? likelyDelimiter(firstLine)
  const cells = splitCells(firstLine, delimiter)
  const byName = given.find((spec) => spec !== '' && !isColumnNumber(spec))
  if (options.header === 'no' && byName !== undefined) {
    refuse(
      `the column ${quote(byName)} is named, but the file is said to have no header line`,
      'name it by number, from 1',
    )
  }
  const hasHeader =
    options.header === 'yes' || (options.header === 'auto' && (byName !== undefined || !cells.some(isNumber)))
  const names = hasHeader ? cells : []
  const find = (spec: string) => (spec === '' ? -1 : columnOf(spec, names, cells.length, refuse))
  const usual = (role: keyof typeof usualNames) =>
    names.findIndex((name) => usualNames[role].includes(name.toLowerCase()))

  let address = find(addressSpec)
  let id = find(idSpec)
  if (id < 0 && address < 0) {
    if (!hasHeader || cells.length === 1) id = 0
    else {
      address = usual('address')
      id = address < 0 ? usual('id') : -1
    }
    if (id < 0 && address < 0) {
      const fact = `none of the columns ${names.map(quote).join(', ')} is known to hold ids or addresses`
      refuse(fact, 'name the object column or the address column')
    }
  }
  const silent = given.every((spec) => spec === '')
  const opColumn = silent ? usual('op') : find(opSpec)
  const sizeColumn = silent ? (address < 0 ? -1 : usual('size')) : find(sizeSpec)
  if (sizeColumn >= 0 && address < 0)
    refuse('a size column counts only with an address column', 'name the address column')
  const idColumn = Math.max(id, address)
  const columns = Math.max(idColumn, opColumn, sizeColumn) + 1
  return {
    delimiter: delimiter.charCodeAt(0),
    idColumn,
    isAddress: address >= 0,
    opColumn,
    sizeColumn,
    columns,
    hasHeader,
  }
}

function isColumnNumber(spec: string): boolean {
  return /^[1-9]\d{0,3}$/.test(spec)
}

export function isNumber(cell: string): boolean {
  return /^(\d+(\.\d+)?|0x[0-9a-f]+)$/i.test(cell)
}

function columnOf(spec: string, names: readonly string[], columns: number, refuse: Refuse): number {
  const exact = names.indexOf(spec)
  if (exact >= 0) return exact
  if (isColumnNumber(spec)) {
    const column = Number(spec)
    if (column > columns)
      refuse(`there is no column ${column}: the first line has ${columns}`, 'check number and delimiter')
    return column - 1
  }
  const loose = names.findIndex((name) => name.toLowerCase() === spec.toLowerCase())
  if (loose >= 0) return loose
  const near = closest(spec, names)
  const known = `the columns are ${names.slice(0, 40).map(quote).join(', ')}`
  return refuse(
    `there is no column ${quote(spec)}`,
    near === undefined ? known : `did you mean ${quote(near)}? ${known}`,
  )
}

export function likelyDelimiter(line: string): string {
  const counted = [',', ';', '\t'].map((mark) => ({ mark, count: line.split(mark).length - 1 }))
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a))
  if (best.count > 0) return best.mark
  return /\S\s+\S/.test(line) ? ' ' : ','
}

/** Cells of a line without their quotes and the blanks around them. */
export function splitCells(line: string, delimiter: string): string[] {
  const text = line.replace(/[\r\n]+$/, '')
  if (delimiter === ' ') return text.trim().split(/[ \t]+/)
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (const letter of text) {
    if (letter === '"') quoted = !quoted
    if (letter === delimiter && !quoted) {
      cells.push(cell)
      cell = ''
    } else cell += letter
  }
  return [...cells, cell].map((raw) => {
    const trimmed = raw.trim()
    return /^".*"$/.test(trimmed) ? trimmed.slice(1, -1).replaceAll('""', '"') : trimmed
  })
}
