import type { RunPlan } from '../../shared/documents/plan.ts'
import type { RunRecord } from '../../shared/documents/run.ts'
import { formatCount, formatQuantity } from '../../shared/units/format.ts'

const ended: readonly string[] = ['done', 'cancelled', 'failed']

/** How much is simulated: what a run came to, or what a plan allows for where something else ends it before. */
export function lengthText(plan: RunPlan, run?: Pick<RunRecord, 'status' | 'simulatedNs'>): string {
  if (plan.trace) return `${formatCount(plan.trace.accessCount)} accesses`
  if (run && ended.includes(run.status)) return `${formatQuantity(run.simulatedNs, 'ns')} simulated`
  const length = `${formatQuantity(plan.run.lengthNs, 'ns')} simulated`
  return endsBefore(plan) ? `at most ${length}` : length
}

/** A zone that is done with, and accesses that are used up, end a run by themselves. */
function endsBefore({ study, run }: RunPlan): boolean {
  return study === 'compaction' || ('accessLimit' in run && run.accessLimit > 0 && run.engine === 'replay')
} // prettier-ignore
