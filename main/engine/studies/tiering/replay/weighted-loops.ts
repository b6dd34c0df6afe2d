import { accessedBit, nodeMask, nowhere, trapBit, type PageTable } from '../../../pages/page-table.ts'
import type { CacheRules } from '../../../policy.ts'
import { cacheBlockAccesses, createCacheMisses, nobody } from '../../../trackers/cache-misses.ts'
import type { World } from '../world.ts'
import { createCacheMoves } from './cache-loop.ts'

const dirtyShift = 5

/**
 * The two loops for samples: access i is charged as `weights[i]` accesses, all of them where its page is then. A
 * trap comes once per sample, since that is when the page was seen. Kept apart from the loops of complete traces, so
 * that their counts stay integers.
 */
export function createWeightedLoop(
  { hot }: PageTable,
  touches: Float64Array,
  served: Float64Array,
  onTrap: (page: number) => number,
): (pages: Uint32Array, writes: Uint8Array, weights: Float64Array, length: number) => void {
  return function serveSamples(pages, writes, weights, length) {
    for (let i = 0; i < length; i++) {
      const page = pages[i]
      let flags = hot[page]
      if ((flags & trapBit) !== 0) flags = onTrap(page)
      touches[page] += weights[i]
      served[flags & nodeMask] += weights[i]
      hot[page] = flags | accessedBit | (writes[i] << dirtyShift)
    }
  }
}

/** As `createCacheLoop`; a miss of weight P counts and pays as P misses. Returns the weight of the hits. */
export function createWeightedCacheLoop(
  cache: CacheRules,
  world: World,
  touches: Float64Array,
  served: Float64Array,
): (pages: Uint32Array, weights: Float64Array, length: number, accessesBefore: number) => number {
  const { hot } = world.table
  const { slowest, evict, fetch } = createCacheMoves(cache, world)
  const misses = createCacheMisses(cacheBlockAccesses)

  return function serveSamples(pages, weights, length, accessesBefore) {
    let hits = 0
    for (let block = 0; block < length; block += cacheBlockAccesses) {
      const end = Math.min(block + cacheBlockAccesses, length)
      const count = cache.serveBlock(pages, block, end, misses, 0)
      for (let i = block, miss = 0; i < end; i++) {
        const page = pages[i]
        const weight = weights[i]
        touches[page] += weight
        if (miss >= count || misses.at[miss] !== i) {
          hits += weight
          continue
        }
        if ((hot[page] & nodeMask) === nowhere) world.place(page, slowest)
        served[hot[page] & nodeMask] += weight
        world.weight = weight
        const victim = misses.victim[miss]
        if (victim !== nobody) evict(victim, accessesBefore + i, misses.detail[miss])
        fetch(page, accessesBefore + i)
        world.weight = 1
        miss++
      }
    }
    return hits
  }
}
