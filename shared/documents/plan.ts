import type { PartSection } from './experiment.ts'
import type { EngineId, ParamValues } from './part.ts'
import type { NodeZoneSettings } from './studies/node-zone-params.ts'

/**
 * A setup with every default filled in and every quantity in the unit of its parameter: all that a run depends on.
 * Two plans with equal hashes give equal bytes under the same engine version.
 */
export type RunPlan = TieringPlan | CompactionPlan

interface PlanHead {
  readonly name: string
  readonly schedule: readonly ResolvedIntervention[]
  /** What a trace was found to hold before the run; present exactly for workloads that read a file. */
  readonly trace?: TraceFacts
}

export interface TieringPlan extends PlanHead {
  readonly study: 'tiering'
  readonly run: TieringRunSettings
  readonly machine: ResolvedPart
  readonly workload: ResolvedPart
  readonly policy: ResolvedPart
  readonly mechanism: ResolvedPart
}

export interface CompactionPlan extends PlanHead {
  readonly study: 'compaction'
  readonly run: RunSettings
  readonly zone: ResolvedPart
  readonly workload: ResolvedPart
  readonly trigger: ResolvedPart
  readonly compactor: ResolvedPart
  readonly mechanism: ResolvedPart
}

/** The part that a section of the plan came to; `undefined` where the plan's study has no such section. */
export function partOfPlan(plan: RunPlan, section: string): ResolvedPart | undefined {
  const part = (plan as unknown as Readonly<Record<string, unknown>>)[section]
  return typeof part === 'object' && part !== null && 'kind' in part ? (part as ResolvedPart) : undefined
}

export interface ResolvedPart {
  readonly kind: string
  readonly values: ParamValues
}

export type ResolvedIntervention = ResolvedChange | ResolvedVeto | ResolvedForce | ResolvedSwap

export interface ResolvedChange {
  readonly atNs: number
  readonly section: PartSection
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

/** What every run has, whatever its study. */
export interface RunSettings {
  readonly engine: EngineId
  readonly seed: number
  readonly lengthNs: number
  readonly scale: number
  readonly pageBytes: number
  readonly frames: number
  readonly recordBytes: number
}

export interface TieringRunSettings extends RunSettings, Partial<NodeZoneSettings> {
  /** 0: no limit. */
  readonly accessLimit: number
  readonly epochNs: number
  /** 0: chosen from the expected number of accesses. */
  readonly epochAccesses: number
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

/** Share of a trace's pages that a plan keeps, with every node at this share of its capacity; 1 without sampling. */
export function sampleShareOf({ trace, workload }: RunPlan): number {
  const share = workload.values.sampleShare
  return trace !== undefined && typeof share === 'number' ? share : 1
}
