import { fail, ok, type Result } from '../base/result.ts'
import { parseQuantity } from '../units/parse.ts'
import { giB } from '../units/sizes.ts'
import type { ExperimentSetup, SweepAxis } from './experiment.ts'
import type { ParamScalar, PartInfo } from './part.ts'
import { sampleShareOf, type RunPlan } from './plan.ts'
import type { Problem } from './problem.ts'
import { resolvePlan } from './resolve-plan.ts'
import { setPath } from './set-path.ts'
import { choiceIn, partChosen, studyOf } from './studies/studies.ts'

export const sweepPointLimit = 1000

/** One combination of the values of a sweep's axes, as they were written. */
export interface SweepPoint {
  /** 0, 1, 2 …; the last axis runs fastest. */
  readonly index: number
  readonly settings: Readonly<Record<string, ParamScalar>>
}

/** How many points the cross product of the axes has; 0 without a sweep. */
export function sweepPointCount(axes: readonly SweepAxis[] | undefined): number {
  if (axes === undefined || axes.length === 0) return 0
  return axes.reduce((product, axis) => product * axis.values.length, 1)
}

export function sweepPoints(axes: readonly SweepAxis[] | undefined): readonly SweepPoint[] {
  return Array.from({ length: sweepPointCount(axes) }, (_, index) => {
    const settings: [string, ParamScalar][] = []
    let rest = index
    for (const { path, values } of axes!.toReversed()) {
      settings.unshift([path, values[rest % values.length]])
      rest = Math.floor(rest / values.length)
    }
    return { index, settings: Object.fromEntries(settings) }
  })
}

/** "10 %" for a field that counts pages means that share of the working set; `undefined` for any other value. */
export function shareOfWorkingSet(
  setup: ExperimentSetup,
  path: string,
  value: unknown,
  parts: readonly PartInfo[],
): number | undefined {
  if (typeof value !== 'string' || !value.trim().endsWith('%') || !countsPages(setup, path, parts))
    return undefined
  const share = parseQuantity(value, 'share')
  return share.ok ? share.value : undefined
}

function countsPages(setup: ExperimentSetup, path: string, parts: readonly PartInfo[]): boolean {
  const section = studyOf(setup).sections.find(({ name }) => path.startsWith(`${name}.`))
  if (section === undefined) return false
  const part = partChosen(section, choiceIn(setup, section.name), parts)
  const info = part?.params.find(({ name }) => path === `${section.name}.${name}`)
  return info?.type === 'integer' && info.unit === 'pages'
}

/**
 * The experiment of one point, without the sweep. Kinds are set before the fields that belong to them, whatever the
 * order of the axes; a share is `pagesOfShare`'s to turn into pages, asked last, with everything else in place.
 */
export function setupOfPoint(
  setup: ExperimentSetup,
  point: SweepPoint,
  parts: readonly PartInfo[],
  pagesOfShare: (share: number, withTheRest: ExperimentSetup) => number,
): Result<ExperimentSetup, Problem> {
  const { sweep: _sweep, ...base } = setup
  const order = (path: string, value: ParamScalar) =>
    path.endsWith('.kind') ? 0 : shareOfWorkingSet(setup, path, value, parts) === undefined ? 1 : 2
  const settings = Object.entries(point.settings).sort((a, b) => order(...a) - order(...b))
  let changed: ExperimentSetup = base
  for (const [path, value] of settings) {
    const share = shareOfWorkingSet(changed, path, value, parts)
    const set = setPath(changed, path, share === undefined ? value : pagesOfShare(share, changed), parts)
    if (!set.ok) return fail(set.error)
    changed = set.value
  }
  return ok(changed)
}

/** Bytes that the workload of a plan will have allocated; NaN where it declares no working set. */
export function workingSetBytes(plan: RunPlan): number {
  if (plan.trace) return (plan.trace.pageCount * plan.run.pageBytes) / sampleShareOf(plan)
  return Number(plan.workload.values.workingSetGiB) * giB
}

export function workingSetPages(plan: RunPlan): number {
  return Math.max(1, Math.round(workingSetBytes(plan) / plan.run.pageBytes))
}

/** At least one page; shares are rounded to the nearest page. */
export function pagesOfShare(share: number, plan: RunPlan): number {
  return Math.max(1, Math.round(share * workingSetPages(plan)))
}

/** The plans of all points, in order, for a setup in which `checkSetup` found no error. */
export function resolvePoints(
  setup: ExperimentSetup,
  parts: readonly PartInfo[],
  trace?: RunPlan['trace'],
): readonly RunPlan[] {
  return sweepPoints(setup.sweep).map((point) => {
    const changed = setupOfPoint(setup, point, parts, (share, rest) =>
      pagesOfShare(share, resolvePlan(rest, parts, trace)),
    )
    if (!changed.ok) throw new Error(`bug: a checked sweep has a bad point: ${changed.error.fact}`)
    return resolvePlan(changed.value, parts, trace)
  })
}
