/** A stretch of simulated time on screen. Its arithmetic: every gesture and key is one of these functions. */
export interface TimeRange {
  readonly fromNs: number
  readonly toNs: number
}

/** Nothing happens faster than this, so nobody needs to look closer. */
export const SHORTEST_NS = 1000

export function spanOf(range: TimeRange): number {
  return range.toNs - range.fromNs
}

/** The range moved and, if it must be, shortened to lie within the whole. */
export function clampRange(range: TimeRange, whole: TimeRange): TimeRange {
  const span = Math.min(Math.max(spanOf(range), SHORTEST_NS), spanOf(whole))
  const fromNs = Math.min(Math.max(range.fromNs, whole.fromNs), whole.toNs - span)
  return { fromNs, toNs: fromNs + span }
}

/** Zooms by `factor` (below 1: closer) so that the moment under `aroundNs` stays where it is. */
export function zoomed(range: TimeRange, whole: TimeRange, factor: number, aroundNs: number): TimeRange {
  const span = Math.min(Math.max(spanOf(range) * factor, SHORTEST_NS), spanOf(whole))
  const part = spanOf(range) > 0 ? (aroundNs - range.fromNs) / spanOf(range) : 0.5
  const fromNs = aroundNs - part * span
  return clampRange({ fromNs, toNs: fromNs + span }, whole)
}

export function panned(range: TimeRange, whole: TimeRange, byNs: number): TimeRange {
  return clampRange({ fromNs: range.fromNs + byNs, toNs: range.toNs + byNs }, whole)
}

/** Between two moments in either order, as a drag gives them. */
export function rangeBetween(a: number, b: number, whole: TimeRange): TimeRange {
  return clampRange({ fromNs: Math.min(a, b), toNs: Math.max(a, b) }, whole)
}

/** The range moved just so far that the moment is in it. */
export function rangeShowing(range: TimeRange, whole: TimeRange, timeNs: number): TimeRange {
  if (timeNs >= range.fromNs && timeNs <= range.toNs) return range
  return panned(range, whole, timeNs - (range.fromNs + range.toNs) / 2)
}

export function timeAtPixel(range: TimeRange, pixel: number, width: number): number {
  return range.fromNs + (spanOf(range) * pixel) / Math.max(1, width)
}

export function pixelAtTime(range: TimeRange, timeNs: number, width: number): number {
  const span = spanOf(range)
  return span > 0 ? ((timeNs - range.fromNs) / span) * width : 0
}
