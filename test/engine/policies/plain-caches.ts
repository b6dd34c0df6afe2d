/** Textbook caches of unit-size objects, too plain to be wrong: they only count misses. For tests only. */

export type PlainCache = 'lru' | 'fifo' | 'clock' | 'min'
export const plainCaches: readonly PlainCache[] = ['lru', 'fifo', 'clock', 'min']

export function plainMisses(kind: PlainCache, ids: readonly unknown[], frames: number): number {
  return { lru: lruMisses, fifo: fifoMisses, clock: clockMisses, min: minMisses }[kind](ids, frames)
}

/** A Map keeps its keys in order of insertion, so the first one is the oldest. */
function lruMisses(ids: readonly unknown[], frames: number): number {
  const cached = new Map<unknown, true>()
  let misses = 0
  for (const id of ids) {
    if (!cached.delete(id)) {
      misses++
      if (cached.size === frames) cached.delete(cached.keys().next().value)
    }
    cached.set(id, true)
  }
  return misses
}

function fifoMisses(ids: readonly unknown[], frames: number): number {
  const queue: unknown[] = []
  let misses = 0
  for (const id of ids) {
    if (queue.includes(id)) continue
    misses++
    if (queue.length === frames) queue.shift()
    queue.push(id)
  }
  return misses
}

/** One reference bit; an object enters with the bit clear, and a hit sets it. */
function clockMisses(ids: readonly unknown[], frames: number): number {
  const ring: { id: unknown; referenced: boolean }[] = []
  let hand = 0
  let misses = 0
  for (const id of ids) {
    const found = ring.find((frame) => frame.id === id)
    if (found) {
      found.referenced = true
      continue
    }
    misses++
    if (ring.length < frames) {
      ring.push({ id, referenced: false })
      continue
    }
    while (ring[hand].referenced) {
      ring[hand].referenced = false
      hand = (hand + 1) % frames
    }
    ring[hand] = { id, referenced: false }
    hand = (hand + 1) % frames
  }
  return misses
}

/** Looks through the rest of the trace for each cached object whenever one must leave. */
function minMisses(ids: readonly unknown[], frames: number): number {
  const cached = new Set<unknown>()
  let misses = 0
  ids.forEach((id, now) => {
    if (cached.has(id)) return
    misses++
    if (cached.size === frames) {
      let farthest: unknown
      let farthestAt = -1
      for (const candidate of cached) {
        const next = ids.indexOf(candidate, now + 1)
        const at = next < 0 ? Infinity : next
        if (at > farthestAt) [farthest, farthestAt] = [candidate, at]
      }
      cached.delete(farthest)
    }
    cached.add(id)
  })
  return misses
}
