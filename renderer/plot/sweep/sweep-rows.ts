import type { ExperimentSetup, SweepAxis } from '../../../shared/documents/experiment.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'

/** A finished point of a sweep: what was set, as it is written, and its newest run. */
export interface SweepRow {
  readonly settings: readonly string[]
  readonly run: RunRecord
}

/** In the order in which points were first run. */
export function sweepRows(axes: readonly SweepAxis[], runs: readonly RunRecord[]): readonly SweepRow[] {
  const rows = new Map<string, SweepRow>()
  for (const run of runs) {
    if (run.status !== 'done' || run.setup === undefined) continue
    const settings = axes.map(({ path }) => valueAt(run.setup!, path))
    rows.set(JSON.stringify(settings), { settings, run })
  }
  return [...rows.values()]
}

function valueAt(setup: ExperimentSetup, path: string): string {
  const value = path
    .split('.')
    .reduce<unknown>((at, name) => (at as Readonly<Record<string, unknown>> | undefined)?.[name], setup)
  const written = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return written ? String(value) : '–'
}

/** The best value of a figure, where one way is better and not all points are alike. */
export function bestOf(
  rows: readonly SweepRow[],
  metric: string,
  better: 'more' | 'less' | undefined,
): number | undefined {
  const values = rows.flatMap(({ run }) => run.summary[metric]?.value ?? [])
  const [least, most] = [Math.min(...values), Math.max(...values)]
  if (better === undefined || !(most > least)) return undefined
  return better === 'more' ? most : least
}
