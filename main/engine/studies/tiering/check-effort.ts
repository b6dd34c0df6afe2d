import type { TieringPlan } from '../../../../shared/documents/plan.ts'
import { isError, type Problem } from '../../../../shared/documents/problem.ts'
import type { RunEstimate } from '../../../../shared/documents/run-estimate.ts'
import { formatQuantity } from '../../../../shared/units/format.ts'
import { giB } from '../../../../shared/units/sizes.ts'
import { accessesOf } from './engine-speeds.ts'

const longSec = 600
const muchBytes = 8 * giB

/** What is better known before a run than after it: that it ends before anything can happen, or takes very long. */
export function checkEffort(plan: TieringPlan, estimate: RunEstimate): readonly Problem[] {
  return [...checkScanPeriod(plan, estimate), ...checkTime(plan, estimate)]
}

/** A policy that scans needs a pass to arm pages, and a run that lasts longer than that. */
function checkScanPeriod(plan: TieringPlan, estimate: RunEstimate): Problem[] {
  const { scan_delay_ms: delayMs, scan_period_min_ms: periodMs } = plan.policy.values
  if (typeof periodMs !== 'number') return []
  const firstMs = periodMs + (typeof delayMs === 'number' ? delayMs : 0)
  const lastsSec =
    plan.run.engine === 'replay'
      ? Math.min(plan.run.lengthNs / 1e9, accessesOf(plan, estimate) / Math.max(1, estimate.accessesPerSec))
      : plan.run.lengthNs / 1e9
  if (lastsSec * 1000 >= firstMs) return []
  const what = plan.trace ? 'the trace' : 'the run'
  const fact = `${what} lasts about ${formatQuantity(lastsSec, 's', 3)}, less than scan delay and one scan period of ${formatQuantity(firstMs, 'ms', 3)}, so no page is ever armed and none can be promoted`
  const wayOut = plan.trace
    ? 'shorten scan_period_min_ms and scan_delay_ms, choose a longer trace, or a policy that sees every access'
    : 'simulate a longer time, or shorten scan_period_min_ms and scan_delay_ms'
  const fixes = plan.trace
    ? []
    : [{ title: `simulate ${formatQuantity((10 * firstMs) / 1000, 's')}`, path: 'run.lengthSec', value: (10 * firstMs) / 1000 }] // prettier-ignore
  return [
    {
      severity: 'warning',
      code: 'shorter-than-scan',
      path: 'policy.scan_period_min_ms',
      fact,
      wayOut,
      fixes,
    },
  ]
}

function checkTime(plan: TieringPlan, estimate: RunEstimate): Problem[] {
  const long = estimate.wallSec > longSec
  if (!long && estimate.memoryBytes <= muchBytes) return []
  const cost = long
    ? `about ${formatQuantity(estimate.wallSec, 's', 2)} (an estimate)`
    : `up to ${formatQuantity(estimate.memoryBytes, 'bytes', 2)} of memory (an estimate)`
  const coarser = Math.min(512, plan.run.scale * 8)
  const isScaled = plan.run.engine === 'rates' && coarser > plan.run.scale
  return [
    {
      severity: 'warning',
      code: 'long-run',
      path: isScaled ? 'run.scale' : 'run',
      fact: `this run will take ${cost}`,
      wayOut: isScaled
        ? 'choose a coarser scale or a shorter time'
        : 'choose a shorter time or fewer accesses',
      fixes: isScaled ? [{ title: `use scale ${coarser}`, path: 'run.scale', value: String(coarser) }] : [],
    },
  ]
}

/** Effort is asked about only where there will be a run. */
export function withEffort(
  problems: readonly Problem[],
  plan: TieringPlan,
  estimate: () => RunEstimate,
): readonly Problem[] {
  return problems.some(isError) ? problems : [...problems, ...checkEffort(plan, estimate())]
}
