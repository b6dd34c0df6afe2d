import type { MetricInfo, RunSummary } from '../../shared/documents/run.ts'
import type { RecordingSpec } from '../../shared/documents/recorded.ts'
import { meaningOfMetric, metricInfoOf, metricText, type Meaning } from '../../shared/figures/meaning.ts'

/** One figure of a run's summary with its words. */
export interface MetricRow {
  readonly name: string
  readonly title: string
  readonly meaning: Meaning
  readonly text: string
}

/** Metrics of many nodes are declared once, as `name.<node>`; each is told apart by its column's title. */
export function metricRows(
  summary: RunSummary,
  metrics: readonly MetricInfo[],
  spec: RecordingSpec,
): MetricRow[] {
  return Object.entries(summary).map(([name, metric]) => {
    const info = metricInfoOf(metrics, name)
    const title = metricTitle(name, info, spec)
    return {
      name,
      title,
      meaning: info ? meaningOfMetric(info) : { title, about: 'Not known to this version.', rows: [] },
      text: metricText(metric, info),
    }
  })
}

/** Of a metric that is declared once for all nodes, with the node that its column names. */
export function metricTitle(name: string, info: MetricInfo | undefined, spec: RecordingSpec): string {
  const title = info?.title ?? name
  const node =
    info && info.name !== name ? spec.columns.find((column) => column.name === name)?.title : undefined
  return node === undefined ? title : `${title.replace(/ by a node$/, '')}: ${node}`
}
