import type { StudyId } from './experiment.ts'
import type { EngineId, ParamValues } from './part.ts'

/**
 * A setup with every default filled in and every quantity in the unit of its parameter: all that a run depends on.
 * Two plans with equal hashes give equal bytes under the same engine version.
 */
export interface RunPlan {
  readonly study: StudyId
  readonly name: string
  readonly run: RunSettings
  readonly machine: ResolvedPart
  readonly workload: ResolvedPart
  readonly policy: ResolvedPart
  readonly mechanism: ResolvedPart
  readonly schedule: readonly ResolvedIntervention[]
  /** What a trace was found to hold before the run; present exactly for workloads that read a file. */
  readonly trace?: TraceFacts
}

export interface ResolvedPart {
  readonly kind: string
  readonly values: ParamValues
}

export type ResolvedIntervention = ResolvedChange | ResolvedVeto | ResolvedForce | ResolvedSwap

export interface ResolvedChange {
  readonly atNs: number
  readonly section: 'policy' | 'workload' | 'mechanism' | 'machine'
  readonly values: ParamValues
}

export interface ResolvedVeto {
  readonly atNs: number
  readonly veto: { readonly page: number; readonly pages: number; readonly times: 'once' | 'always' }
}

export interface ResolvedForce {
  readonly atNs: number
  /** An empty node stands for the fastest. */
  readonly force: { readonly page: number; readonly pages: number; readonly node: string }
}

export interface ResolvedSwap {
  readonly atNs: number
  readonly policy: ResolvedPart
}

export interface RunSettings {
  readonly engine: EngineId
  readonly seed: number
  readonly lengthNs: number
  /** 0: no limit. */
  readonly accessLimit: number
  readonly scale: number
  readonly pageBytes: number
  readonly epochNs: number
  /** 0: chosen from the expected number of accesses. */
  readonly epochAccesses: number
  readonly frames: number
  readonly recordBytes: number
  readonly pingPongNs: number
}

/** Found by reading a trace once, before the run. The path itself is no part of the plan; the content hash is. */
export interface TraceFacts {
  readonly format: string
  readonly contentHash: string
  readonly accessCount: number
  readonly pageCount: number
  /** Unpacked. */
  readonly bytes: number
  /** Of sampled formats only: accesses that one sample stands for, on average (1 where the trace does not say). */
  readonly accessesPerSample?: number
}

/** The policy that is in charge at a moment, with its parameters as the schedule has set them until then. */
export function policyAt({ policy, schedule }: RunPlan, timeNs: number): ResolvedPart {
  return schedule.reduce((now, change) => {
    if (change.atNs > timeNs) return now
    if ('policy' in change) return change.policy
    if (!('section' in change) || change.section !== 'policy') return now
    return { kind: now.kind, values: { ...now.values, ...change.values } }
  }, policy)
}

/** Share of a trace's pages that a plan keeps, with every node at this share of its capacity; 1 without sampling. */
export function sampleShareOf({ trace, workload }: RunPlan): number {
  const share = workload.values.sampleShare
  return trace !== undefined && typeof share === 'number' ? share : 1
}
