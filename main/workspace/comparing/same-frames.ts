import { equalFrames } from '../../history/diff/series-delta.ts'
import type { RunSource } from './run-source.ts'

/** How long two runs are one run in every column that both have; Infinity where they never come apart. */
export async function sameFrames(
  a: RunSource,
  b: RunSource,
  breathe: (doneShare: number) => Promise<void>,
): Promise<{ readonly untilNs: number }> {
  const [timesA, timesB] = [a.head.timeNs, b.head.timeNs]
  const inB = new Set(b.record.spec.columns.map(({ name }) => name))
  let equal = equalFrames([], [], timesA, timesB)
  for (const { name } of a.record.spec.columns) {
    if (!inB.has(name) || equal === 0) continue
    const [columnA, columnB] = await Promise.all([a.column(name), b.column(name)])
    equal = Math.min(equal, equalFrames([columnA], [columnB], timesA, timesB))
    await breathe(0)
  }
  if (equal === timesA.length && equal === timesB.length) return { untilNs: Infinity }
  return { untilNs: equal === 0 ? 0 : timesA[equal - 1] }
}
