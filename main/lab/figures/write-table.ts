import { parquetWriteBuffer } from 'hyparquet-writer'
import type { ColumnSpec, SeriesTable } from '../../../shared/documents/series.ts'
import { shownUnit } from '../../../shared/figures/column-text.ts'

interface TableColumn {
  readonly name: string
  readonly data: Float64Array
}

/** Time, then value, minimum and maximum of each column, with the unit in the name; one row a frame. */
export function writeTable(
  columns: readonly ColumnSpec[],
  series: SeriesTable,
  format: 'csv' | 'parquet',
  recipe: string,
): Uint8Array {
  const all: TableColumn[] = [
    { name: 'time_ns', data: series.timeNs },
    ...columns.flatMap((column) => {
      const { value, min, max } = series.columns[column.name]
      const name = column.perSec ? `${column.name} [${shownUnit(column)}]` : `${column.name} [${column.unit}]`
      return [
        { name, data: value },
        { name: `${name} min`, data: min },
        { name: `${name} max`, data: max },
      ]
    }),
  ]
  return format === 'csv' ? csvOf(all) : parquetOf(all, recipe)
}

/** Numbers are the shortest text that reads back as the same number; what was not measured is empty. */
function csvOf(columns: readonly TableColumn[]): Uint8Array {
  const lines = [columns.map(({ name }) => name).join(',')]
  const rows = columns[0].data.length
  for (let row = 0; row < rows; row++) {
    lines.push(columns.map(({ data }) => (Number.isNaN(data[row]) ? '' : String(data[row]))).join(','))
  }
  return new TextEncoder().encode(`${lines.join('\n')}\n`)
}

function parquetOf(columns: readonly TableColumn[], recipe: string): Uint8Array {
  const columnData = columns.map(({ name, data }) => ({
    name,
    data,
    type: 'DOUBLE' as const,
    nullable: false,
  }))
  const kvMetadata = [{ key: 'tierlab', value: recipe }]
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata }))
}
