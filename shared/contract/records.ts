import type { ExperimentSetup } from '../documents/experiment.ts'

/** What all of the contract speaks of. */

/** A run of an open workspace. */
export interface RunRef {
  readonly workspace: string
  readonly run: string
}

export interface ExperimentRecord {
  readonly id: string
  readonly setup: ExperimentSetup
  readonly revision: number
  readonly changedAtMs: number
  /** Of a fork: the run that it branches off. */
  readonly parent?: ForkParent
}

/** Where a fork comes from. Kept with it; the run may be gone from the workspace since. */
export interface ForkParent {
  readonly run: string
  readonly runNumber: number
  readonly experiment: string
  readonly atNs: number
  readonly planHash: string
  readonly engineVersion: string
}
