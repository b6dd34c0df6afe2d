import { canonicalText } from '../base/content-hash.ts'
import { partOfPlan } from '../documents/plan.ts'
import type { RunRecord } from '../documents/run.ts'

export const oraclePolicy = 'next-epoch-oracle'

export function isOracle({ plan }: Pick<RunRecord, 'plan'>): boolean {
  return partOfPlan(plan, 'policy')?.kind === oraclePolicy
}

/** The newest finished run of the same machine, workload and settings under the oracle that sees the next epoch. */
export function oracleOf(run: RunRecord, runs: readonly RunRecord[]): RunRecord | undefined {
  const same = withoutPolicy(run)
  return runs.findLast(
    (other) =>
      other.id !== run.id && other.status === 'done' && isOracle(other) && withoutPolicy(other) === same,
  )
}

function withoutPolicy({ plan }: RunRecord): string {
  const { name: _, schedule: _changes, ...rest } = plan
  return canonicalText({ ...rest, policy: null })
}
