import type { TraceTable } from '../../../../shared/documents/traces/trace-info.ts'
import type { TraceOptions } from '../trace-parser.ts'
import { delimiters, findLayout, isNumber, likelyDelimiter, splitCells } from './csv-layout.ts'

const shownRows = 12
const shownColumns = 64

/** The first lines in columns, for choosing among them. Reads as much as the parser would, and refuses nothing. */
export function tableOf(head: Uint8Array, options: TraceOptions): TraceTable {
  const text = new TextDecoder().decode(head)
  const lines = text
    .slice(0, head.length < 65_536 ? undefined : text.lastIndexOf('\n'))
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .slice(0, shownRows + 1)
  const mark = delimiters[options.delimiter] ?? likelyDelimiter(lines[0] ?? '')
  const rows = lines.map((line) => splitCells(line, mark).slice(0, shownColumns))
  const names = rows[0] ?? []
  const hasHeader = options.header === 'yes' || (options.header === 'auto' && !names.some(isNumber))
  const found = foundColumns(lines[0] ?? '', options)
  const named = Object.entries(delimiters).find(([, byte]) => byte === mark)
  return {
    delimiter: (named?.[0] ?? ',') as TraceTable['delimiter'],
    hasHeader,
    names: hasHeader ? names : [],
    columns: Math.max(0, ...rows.map((row) => row.length)),
    rows: rows.slice(hasHeader ? 1 : 0, (hasHeader ? 1 : 0) + shownRows),
    ...(found && { found }),
  }
}

/** Nothing where the reader would refuse. */
function foundColumns(firstLine: string, options: TraceOptions): TraceTable['found'] {
  const refused = new Error('refused')
  const refuse = () => {
    throw refused
  }
  try {
    const { idColumn, isAddress, opColumn, sizeColumn } = findLayout(firstLine, options, refuse)
    return {
      [isAddress ? 'address' : 'id']: idColumn,
      ...(opColumn >= 0 && { op: opColumn }),
      ...(sizeColumn >= 0 && { size: sizeColumn }),
    }
  } catch (thrown) {
    if (thrown !== refused) throw thrown
    return undefined
  }
}
