import type { SweepAxis } from '../../../shared/documents/experiment.ts'
import type { MetricInfo, RunRecord } from '../../../shared/documents/run.ts'
import { workingSetPages } from '../../../shared/documents/sweep.ts'
import { metricInfoOf, metricText } from '../../../shared/figures/meaning.ts'
import { tickText } from '../../../shared/figures/ticks.ts'
import { formatNumber, formatQuantity } from '../../../shared/units/format.ts'
import { parseQuantity } from '../../../shared/units/parse.ts'
import type { UnitId } from '../../../shared/units/unit.ts'
import type { SweepRow } from './sweep-rows.ts'

/** One figure of a sweep's finished points over the values of one axis, a curve for each combination of the others. */
export interface SweepCurves {
  readonly title: string
  /** Places of the values from left to right, ascending: the numbers themselves, or 0, 1, 2 … where they are words. */
  readonly at: readonly number[]
  /** Each value in full, and what stands below the plot. */
  readonly words: readonly string[]
  readonly ticks: readonly string[]
  /** By factors rather than by sums: the values span almost an order of magnitude. */
  readonly logarithmic: boolean
  readonly numeric: boolean
  readonly curves: readonly SweepCurve[]
  /** Combinations that are not drawn, for want of looks to tell them apart. */
  readonly left: number
  readonly tick: (value: number) => string
  readonly tickUnit: UnitId
}

export interface SweepCurve {
  readonly name: string
  /** One for each value of the axis; null where no run had it. */
  readonly values: readonly (number | null)[]
  readonly runs: readonly (RunRecord | undefined)[]
  readonly texts: readonly string[]
}

/** What is known of a swept field. */
export interface AxisInfo {
  readonly label: string
  readonly unit?: UnitId
}

export const mostCurves = 12

/** Undefined where no axis has two values yet, or no run has the figure. */
export function sweepCurves(
  axes: readonly SweepAxis[],
  rows: readonly SweepRow[],
  metric: string,
  metrics: readonly MetricInfo[],
  infoOf: (path: string) => AxisInfo,
): SweepCurves | undefined {
  const shown = rows.filter(({ run }) => Number.isFinite(run.summary[metric]?.value))
  const axis = widestAxis(axes, shown, infoOf)
  if (axis === undefined) return undefined
  const { label, unit } = infoOf(axes[axis.index].path)
  const info = metricInfoOf(metrics, metric)
  const offset = info?.shownAs === 'factor' ? 1 : 0
  const tickUnit = offset === 1 ? 'count' : shown[0].run.summary[metric].unit

  const groups = new Map<string, (SweepRow | undefined)[]>()
  for (const row of shown) {
    const name = nameOf(row, axes, axis.index, infoOf)
    const group = groups.get(name) ?? axis.values.map(() => undefined)
    group[axis.values.findIndex(({ text }) => text === row.settings[axis.index])] = row
    groups.set(name, group)
  }
  const ordered = axis.values.map((value, i) => ({ ...value, i })).sort((a, b) => a.at - b.at)
  const curves = [...groups].map(([name, group]) => {
    const inOrder = ordered.map(({ i }) => group[i])
    const metricAt = (row: SweepRow | undefined) => row?.run.summary[metric]
    return {
      name: name === '' ? (info?.title ?? metric) : name,
      values: inOrder.map((row) => (row ? metricAt(row)!.value + offset : null)),
      runs: inOrder.map((row) => row?.run),
      texts: inOrder.map((row) => (row ? metricText(metricAt(row)!, info) : '–')),
    }
  })
  const at = ordered.map((value) => value.at)
  return {
    title: label,
    at,
    words: ordered.map((value) => valueWords(value, axis.numeric, unit)),
    ticks: ordered.map((value) => tickWords(value, axis.numeric, unit)),
    numeric: axis.numeric,
    logarithmic: axis.numeric && at[0] > 0 && at.at(-1)! >= 8 * at[0],
    curves: curves.slice(0, mostCurves),
    left: Math.max(0, curves.length - mostCurves),
    tick: (value) => (offset === 1 ? `${formatNumber(value, 4)} ×` : tickText(value, tickUnit)),
    tickUnit,
  }
}

interface AxisValue {
  readonly text: string
  readonly at: number
  /** Of pages: how much of the working set they are. */
  readonly share?: number
}

interface ChosenAxis {
  readonly index: number
  readonly numeric: boolean
  readonly values: readonly AxisValue[]
}

/** The axis with the most numbers; without numbers, that with the most words. */
function widestAxis(
  axes: readonly SweepAxis[],
  rows: readonly SweepRow[],
  infoOf: (path: string) => AxisInfo,
): ChosenAxis | undefined {
  const all = axes.map(({ path }, index) => valuesOf(path, index, rows, infoOf(path)))
  const wide = all.filter(({ values }) => values.length > 1)
  return wide.sort((a, b) => Number(b.numeric) - Number(a.numeric) || b.values.length - a.values.length)[0]
}

function valuesOf(path: string, index: number, rows: readonly SweepRow[], { unit }: AxisInfo): ChosenAxis {
  const found = new Map<string, AxisValue>()
  for (const { settings, run } of rows) {
    const text = settings[index]
    const at = numberAt(run, path, text, unit)
    const share =
      unit === 'pages' && run.plan.study === 'tiering' ? at / workingSetPages(run.plan) : undefined
    if (!found.has(text)) found.set(text, { text, at, ...(share !== undefined && { share }) })
  }
  const values = [...found.values()]
  const numeric = values.every(({ at }) => Number.isFinite(at))
  return { index, numeric, values: numeric ? values : values.map((value, i) => ({ ...value, at: i })) }
}

/** As the plan has it, in the field's own unit; else as it is written. */
function numberAt(run: RunRecord, path: string, text: string, unit: UnitId | undefined): number {
  const [section = '', name = ''] = path.split('.')
  const part = (run.plan as unknown as Readonly<Record<string, { values?: Record<string, unknown> }>>)[
    section
  ]
  const planned = part?.values?.[name]
  if (typeof planned === 'number') return planned
  if (text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  const read = unit === undefined ? undefined : parseQuantity(text, unit)
  return read?.ok ? read.value : NaN
}

function nameOf(
  { settings }: SweepRow,
  axes: readonly SweepAxis[],
  without: number,
  infoOf: (path: string) => AxisInfo,
): string {
  const words = axes.flatMap(({ path }, i) => {
    if (i === without) return []
    const { label, unit } = infoOf(path)
    const isName = /^[^-+.\d]/.test(settings[i]) && !/^(true|false)$/.test(settings[i])
    return [isName ? settings[i] : `${label} ${settingText(settings[i], unit)}`]
  })
  return words.join(', ')
}

/** A value as it was set, with its unit where it was a bare number. */
export function settingText(text: string, unit: UnitId | undefined): string {
  const bare = text.trim() !== '' && Number.isFinite(Number(text))
  return bare && unit !== undefined ? formatQuantity(Number(text), unit, 6) : text
}

function valueWords({ at, text, share }: AxisValue, numeric: boolean, unit: UnitId | undefined): string {
  if (!numeric || unit === undefined) return text
  const words = formatQuantity(at, unit, 4)
  return share === undefined ? words : `${words}, ${formatQuantity(share, 'share', 3)} of the working set`
}

function tickWords({ at, text, share }: AxisValue, numeric: boolean, unit: UnitId | undefined): string {
  if (!numeric || unit === undefined) return text
  if (share === undefined) return formatQuantity(at, unit)
  return `${tickText(at, unit)}\n${formatQuantity(share, 'share', 2)}`
}
