const buckets = 65_536

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
  const last = want >= counts.length ? 0 : largestButFor(counts, want)
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

/**
 * The count at place `want` from the top, 0 where fewer are above zero. Positive floats are ordered as their bits are, so
 * it is found by its upper half and then, among those that share that, by its lower half: no sort.
 */
function largestButFor(counts: Float32Array, want: number): number {
  const bits = new Uint32Array(counts.buffer, counts.byteOffset, counts.length)
  const perBucket = new Uint32Array(buckets)
  for (let i = 0; i < bits.length; i++) if (counts[i] > 0) perBucket[bits[i] >>> 16]++
  const upper = fromTheTop(perBucket, want)
  if (upper.bucket < 0) return 0
  perBucket.fill(0)
  for (let i = 0; i < bits.length; i++) {
    if (bits[i] >>> 16 === upper.bucket && counts[i] > 0) perBucket[bits[i] & 0xffff]++
  }
  const lower = fromTheTop(perBucket, upper.left)
  return new Float32Array(Uint32Array.of(upper.bucket * buckets + lower.bucket).buffer)[0]
}

/** The bucket that holds place `want` from the top, and which place it is in there; −1 where there are too few. */
function fromTheTop(perBucket: Uint32Array, want: number): { bucket: number; left: number } {
  let left = want
  for (let bucket = buckets - 1; bucket >= 0; bucket--) {
    if (perBucket[bucket] >= left) return { bucket, left }
    left -= perBucket[bucket]
  }
  return { bucket: -1, left }
}
