import type { PartInfo } from '../../../shared/documents/part.ts'
import { cacheFidelity } from '../trackers/cache-fidelity.ts'
import { cacheFrames, nobody, type CacheMisses } from '../trackers/cache-misses.ts'
import type { Policy, PolicyPart } from '../policy.ts'

const info: PartInfo = {
  id: 'lru',
  family: 'policy',
  title: 'LRU cache',
  about: 'The fast tier as a cache: every miss is fetched, the least recently used page makes room.',
  engines: ['replay'],
  params: [],
  fidelity: cacheFidelity('exact LRU order, access by access: the textbook miss count'),
  sources: ['R. L. Mattson et al., IBM Systems Journal 1970'],
}

/** More than a batch, so that a few batches fit between two clean-ups however small the cache is. */
const slack = 262_144
const never = -1

export const lru: PolicyPart = {
  info,
  createPolicy(_values, host): Policy {
    const { frames, fastNode } = cacheFrames(host)
    const state = Object.freeze({})
    /**
     * Cached pages in order of their accesses, oldest first. An entry is void once its page was accessed again: an
     * access appends, and costs one place in memory where a linked list would cost four.
     */
    const order = new Uint32Array(2 * frames + slack)
    const placeOf = new Int32Array(host.pageCount).fill(never)
    /** Asked at each access: a byte a page stays in the processor’s cache where the places do not. */
    const isCached = new Uint8Array(host.pageCount)
    let oldest = 0
    let end = 0
    let size = 0

    /** Without a branch on what is void, which no processor could foresee. */
    function dropVoidEntries(): void {
      let kept = 0
      for (let at = oldest | 0; at < end; at = (at + 1) | 0) {
        const page = order[at]
        const place = placeOf[page]
        const apart = place ^ at
        const live = ((apart | -apart) >>> 31) ^ 1
        order[kept] = page
        placeOf[page] = (place + Math.imul(kept - place, live)) | 0
        kept = (kept + live) | 0
      }
      oldest = 0
      end = kept
    }

    function serveBlock(pages: Uint32Array, from: number, to: number, misses: CacheMisses, before: number) {
      const { at, victim } = misses
      let count = before | 0
      let place = end | 0
      let tail = oldest | 0
      let cached = size | 0
      for (let i = from | 0; i < to; i = (i + 1) | 0) {
        const page = pages[i]
        placeOf[page] = place
        order[place] = page
        place = (place + 1) | 0
        if (isCached[page] !== 0) continue
        isCached[page] = 1
        at[count] = i
        if (cached < frames) {
          victim[count] = nobody
          cached = (cached + 1) | 0
        } else {
          while (placeOf[order[tail]] !== tail) tail = (tail + 1) | 0
          const leaving = order[tail]
          tail = (tail + 1) | 0
          isCached[leaving] = 0
          placeOf[leaving] = never
          victim[count] = leaving
        }
        count = (count + 1) | 0
      }
      end = place
      oldest = tail
      size = cached
      return count
    }

    return {
      placePage: () => fastNode,
      cache: {
        evictReason: 'cache-evict-lru',
        serveBlock(pages, from, to, misses, before) {
          if (end + (to - from) > order.length) dropVoidEntries()
          return serveBlock(pages, from, to, misses, before)
        },
      },
      set: () => undefined,
      columns: [],
      tracks: [],
      fillRow: () => undefined,
      state: () => state,
    }
  },
}
