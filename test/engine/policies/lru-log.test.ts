import { expect, it } from 'vitest'
import { bitsAt, createStream } from '../../../shared/base/random.ts'
import { lru } from '../../../main/engine/policies/lru.ts'
import type { PolicyHost } from '../../../main/engine/policy.ts'
import { cacheBlockAccesses, createCacheMisses, nobody } from '../../../main/engine/trackers/cache-misses.ts'

/** Pages, of which a few are accessed most of the time, in blocks of any length. */
function drawPages(pageCount: number, accesses: number): Uint32Array {
  const stream = createStream(17, 'lru-log')
  return Uint32Array.from({ length: accesses }, (_, i) => {
    const few = bitsAt(stream, i, 0) % 8 !== 0
    return bitsAt(stream, i, 1) % (few ? Math.ceil(pageCount / 20) : pageCount)
  })
}

it.each([[1], [7], [300], [900]])('[E35] with %i frames: each miss and each victim, in order', (frames) => {
  const pageCount = 1000
  const pages = drawPages(pageCount, 120_000)
  const host = {
    pageCount,
    nodes: [{ capacityPages: frames }, { capacityPages: pageCount }],
    tiers: [[0], [1]],
  } as unknown as PolicyHost
  const cache = lru.createPolicy({}, host).cache!
  const misses = createCacheMisses(cacheBlockAccesses)
  const seen: [number, number][] = []
  for (let from = 0, block = 1; from < pages.length; block = (block * 5 + 1) % cacheBlockAccesses) {
    const to = Math.min(from + 1 + block, pages.length)
    const count = cache.serveBlock(pages, from, to, misses, 0)
    for (let i = 0; i < count; i++) seen.push([misses.at[i], misses.victim[i]])
    from = to
  }

  const order = new Set<number>()
  const plain: [number, number][] = []
  for (const [i, page] of pages.entries()) {
    if (!order.delete(page)) {
      const full = order.size === frames
      const [oldest] = order
      if (full) order.delete(oldest)
      plain.push([i, full ? oldest : nobody])
    }
    order.add(page)
  }
  expect(seen).toEqual(plain)
  expect(plain.length).toBeGreaterThan(frames)
})
