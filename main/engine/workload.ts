import type { TraceFacts } from '../../shared/documents/plan.ts'
import type { ParamValues, PartInfo } from '../../shared/documents/part.ts'
import type { ThreadGroup } from './agents/thread-group.ts'

/** Who touches which pages. Made once per run; its draws never depend on the policy. */
export interface WorkloadPart {
  readonly info: PartInfo
  createWorkload(values: ParamValues, host: WorkloadHost): Workload
}

export interface WorkloadHost {
  readonly seed: number
  readonly pageBytes: number
  /** Consecutive pages that one simulated page stands for; 1 in replay. */
  readonly scale: number
  /** What reading the trace once found; present for workloads that read a file. */
  readonly trace?: TraceFacts
}

export interface Workload {
  /** Simulated pages: full-size pages divided by the scale. */
  readonly pageCount: number
  readonly groups: readonly ThreadGroup[]
  /** Are pages written once, in address order, before the clock starts (as benchmarks do), or when first accessed? */
  readonly populated: boolean
  /** Which group writes a page first, where it is populated; the first group where this is left out. */
  firstToucher?(page: number): number
  /** Accesses until it ends by itself; 0: it goes on. */
  readonly accessCount: number
  /** Changes live parameters from now on. */
  set?(values: ParamValues): void
  /** For the rates engine, one per group that is no background. */
  createRates?(group: number): RateSource
  /** For the replay engine, one per group that is no background. */
  createAccesses?(group: number): AccessSource
}

/** Rates of one group: every page's share of its accesses, and what changes with time. */
export interface RateSource {
  /** Shares of the group's Poisson accesses, one per page, into zeroed weights. They sum to 1 − `sweep.share`. */
  fillWeights(weights: Float32Array): void
  /** Pages visited in order, again and again, with deterministic next touches; absent where there are none. */
  readonly sweep?: Sweep
  /** When `change` wants to be called next, ns; Infinity for static workloads. */
  nextChangeNs(): number
  /** Reports the new weights of the pages that change at `nextChangeNs()`. */
  change(setWeight: (page: number, weight: number) => void): void
}

/** `share` of the group's accesses walk pages `firstPage … firstPage + pageCount − 1` in order and start over. */
export interface Sweep {
  readonly firstPage: number
  readonly pageCount: number
  readonly share: number
  /** Accesses to one (simulated) page before the next. */
  readonly accessesPerVisit: number
}

/** Accesses of one group, in order. */
export interface AccessSource {
  /**
   * Writes up to `count` accesses to `pages[0…]` and `writes[0…]` (1: store) and returns how many. Fewer than asked
   * means that the source waits for `feed` (`ended` false) or is over. A weighted source also writes to `weights[0…]`.
   */
  fill(pages: Uint32Array, writes: Uint8Array, count: number, nowNs: number, weights?: Float64Array): number
  /** Its accesses are samples, each of which stands for `weights[i]` accesses of the program. */
  readonly weighted?: boolean
  readonly ended: boolean
  /** Streams only: the next bytes of the file; null at its end. */
  feed?(bytes: Uint8Array | null): void
}
