import type { Fidelity, PartInfo } from '../../../shared/documents/part.ts'
import { nodeMask } from '../pages/page-table.ts'
import { createCacheFetch } from '../trackers/cache-fetch.ts'
import { createFarthestFirst } from '../trackers/farthest-first.ts'
import { cacheFidelity } from '../trackers/cache-fidelity.ts'
import type { Policy, PolicyPart } from '../policy.ts'

const card = cacheFidelity('Belady’s MIN: the fewest misses that any cache with mandatory promotion can have')

const fidelity: Fidelity = {
  ...card,
  leavesOut: [
    'no real machine knows the future: this is a reference, a bound that no policy can beat on misses',
    'it counts misses, not nanoseconds: a policy that may leave a page where it is can be faster',
    ...card.leavesOut.slice(1),
  ],
}

const info: PartInfo = {
  id: 'min',
  family: 'policy',
  title: 'MIN (sees the future)',
  about:
    'A reference policy that sees the future: every miss is fetched, the page whose next access is farthest away makes room.',
  engines: ['replay'],
  params: [],
  fidelity,
  sources: ['L. A. Belady, IBM Systems Journal 1966', 'R. L. Mattson et al., IBM Systems Journal 1970'],
}

export const min: PolicyPart = {
  info,
  createPolicy(_values, host): Policy {
    const cache = createCacheFetch(host, 'cache-evict-min')
    const { hot, touches } = host
    const { fastNode } = cache
    const frames = Math.min(cache.capacityPages, host.pageCount)
    const cached = createFarthestFirst(frames, host.pageCount)
    const state = Object.freeze({})
    let nextUse: Uint32Array = new Uint32Array(0)

    const evictFarthest = () => cached.takeFarthest()

    return {
      placePage: () => fastNode,
      future: {
        onFuture(coming) {
          nextUse = coming
        },
      },
      cache: {
        run(pages, from, to) {
          const before = host.accessNumber()
          let hits = 0
          for (let i = from; i < to; i++) {
            const page = pages[i]
            touches[page]++
            if ((hot[page] & nodeMask) === fastNode) {
              hits++
              cached.defer(page, nextUse[before + i])
            } else {
              cache.fetch(page, i, cached.size >= frames, evictFarthest)
              cached.add(page, nextUse[before + i])
            }
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
