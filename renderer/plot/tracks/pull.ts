import { spanOf, type TimeRange } from '../../../shared/figures/time-range.ts'

/** What was asked of the core: a range somewhat wider than the screen, at a resolution. */
export interface Pull {
  readonly fromNs: number
  readonly toNs: number
  readonly points: number
  /** The columns asked for, as one word. */
  readonly what: string
  /** Frames that existed when it was asked; more of them make a live run's pull stale. */
  readonly frames: number
}

/** Half a screen on either side, so that a pan has something to show before the next answer. */
const MARGIN = 0.5

export function pullFor(
  range: TimeRange,
  whole: TimeRange,
  pixels: number,
  what: string,
  frames: number,
): Pull {
  const margin = spanOf(range) * MARGIN
  const fromNs = Math.max(whole.fromNs, range.fromNs - margin)
  const toNs = Math.min(whole.toNs, range.toNs + margin)
  const points = Math.ceil((pixels * (toNs - fromNs)) / Math.max(1, spanOf(range)))
  return { fromNs, toNs, points: Math.min(Math.max(points, 16), 8192), what, frames }
}

/**
 * Does what is there still serve the screen? Yes while the range lies within it, at a resolution between a little
 * coarser than the pixels and four times finer, or finer than the recording itself.
 */
export function serves(
  have: Pull | undefined,
  range: TimeRange,
  pixels: number,
  want: Pull,
  whole: boolean,
): boolean {
  if (!have || have.what !== want.what || have.frames !== want.frames) return false
  if (range.fromNs < have.fromNs || range.toNs > have.toNs) return false
  const perNs = have.points / Math.max(1, have.toNs - have.fromNs)
  const seen = perNs * spanOf(range)
  if (seen < pixels * 0.75) return whole
  return seen <= pixels * 4
}
