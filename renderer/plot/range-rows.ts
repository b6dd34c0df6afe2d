import type { RangeStats } from '../../shared/contract/run-queries.ts'
import type { RecordingSpec } from '../../shared/documents/recorded.ts'
import type { ColumnRole, ColumnSpec, TrackSpec } from '../../shared/documents/series.ts'
import { columnText, shortText, shownUnit, valueText } from '../../shared/figures/column-text.ts'
import { trackColumns } from '../../shared/figures/track-data.ts'
import { formatNumber } from '../../shared/units/format.ts'

/** One column over the range A to B, as the panel writes it. */
export interface RangeRow {
  readonly name: string
  readonly title: string
  readonly role: ColumnRole | undefined
  /** Of counts the sum, of the rest the mean. */
  readonly value: string
  /** The mean against the whole run's: points of a share, else per cent. */
  readonly delta: string
  /** Mean, least and most, and how it ended, in a sentence. */
  readonly spread: string
}

interface Facts {
  readonly columns: readonly string[]
  readonly stats: RangeStats
  readonly whole: RangeStats
}

/** The columns of one track; a track of one column needs no name besides. */
export interface RangeGroup {
  readonly title: string | undefined
  readonly rows: readonly RangeRow[]
}

export function rangeGroups(facts: Facts, spec: RecordingSpec, tracks: readonly TrackSpec[]): RangeGroup[] {
  const told = new Set<string>()
  return tracks.flatMap((track) => {
    const columns = trackColumns(track, spec.columns).filter(
      ({ name }) => facts.columns.includes(name) && !told.has(name),
    )
    for (const { name } of columns) told.add(name)
    const rows = columns.map((column) => ({
      ...rowOf(column, facts, facts.columns.indexOf(column.name)),
      title: columns.length === 1 ? track.title : column.title,
    }))
    return rows.length === 0 ? [] : [{ title: rows.length === 1 ? undefined : track.title, rows }]
  })
}

function rowOf(column: ColumnSpec, { stats, whole }: Facts, place: number): Omit<RangeRow, 'title'> {
  const text = (value: number) => columnText(column, value)
  const total = stats.total[place]
  const isCount = !Number.isNaN(total)
  const ended =
    column.fold === 'last' ? `; ${text(stats.before[place])} at A, ${text(stats.last[place])} at B` : ''
  return {
    name: column.name,
    role: column.role,
    value: isCount ? valueText(total, column.unit) : shortText(stats.mean[place], shownUnit(column)),
    delta: deltaText(column, stats.mean[place], whole.mean[place]),
    spread: `mean ${text(stats.mean[place])}, from ${text(stats.min[place])} to ${text(stats.max[place])}${ended}`,
  }
}

function deltaText(column: ColumnSpec, here: number, run: number): string {
  if (!Number.isFinite(here) || !Number.isFinite(run)) return '–'
  const isShare = column.unit === 'share'
  const delta = isShare
    ? (here - run) * 100
    : run === 0
      ? here === 0
        ? 0
        : Infinity
      : (here / run - 1) * 100
  if (!Number.isFinite(delta)) return 'only here'
  if (Math.abs(delta) < 0.05) return '='
  const digits = Math.abs(delta) < 10 ? 2 : 3
  return `${delta > 0 ? '+' : ''}${formatNumber(delta, digits)}${isShare ? ' pp' : '\u202f%'}`
}
