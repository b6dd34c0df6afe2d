import { LabError } from '../../shared/contract/errors.ts'
import type { ForkParent } from '../../shared/contract/records.ts'
import type { ForkRequest } from '../../shared/contract/forking.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import { compareFingerprints } from '../../shared/documents/figure/fingerprint.ts'
import type { RunRecord } from '../../shared/documents/run.ts'
import { formatClock, formatCount } from '../../shared/units/format.ts'
import type { RemoteStore } from '../workspace/store-service.ts'

/** The experiment of a fork: what the run was, without a sweep, and the interventions behind its own. */
export function forkSetup(ran: ExperimentSetup, { atNs, interventions, name }: ForkRequest): ExperimentSetup {
  const { sweep: _sweep, ...setup } = ran
  const schedule = [...(setup.schedule ?? []), ...interventions]
  return {
    ...setup,
    name: name ?? forkName(String(setup.name), atNs),
    ...(schedule.length > 0 && { schedule }),
  }
}

const tail = /, fork at [\d:.]+$/
const longestName = 160

/** A fork of a fork names the last place only; the tree says the rest. */
function forkName(name: string, atNs: number): string {
  return `${name.replace(tail, '').slice(0, longestName)}, fork at ${formatClock(atNs)}`
}

export function parentOf(run: RunRecord, atNs: number): ForkParent {
  const { id, number, experimentId, planHash, engineVersion } = run
  return { run: id, runNumber: number, experiment: experimentId, atNs, planHash, engineVersion }
}

/** The setup that a run was made of. Files of older versions keep it only as the experiment, which may have changed. */
export function setupRan(
  run: RunRecord,
  experiment: ExperimentSetup | undefined,
  hashNow: string | undefined,
): ExperimentSetup {
  if (run.setup) return run.setup
  if (experiment && hashNow === run.planHash) return experiment
  const fact = `run ${run.number} of "${run.plan.name}" does not keep the experiment that it was made of`
  throw new LabError('bad-request', fact, 'run the experiment again and fork that run')
}

/** Did a re-run come out as the run it repeats? */
export async function repetition(
  store: RemoteStore,
  was: string,
  now: string,
): Promise<NonNullable<RunRecord['repeats']>> {
  const [a, b] = await Promise.all([store.fingerprint({ run: was }), store.fingerprint({ run: now })])
  const sameness = compareFingerprints(a, b)
  if (sameness.same) return { run: was, same: true }
  const { column, fromNs, columns } = sameness
  const differs = `"${column}" differs from ${formatClock(fromNs)} on; so do ${formatCount(columns - 1)} more columns`
  return { run: was, same: false, differs }
}
