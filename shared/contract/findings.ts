import type { ParamScalar } from '../documents/part.ts'
import type { DecisionRow } from './comparing.ts'
import type { RunRef } from './records.ts'

/** The part of `Lab` that says what a run's migrations were worth, and what stands out in it. */
export interface FindingsLab {
  /** Each migration's cost against what it saved. With `oracle`: the gap to that run, and what explains it. */
  regret(request: RegretRequest, signal?: AbortSignal): AsyncIterable<RegretEvent>
  /** What stands out, from recorded columns alone, with its place and a change to try. */
  findings(request: RunRef, signal?: AbortSignal): AsyncIterable<FindingsEvent>
}

export const findingsMethods = {
  regret: 'stream', findings: 'stream',
} as const satisfies Record<keyof FindingsLab, 'call' | 'stream'> // prettier-ignore

export interface RegretRequest extends RunRef {
  /** A run of the same workspace under a policy that knows the future. */
  readonly oracle?: string
}

export type RegretEvent =
  | { readonly type: 'progress'; readonly doneShare: number }
  | { readonly type: 'regret'; readonly regret: Regret }

export type FindingsEvent =
  | { readonly type: 'progress'; readonly doneShare: number }
  | { readonly type: 'findings'; readonly findings: readonly Finding[] }

/**
 * Amounts are thread time at full size, ns: memory latency that was saved is divided by the lines a thread keeps in
 * flight, and a scaled run's costs count for the pages they stand for.
 */
export interface Regret {
  readonly ledger: Ledger
  /** Absent without an oracle, or where the threads of the workload are not one number. */
  readonly gap?: Gap
  /** Moves that cost most above what they saved, the worst first. */
  readonly worst: readonly DecisionRow[]
  /** Share of the pages that the ledger was added up on; sums are divided by it. */
  readonly pageShare: number
}

export interface Ledger {
  readonly moves: number
  readonly refusals: number
  readonly costNs: number
  readonly savedNs: number
  /** Moves whose cost was above what they saved, and by how much. */
  readonly losingMoves: number
  readonly lostNs: number
  readonly byReason: readonly {
    readonly reason: number
    readonly count: number
    readonly costNs: number
    readonly savedNs: number
    readonly losing: number
  }[]
}

/** How much more thread time this run needed than the oracle for the same accesses. The parts and the rest add up. */
export interface Gap {
  readonly totalNs: number
  readonly decisionCostNs: number
  readonly otherKernelNs: number
  readonly missedSavingsNs: number
  readonly unexplainedNs: number
}

export type FindingKind = 'pingPong' | 'soonUsed' | 'storm' | 'starved' | 'pinned'

export interface Finding {
  readonly kind: FindingKind
  readonly title: string
  /** With its numbers. */
  readonly sentence: string
  readonly fromNs: number
  readonly toNs: number
  /** Where it is worst. */
  readonly atNs: number
  readonly page?: number
  readonly lastPage?: number
  /** A change that may mend it: a fork's `set`. */
  readonly fork?: { readonly path: string; readonly value: ParamScalar; readonly atNs: number }
}
