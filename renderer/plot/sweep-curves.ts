import type { RunRecord } from '../../shared/documents/run.ts'
import { workingSetPages } from '../../shared/documents/sweep.ts'

/** Miss ratios over sizes of the fast tier, one curve per policy. */
export interface SweepCurves {
  /** All sizes that any run had, in pages, ascending. */
  readonly sizes: readonly number[]
  readonly workingSetPages: number
  readonly curves: readonly SweepCurve[]
}

export interface SweepCurve {
  readonly policy: string
  /** One value for each size; null where no run had it. */
  readonly missRatio: readonly (number | null)[]
}

/** What the finished runs of a sweep come to; of several runs of one point the newest counts. */
export function sweepCurves(runs: readonly RunRecord[]): SweepCurves | undefined {
  const found = new Map<string, Map<number, number>>()
  let workingSet = 0
  for (const run of runs) {
    if (run.plan.study !== 'tiering') continue
    const pages = Number(run.plan.machine.values['fastPages'])
    const missRatio = run.summary['missRatio']?.value
    if (run.status !== 'done' || missRatio === undefined || !(pages > 0)) continue
    const curve = found.get(run.plan.policy.kind) ?? new Map<number, number>()
    found.set(run.plan.policy.kind, curve.set(pages, missRatio))
    workingSet = Math.max(workingSet, workingSetPages(run.plan))
  }
  if (found.size === 0) return undefined
  const sizes = [...new Set([...found.values()].flatMap((curve) => [...curve.keys()]))].sort((a, b) => a - b)
  const curves = [...found].map(([policy, curve]) => ({
    policy,
    missRatio: sizes.map((size) => curve.get(size) ?? null),
  }))
  return { sizes, workingSetPages: workingSet, curves }
}
