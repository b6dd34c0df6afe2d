import type { PartInfo } from '../../../shared/documents/part.ts'
import { cacheFidelity } from '../trackers/cache-fidelity.ts'
import { cacheFrames, neverAdopts, nobody } from '../trackers/cache-misses.ts'
import type { Policy, PolicyPart } from '../policy.ts'

const info: PartInfo = {
  id: 'lru',
  family: 'policy',
  traits: ['cache'],
  title: 'LRU cache',
  about: 'The fast tier as a cache: every miss is fetched, the least recently used page makes room.',
  engines: ['replay'],
  adopts: [],
  params: [],
  fidelity: cacheFidelity('exact LRU order, access by access: the textbook miss count'),
  sources: ['R. L. Mattson et al., IBM Systems Journal 1970'],
}

const absent = -1

export const lru: PolicyPart = {
  info,
  createPolicy(_values, host): Policy {
    const { frames, fastNode } = cacheFrames(host)
    const state = Object.freeze({})
    const frameOf = new Int32Array(host.pageCount).fill(absent)
    const pageIn = new Uint32Array(frames)
    /**
     * Frames in a ring by their last access: `links[2 f]` is the next newer one, `links[2 f + 1]` the next older one.
     * A last frame without a page closes it, so that no end is a special case; by frames and not by pages, so that
     * the ring is no larger than the cache.
     */
    const links = new Int32Array(2 * (frames + 1))
    for (let i = 0; i < links.length; i++) links[i] = i >> 1
    let size = 0

    return {
      placePage: () => fastNode,
      adopt: neverAdopts,
      cache: {
        evictReason: 'cache-evict-lru',
        serveBlock(pages, from, to, { at, victim }, before) {
          const end = frames << 1
          let count = before | 0
          let cached = size | 0
          for (let i = from | 0; i < to; i = (i + 1) | 0) {
            const page = pages[i]
            let frame = frameOf[page]
            if (frame === absent) {
              at[count] = i
              if (cached < frames) {
                victim[count] = nobody
                frame = cached
                cached = (cached + 1) | 0
              } else {
                frame = links[end]
                const leaving = pageIn[frame]
                frameOf[leaving] = absent
                victim[count] = leaving
              }
              count = (count + 1) | 0
              pageIn[frame] = page
              frameOf[page] = frame
            }
            const own = frame << 1
            const newer = links[own]
            const older = links[own + 1]
            links[(newer << 1) + 1] = older
            links[older << 1] = newer
            const newest = links[end + 1]
            links[own] = frames
            links[own + 1] = newest
            links[newest << 1] = frame
            links[end + 1] = frame
          }
          size = cached
          return count
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
