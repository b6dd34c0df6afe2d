/**
 * Marks the `want` entries with the largest counts: `chosen[i]` is 1 or 0. Equal counts go to the lower index.
 * Entries that are never accessed are not chosen. Returns the count that earns a place: that of the last one chosen,
 * 0 where all find room, Infinity where none does.
 */
export function selectLargest(counts: Float32Array, want: number, chosen: Uint8Array): number {
  if (want === 0) {
    chosen.fill(0)
    return Infinity
  }
  const sorted = counts.slice().sort()
  const last = want >= sorted.length ? 0 : sorted[sorted.length - want]
  let left = want
  for (let i = 0; i < counts.length; i++) {
    const above = counts[i] > last
    chosen[i] = above ? 1 : 0
    if (above) left--
  }
  for (let i = 0; i < counts.length && left > 0; i++) {
    if (counts[i] !== last || last <= 0) continue
    chosen[i] = 1
    left--
  }
  return last
}
