/** Frames by the times at which they end, ascending. */

/** The last frame that ended at or before a moment; the first one before that; -1 where there are none. */
export function frameAt(times: Float64Array, timeNs: number): number {
  let low = 0
  let high = times.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (times[middle] <= timeNs) low = middle + 1
    else high = middle
  }
  return times.length === 0 ? -1 : Math.max(0, low - 1)
}
