import type { RunComparison } from '../../../shared/contract/comparing.ts'
import { planDifferences } from '../../../shared/documents/comparing/plan-differences.ts'
import type { ParamInfo, ParamValue, PartInfo } from '../../../shared/documents/part.ts'
import { partOfPlan, type RunPlan } from '../../../shared/documents/plan.ts'
import type { Metric, MetricInfo, RunRecord } from '../../../shared/documents/run.ts'
import { valueText } from '../../../shared/figures/column-text.ts'
import { metricDelta, metricInfoOf, metricText } from '../../../shared/figures/meaning.ts'
import { metricTitle } from '../metric-rows.ts'

/** A line of the setup table. */
export interface SetupRow {
  readonly path: string
  readonly title: string
  readonly a: string
  readonly b: string
  readonly differs: boolean
}

/** A line of the summary table; `verdict` where more or less of it is better. */
export interface SummaryRow {
  readonly name: string
  readonly title: string
  readonly a: string
  readonly b: string
  readonly delta: string
  readonly verdict: 'better' | 'worse' | undefined
  readonly differs: boolean
}

/** What differs between two plans, with the words and units of the parts' own declarations. */
export function setupRows(a: RunPlan, b: RunPlan, parts: readonly PartInfo[], all: boolean): SetupRow[] {
  const rows = planDifferences(a, b).differences.map((each) => rowOf(each.path, each.a, each.b, true))
  if (!all) return rows
  const equal = ['machine', 'workload', 'policy', 'mechanism'].flatMap((section) => {
    const [inA, inB] = [partOfPlan(a, section), partOfPlan(b, section)]
    return Object.entries(inA?.values ?? {})
      .filter(([name, value]) => JSON.stringify(inB?.values[name]) === JSON.stringify(value))
      .map(([name, value]) => rowOf(`${section}.${name}`, value, value, false))
  })
  return [...rows, ...equal]

  function rowOf(path: string, inA: ParamValue | undefined, inB: ParamValue | undefined, differs: boolean): SetupRow {
    const param = paramOf(path, a) ?? paramOf(path, b)
    const when = /^schedule@([^.]+(?:\.\d+)?s)\./.exec(path)?.[1]
    const title = param ? `${param.label}${when ? `, from ${when}` : ''}` : path
    return { path, title, a: paramText(inA, param), b: paramText(inB, param), differs }
  } // prettier-ignore

  function paramOf(path: string, plan: RunPlan): ParamInfo | undefined {
    const [, section, name] = /^(?:schedule@.*s\.)?(\w+)\.(\w+)$/.exec(path) ?? []
    if (section === undefined) return undefined
    const kind = partOfPlan(plan, section)?.kind
    return parts.find(({ family, id }) => family === section && id === kind)?.params.find((p) => p.name === name)
  } // prettier-ignore
}

function paramText(value: ParamValue | undefined, param: ParamInfo | undefined): string {
  if (value === undefined) return '–'
  if (typeof value === 'number' && param && 'unit' in param) return valueText(value, param.unit)
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return typeof value === 'string' ? value : JSON.stringify(value)
}

export function summaryRows(
  a: RunRecord,
  b: RunRecord,
  { summary }: Pick<RunComparison, 'summary'>,
  metrics: readonly MetricInfo[],
  all: boolean,
): SummaryRow[] {
  const differing = new Set(summary.differences.map(({ name }) => name))
  const names = new Set([...Object.keys(a.summary), ...Object.keys(b.summary)])
  return [...names]
    .filter((name) => all || differing.has(name))
    .map((name) => {
      const spec = a.summary[name] ? a.spec : b.spec
      const info = metricInfoOf(metrics, name)
      return summaryRow(name, metricTitle(name, info, spec), a.summary[name], b.summary[name], info)
    })
}

function summaryRow(
  name: string,
  title: string,
  a: Metric | undefined,
  b: Metric | undefined,
  info: MetricInfo | undefined,
): SummaryRow {
  const text = (metric: Metric | undefined) => (metric ? metricText(metric, info) : '–')
  const delta = a && b ? b.value - a.value : NaN
  const differs = !(delta === 0)
  const worse = info?.better === 'more' ? delta < 0 : delta > 0
  return {
    name,
    title,
    a: text(a),
    b: text(b),
    delta: a && b ? metricDelta(a, b, info) : '–',
    verdict: info?.better === undefined || !differs || Number.isNaN(delta) ? undefined : worse ? 'worse' : 'better',
    differs,
  } // prettier-ignore
}
