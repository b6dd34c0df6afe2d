import type { Intervention } from '../documents/forks/intervention.ts'
import type { RunRecord } from '../documents/run.ts'
import type { ExperimentRecord } from './records.ts'

/** The part of `Lab` that branches off runs. */
export interface ForkingLab {
  /**
   * An experiment whose schedule is that of the run, and then `interventions`; stored in the same workspace with its
   * parent, and started. Until `atNs` its recorded columns are those of the parent, byte for byte. Without interventions
   * it is the parent over again. Refused as `bad-setup` where an intervention is wrong: then nothing is stored.
   *
   * Where the parent ran under another engine version it is run again first (`rerun`), and that run says whether it came
   * out the same (`RunRecord.repeats`); the fork is held against the re-run then.
   */
  forkRun(request: ForkRequest, signal?: AbortSignal): Promise<Forked>
}

export const forkingMethods = {
  forkRun: 'call',
} as const satisfies Record<keyof ForkingLab, 'call' | 'stream'>

export interface ForkRequest {
  readonly workspace: string
  readonly run: string
  /** Where it branches off, simulated ns: the cursor, or the moment of a decision. */
  readonly atNs: number
  readonly interventions: readonly Intervention[]
  /** "NAME, fork at 01:30.000" by default. */
  readonly name?: string
}

export interface Forked {
  readonly experiment: ExperimentRecord
  readonly run: RunRecord
  readonly rerun?: RunRecord
}
