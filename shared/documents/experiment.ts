import type { Intervention } from './forks/intervention.ts'
import type { ParamScalar, ParamValues, PartChoice } from './part.ts'

/**
 * An experiment as people write it, in YAML or in the window: a union by `study`, each with its own sections
 * (`studies/studies.ts` lists them, so that nobody needs to ask which study it is). Fields left out take the default of
 * their ParamInfo; `resolvePlan` fills them in.
 */
export type ExperimentSetup = TieringSetup | CompactionSetup

export type StudyId = ExperimentSetup['study']

/** The number of the format below. Raised when an older reader would misread a newer document. */
export const setupFormat = 1

interface SetupHead {
  readonly format: typeof setupFormat
  readonly name: string
  /** What to look for, in a sentence or two. */
  readonly about?: string
  readonly run: RunSection
  readonly schedule?: readonly Intervention[]
  /** Fields with several values each: one run for every combination. */
  readonly sweep?: readonly SweepAxis[]
}

/** CPU/GPU and tiered memory: a machine, who touches which pages, where they should live, how they are moved. */
export interface TieringSetup extends SetupHead {
  readonly study: 'tiering'
  readonly machine: PartChoice
  readonly workload: PartChoice
  readonly policy: PartChoice
  readonly mechanism: PartChoice
}

/** The physical frames of one zone: what is in them, what goes on meanwhile, when it is compacted, how, at what cost. */
export interface CompactionSetup extends SetupHead {
  readonly study: 'compaction'
  readonly zone: PartChoice
  readonly workload: PartChoice
  readonly trigger: PartChoice
  readonly compactor: PartChoice
  readonly mechanism: PartChoice
}

/** Fields of `run`, declared by the study's `runParams`; absent ones take their defaults. */
export type RunSection = ParamValues

/** One field of a sweep, by the path that `--set` takes, and its values. For fields that count pages also "10 %". */
export interface SweepAxis {
  readonly path: string
  readonly values: readonly ParamScalar[]
}

/** Sections that name a part, of all studies; `studies/studies.ts` says which study has which. */
export type PartSection = 'machine' | 'workload' | 'policy' | 'mechanism' | 'zone' | 'trigger' | 'compactor'
