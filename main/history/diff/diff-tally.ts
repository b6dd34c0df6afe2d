/** Counts of matched and unmatched decisions, by reason and over time. */
export interface DiffTally {
  both(reasonA: number, reasonB: number): void
  onlyA(reason: number, timeNs: number): void
  onlyB(reason: number, timeNs: number): void
  readonly bothCount: number
  readonly onlyACount: number
  readonly onlyBCount: number
  /** Matched decisions that were taken for different reasons. */
  readonly otherReasonCount: number
  /** By reason code: decisions of A and of B with it, matched and not. */
  readonly byReason: {
    readonly bothA: Float64Array
    readonly bothB: Float64Array
    readonly onlyA: Float64Array
    readonly onlyB: Float64Array
  }
  /** Unmatched decisions in equal spans of time from 0 on, each of `spanNs`. */
  readonly overTime: { readonly spanNs: number; readonly onlyA: Float64Array; readonly onlyB: Float64Array }
}

const spans = 240

export function createDiffTally(endNs: number): DiffTally {
  const column = (length: number) => new Float64Array(length)
  const byReason = { bothA: column(256), bothB: column(256), onlyA: column(256), onlyB: column(256) }
  const spanNs = Math.max(1, endNs / spans)
  const overTime = { spanNs, onlyA: column(spans), onlyB: column(spans) }
  const spanOf = (timeNs: number) => Math.min(spans - 1, Math.max(0, Math.floor(timeNs / spanNs)))
  let both = 0
  let onlyA = 0
  let onlyB = 0
  let otherReason = 0
  return {
    both(reasonA, reasonB) {
      both++
      if (reasonA !== reasonB) otherReason++
      byReason.bothA[reasonA]++
      byReason.bothB[reasonB]++
    },
    onlyA(reason, timeNs) {
      onlyA++
      byReason.onlyA[reason]++
      overTime.onlyA[spanOf(timeNs)]++
    },
    onlyB(reason, timeNs) {
      onlyB++
      byReason.onlyB[reason]++
      overTime.onlyB[spanOf(timeNs)]++
    },
    get bothCount() {
      return both
    },
    get onlyACount() {
      return onlyA
    },
    get onlyBCount() {
      return onlyB
    },
    get otherReasonCount() {
      return otherReason
    },
    byReason,
    overTime,
  }
}
