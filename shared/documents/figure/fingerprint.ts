import { createContentHash } from '../../base/content-hash.ts'

/**
 * What a run recorded, in a few hundred words: for each column the hashes of its frames' values, in `segments` equal
 * stretches of frames, so that a re-run that differs can say in which column and from when.
 */
export interface Fingerprint {
  readonly frames: number
  /** Simulated time at the end of each segment, ns. */
  readonly untilNs: readonly number[]
  readonly columns: Readonly<Record<string, readonly string[]>>
}

const segments = 16
const digits = 12

/** Frames at which the segments of a run of so many frames end. */
export function segmentEnds(frames: number): readonly number[] {
  const pieces = Math.min(segments, frames)
  return Array.from({ length: pieces }, (_, i) => Math.round(((i + 1) * frames) / pieces))
}

/** The hash of a stretch of a column: values, minima and maxima, as bytes. */
export function segmentHash(...values: readonly Float64Array[]): string {
  const hash = createContentHash()
  for (const part of values) hash.push(new Uint8Array(part.buffer, part.byteOffset, part.byteLength))
  return hash.digest().slice(0, digits)
}

export type Sameness =
  | { readonly same: true }
  | { readonly same: false; readonly column: string; readonly fromNs: number; readonly columns: number }

/** Identical, or the column that differs first, from when, and how many columns differ. */
export function compareFingerprints(was: Fingerprint, now: Fingerprint): Sameness {
  let first: { column: string; fromNs: number } | undefined
  let columns = 0
  const names = new Set([...Object.keys(was.columns), ...Object.keys(now.columns)])
  for (const column of names) {
    const [before, after] = [was.columns[column] ?? [], now.columns[column] ?? []]
    const length = Math.max(before.length, after.length)
    let segment = 0
    while (segment < length && before[segment] === after[segment]) segment++
    if (segment === length && was.frames === now.frames) continue
    columns++
    const fromNs = segment === 0 ? 0 : (was.untilNs[segment - 1] ?? now.untilNs[segment - 1] ?? 0)
    if (!first || fromNs < first.fromNs) first = { column, fromNs }
  }
  return first ? { same: false, ...first, columns } : { same: true }
}
