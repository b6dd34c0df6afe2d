import type { ColumnSpec, TrackSpec } from '../../../shared/documents/series.ts'

/** A column by itself, with the name of its track where its own says too little ("DRAM 0" of access shares). */
export function laneTitle(column: ColumnSpec, tracks: readonly TrackSpec[]): string {
  const track = tracks.find(({ columns }) => columns.includes(column.name))
  if (!track || track.columns.length < 2) return track?.title ?? column.title
  const of = track.title.toLowerCase()
  return column.title.toLowerCase() === of ? track.title : `${column.title} · ${of}`
}
