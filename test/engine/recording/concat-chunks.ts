import { decisionColumnsOf, outcomeColumnsOf } from '../../../shared/documents/comparing/decision-rows.ts'
import type { RecordedChunk } from '../../../shared/documents/recorded.ts'

/** All that was recorded, chunk boundaries forgotten: two recordings are equal when these are. */
export function concatChunks(chunks: readonly RecordedChunk[]) {
  const numbers = (parts: Iterable<ArrayLike<number>>) => [...parts].flatMap((part) => Array.from(part))
  const columns = chunks[0].frames.value.map((_, c) => c)
  const writes = chunks.flatMap((chunk) => chunk.writes)
  const matrices = chunks.flatMap((chunk) => chunk.matrices)
  const decisions = chunks.map((chunk) => decisionColumnsOf(chunk.decisions))
  const outcomes = chunks.map((chunk) => outcomeColumnsOf(chunk.outcomes))
  return {
    timeNs: numbers(chunks.map((chunk) => chunk.frames.timeNs)),
    value: columns.map((c) => numbers(chunks.map((chunk) => chunk.frames.value[c]))),
    min: columns.map((c) => numbers(chunks.map((chunk) => chunk.frames.min[c]))),
    max: columns.map((c) => numbers(chunks.map((chunk) => chunk.frames.max[c]))),
    perFrame: numbers(writes.map((part) => part.perFrame)),
    cell: numbers(writes.map((part) => part.cell)),
    was: numbers(writes.map((part) => part.was)),
    now: numbers(writes.map((part) => part.now)),
    keyframes: chunks.flatMap((chunk) => chunk.keyframes),
    untilNs: numbers(matrices.map((part) => part.untilNs)),
    heat: numbers(matrices.map((part) => part.values)),
    decisions: {
      timeNs: numbers(decisions.map((part) => part.timeNs)),
      page: numbers(decisions.map((part) => part.page)),
      pages: numbers(decisions.map((part) => part.pages)),
      from: numbers(decisions.map((part) => part.from)),
      to: numbers(decisions.map((part) => part.to)),
      reason: numbers(decisions.map((part) => part.reason)),
      a: numbers(decisions.map((part) => part.a)),
      b: numbers(decisions.map((part) => part.b)),
      c: numbers(decisions.map((part) => part.c)),
      costNs: numbers(decisions.map((part) => part.costNs)),
    },
    outcomes: {
      decision: numbers(outcomes.map((part) => part.decision)),
      timeNs: numbers(outcomes.map((part) => part.timeNs)),
      kind: numbers(outcomes.map((part) => part.kind)),
      savedNs: numbers(outcomes.map((part) => part.savedNs)),
    },
    roots: chunks.flatMap((chunk) => chunk.roots),
    coverage: chunks[chunks.length - 1].coverage,
  }
}
