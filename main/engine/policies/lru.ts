import type { PartInfo } from '../../../shared/documents/part.ts'
import { nodeMask } from '../pages/page-table.ts'
import { createCacheFetch } from '../trackers/cache-fetch.ts'
import type { Policy, PolicyPart } from '../policy.ts'
import { cacheFidelity } from '../trackers/cache-fidelity.ts'

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

const none = -1

export const lru: PolicyPart = {
  info,
  createPolicy(_values, host): Policy {
    const cache = createCacheFetch(host, 'cache-evict-lru')
    const { hot, touches } = host
    const { fastNode, capacityPages } = cache
    const newerOf = new Int32Array(host.pageCount).fill(none)
    const olderOf = new Int32Array(host.pageCount).fill(none)
    const state = Object.freeze({})
    let newest = none
    let oldest = none
    let size = 0

    function unlink(page: number): void {
      const newer = newerOf[page]
      const older = olderOf[page]
      if (newer === none) newest = older
      else olderOf[newer] = older
      if (older === none) oldest = newer
      else newerOf[older] = newer
    }

    function linkNewest(page: number): void {
      newerOf[page] = none
      olderOf[page] = newest
      if (newest === none) oldest = page
      else newerOf[newest] = page
      newest = page
    }

    function evictOldest(): number {
      const page = oldest
      unlink(page)
      size--
      return page
    }

    return {
      placePage: () => fastNode,
      cache: {
        run(pages, from, to) {
          let hits = 0
          for (let i = from; i < to; i++) {
            const page = pages[i]
            touches[page]++
            if ((hot[page] & nodeMask) === fastNode) {
              hits++
              if (page === newest) continue
              unlink(page)
            } else {
              cache.fetch(page, i, size >= capacityPages, evictOldest)
              size++
            }
            linkNewest(page)
          }
          return hits
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
