import type { PartSection } from '../../shared/documents/experiment.ts'
import type { ParamValues, PartInfo } from '../../shared/documents/part.ts'
import type { RunPlan } from '../../shared/documents/plan.ts'
import type { Problem } from '../../shared/documents/problem.ts'
import type { RecordingSpec } from '../../shared/documents/recorded.ts'
import type { RunEstimate } from '../../shared/documents/run-estimate.ts'
import type { MetricInfo, RunSummary } from '../../shared/documents/run.ts'
import type { FrameRule, Recorder } from './recording/recorder.ts'

/**
 * A study wires machine, workload, policy and mechanism into something that steps. Everything that steps can be
 * plotted, rewound, diffed and forked, because it declares columns, maps and matrices and writes into a Recorder.
 *
 * Order of calls: `createSimulation(plan)` once; read `spec`; `attach(recorder)` once; then, until `step` says
 * 'done': `step()`, and `feed(…)` whenever it said 'hungry'; at any time after: `summary()`.
 */
export interface Simulation {
  readonly spec: RecordingSpec
  /** How the recorder shall cut this run into frames. */
  readonly frameRule: FrameRule
  /** About how many frames that makes. */
  readonly expectedFrames: number
  attach(recorder: Recorder): void

  /**
   * Advances by a bounded amount (one epoch, or what is left of its input) and ends at a place where `set`,
   * `feed` and cancelling are safe. Synchronous; at most some 50 ms.
   */
  step(): 'more' | 'hungry' | 'done'

  /** The next bytes of the trace, in order; `null` at its end. Called only after `step` returned 'hungry'. */
  feed(bytes: Uint8Array | null): void

  /** Changes live parameters of a part from now on (the schedule's and a person's interventions). */
  set(section: PartSection, values: ParamValues): void

  /** Closes open outcomes and hands the last partial frame to the recorder. Called once, after the last step. */
  finish(): void

  readonly nowNs: number
  readonly accesses: number
  /** 0..1 of what the plan asks for. */
  readonly doneShare: number
  summary(): RunSummary
}

/** `Plan` is the variant of `RunPlan` that the study's documents resolve to; `catalog.ts` hands each its own. */
export interface Study<Plan extends RunPlan = RunPlan> {
  readonly id: Plan['study']
  /** Declarations of the parts that its sections take. */
  readonly parts: readonly PartInfo[]
  /** What its summaries may hold. Names are unique over all studies. */
  readonly metrics: readonly MetricInfo[]
  /** What only the whole plan can tell: working sets that do not fit, zones that are no zones. */
  checkPlan(plan: Plan): readonly Problem[]
  /** What can be said of time, memory and load before a run; absent where a study says nothing. Takes milliseconds. */
  estimate?(plan: Plan): RunEstimate
  /** Throws only on bugs: the plan was checked and resolved before. */
  createSimulation(plan: Plan): Simulation
}
