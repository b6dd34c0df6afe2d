import { reasonCode } from '../../../../../shared/documents/decision.ts'
import { nodeMask, nowhere, oneTouch } from '../../../pages/page-table.ts'
import type { CacheRules, Why } from '../../../policy.ts'
import { cacheBlockAccesses, createCacheMisses, nobody } from '../../../trackers/cache-misses.ts'
import { tiersOf } from '../../../hardware/tiers.ts'
import type { World } from '../world.ts'

/**
 * Serves a batch through a cache policy and returns its hits. The policy says what misses and who makes room; here the
 * access is served where the page is (counted into `served`), the victim leaves, and the page is fetched.
 */
export function createCacheLoop(
  cache: CacheRules,
  world: World,
  served: Uint32Array,
): (pages: Uint32Array, length: number, accessesBefore: number) => number {
  const { hot } = world.table
  const { slowest, evict, fetch } = createCacheMoves(cache, world)
  const misses = createCacheMisses(cacheBlockAccesses)

  function countTouches(pages: Uint32Array, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const page = pages[i]
      hot[page] = (hot[page] + oneTouch) | 0
    }
  }

  return function serveCached(pages, length, accessesBefore) {
    let hits = length
    for (let block = 0; block < length; block += cacheBlockAccesses) {
      const end = Math.min(block + cacheBlockAccesses, length)
      const count = cache.serveBlock(pages, block, end, misses, 0)
      hits -= count
      let counted = block
      for (let miss = 0; miss < count; miss++) {
        const at = misses.at[miss]
        const page = pages[at]
        countTouches(pages, counted, at + 1)
        counted = at + 1
        if ((hot[page] & nodeMask) === nowhere) world.place(page, slowest)
        served[hot[page] & nodeMask]++
        const victim = misses.victim[miss]
        if (victim !== nobody) evict(victim, accessesBefore + at, misses.detail[miss])
        fetch(page, accessesBefore + at)
      }
      countTouches(pages, counted, end)
    }
    return hits
  }
}

/** The two moves of a miss: the victim leaves for the next tier with room, the page comes. */
export function createCacheMoves({ evictReason }: CacheRules, world: World) {
  const { machine, freePages } = world
  const tiers = tiersOf(machine)
  const fastNode = tiers[0][0]
  const lower = tiers.slice(1).flat()
  const missWhy: Why = { reason: reasonCode('cache-miss'), a: 0, b: 0, c: 0 }
  const evictWhy: Why = { reason: reasonCode(evictReason), a: 0, b: 0, c: 0 }
  return {
    slowest: tiers.at(-1)![0],
    evict(page: number, accessNumber: number, detail: number): void {
      const target = lower.find((node) => freePages[node] > 0)
      if (target === undefined) return
      evictWhy.a = accessNumber
      evictWhy.b = detail
      world.move(page, target, evictWhy, 1, 0)
    },
    fetch(page: number, accessNumber: number): void {
      missWhy.a = accessNumber
      world.move(page, fastNode, missWhy, 1, 0)
    },
  }
}
