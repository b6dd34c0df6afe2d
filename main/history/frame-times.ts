/** Frames by the times at which they end: frame i covers the time after the end of frame i - 1 up to `timeNs[i]`. */

/** How many of the ascending times are before `timeNs`. */
export function countBefore(times: Float64Array, timeNs: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle] < timeNs) low = middle + 1
    else high = middle
  }
  return low
}

/** The last frame that ended at or before a moment; the first frame before that, and -1 where there is none. */
export function frameAt(times: Float64Array, timeNs: number): number {
  if (times.length === 0) return -1
  let frame = countBefore(times, timeNs)
  while (frame < times.length && times[frame] === timeNs) frame++
  return Math.max(0, frame - 1)
}

/** The frames that cover any of the time from `fromNs` to `toNs`: `first` to `end - 1`. */
export function framesWithin(
  times: Float64Array,
  fromNs: number,
  toNs: number,
): { readonly first: number; readonly end: number } {
  const first = countBefore(times, fromNs)
  const end = Math.min(times.length, countBefore(times, toNs) + 1)
  return { first, end: toNs < fromNs ? first : Math.max(first, end) }
}
