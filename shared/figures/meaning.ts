import { formatNumber, formatQuantity } from '../units/format.ts'
import { unitOf } from '../units/unit.ts'
import type { Metric, MetricInfo, MetricKind } from '../documents/run.ts'
import type { ColumnSpec, Fold, TrackSpec } from '../documents/series.ts'

/** What a figure means, as rows of a card: shown on hover and focus, in the palette and in a terminal. */
export interface Meaning {
  readonly title: string
  readonly about: string
  readonly rows: readonly (readonly [term: string, text: string])[]
}

const kindWords: Record<MetricKind, string> = {
  total: 'cumulative: summed over the whole run',
  mean: 'averaged over the whole run',
  ratio: 'of totals over the whole run',
  last: 'as it stands at the end of the run',
}

const foldWords: Record<Fold, string> = {
  sum: 'per frame: summed over its epochs, minimum and maximum kept',
  mean: 'per frame: averaged by time over its epochs, minimum and maximum kept',
  last: 'state: as it stands at the end of the frame',
}

export function metricKindWords(kind: MetricKind): string {
  return kindWords[kind]
}

export function meaningOfMetric(info: MetricInfo): Meaning {
  return {
    title: info.title,
    about: info.about,
    rows: [
      ['unit', info.shownAs === 'factor' ? '× (a factor)' : unitWords(info.unit)],
      ['formula', info.formula],
      ['counts', kindWords[info.kind]],
      ...(info.counter === undefined ? [] : [['kernel’s name', info.counter] as const]),
      ['source', info.source],
      ['written as', info.name],
    ],
  }
}

/** Recordings of older versions have no formula and no source; then the card says so. */
export function meaningOfTrack(track: TrackSpec, columns: readonly ColumnSpec[]): Meaning {
  const folds = [...new Set(columns.map((column) => foldOf(column)))]
  const counters = columns.flatMap((column) => column.counter ?? [])
  return {
    title: track.title,
    about: track.about,
    rows: [
      ['unit', unitWords(track.unit)],
      ['formula', recorded(track.formula)],
      ['counts', folds.join('; ')],
      ...(counters.length === 0 ? [] : [['kernel’s names', counters.join(', ')] as const]),
      ['source', recorded(track.source)],
    ],
  }
}

export function meaningOfColumn(column: ColumnSpec, track: TrackSpec): Meaning {
  return {
    title: `${track.title}: ${column.title}`,
    about: column.about,
    rows: [
      ['unit', unitWords(track.unit)],
      ['formula', recorded(column.formula ?? track.formula)],
      ['counts', foldOf(column)],
      ...(column.counter === undefined ? [] : [['kernel’s name', column.counter] as const]),
      ['source', recorded(track.source)],
      ['written as', column.name],
    ],
  }
}

/** The info of a summary's figure: metrics of many nodes are declared once, as `name.<node>`. */
export function metricInfoOf(metrics: readonly MetricInfo[], name: string): MetricInfo | undefined {
  const pattern = name.replace(/\.[^.]+$/, '.<node>')
  return metrics.find((known) => known.name === name) ?? metrics.find((known) => known.name === pattern)
}

/** A figure of a summary as people read it: a slowdown as a factor, `3.15 ×`, since 215 % of what is unclear. */
export function metricText(metric: Metric, info: MetricInfo | undefined, digits = 4): string {
  if (info?.shownAs !== 'factor') return formatQuantity(metric.value, metric.unit, digits)
  return `${formatNumber(1 + metric.value, digits)} ×`
}

/** By how much B differs: in percentage points for shares, as a difference of factors for these, else as a share of A. */
export function metricDelta(a: Metric, b: Metric, info: MetricInfo | undefined): string {
  const delta = b.value - a.value
  if (delta === 0) return '0'
  const sign = delta < 0 ? '−' : '+'
  if (info?.shownAs === 'factor') return `${sign}${formatQuantity(Math.abs(delta), 'none', 3)} ×`
  if (a.unit === 'share') return `${sign}${formatQuantity(Math.abs(delta) * 100, 'none', 3)} pp`
  if (a.value === 0) return `${sign}${formatQuantity(Math.abs(delta), a.unit)}`
  return `${sign}${formatQuantity(Math.abs(delta / a.value), 'share', 3)}`
}

function foldOf(column: ColumnSpec): string {
  return foldWords[column.fold] + (column.perSec ? ', shown per second' : '')
}

function recorded(text: string | undefined): string {
  return text ?? 'not recorded by the version that made this run'
}

function unitWords(unit: Parameters<typeof unitOf>[0]): string {
  if (unitOf(unit).scale === 'share') return 'share of a whole, shown in %'
  return unitOf(unit).symbol === '' ? 'a plain number' : unitOf(unit).symbol
}
