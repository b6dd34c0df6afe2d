import type { ParsedBatch } from './trace-parser.ts'

/**
 * Keeps the accesses to pages whose hash is below the share, moving them to the batch's front; returns how many. The
 * same pages are kept all along a trace, and with a larger share those and others (as in SHARDS), so a cache of that
 * share of the capacity sees a small trace of the same shape.
 */
export function keepSampled(batch: ParsedBatch, count: number, share: number): number {
  if (share >= 1) return count
  const { idLow, idHigh, write, weight } = batch
  const below = Math.floor(share * 4294967296)
  let kept = 0
  for (let i = 0; i < count; i++) {
    const low = idLow[i]
    const high = idHigh[i]
    if (pageHash(low, high) >= below) continue
    idLow[kept] = low
    idHigh[kept] = high
    write[kept] = write[i]
    weight[kept] = weight[i]
    kept++
  }
  return kept
}

/** Evenly spread over 0 … 2^32 − 1, also for numbers in a row. */
export function pageHash(low: number, high: number): number {
  let hash = Math.imul(low ^ 0x5bd1e995, 0x85ebca6b) ^ Math.imul(high ^ 0x27d4eb2f, 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad)
  hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97)
  return (hash ^ (hash >>> 15)) >>> 0
}
