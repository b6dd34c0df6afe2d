import type { PartInfo } from '../../../shared/documents/part.ts'
import { nodeMask } from '../pages/page-table.ts'
import { createCacheFetch } from '../trackers/cache-fetch.ts'
import { cacheFidelity } from '../trackers/cache-fidelity.ts'
import type { Policy, PolicyPart } from '../policy.ts'

const info: PartInfo = {
  id: 'fifo',
  family: 'policy',
  title: 'FIFO cache',
  about: 'The fast tier as a cache: every miss is fetched, the page fetched longest ago makes room.',
  engines: ['replay'],
  params: [],
  fidelity: cacheFidelity('exact FIFO order: the textbook miss count'),
  sources: ['L. A. Belady, IBM Systems Journal 1966'],
}

export const fifo: PolicyPart = {
  info,
  createPolicy(_values, host): Policy {
    const cache = createCacheFetch(host, 'cache-evict-fifo')
    const { hot, touches } = host
    const { fastNode } = cache
    const frames = Math.min(cache.capacityPages, host.pageCount)
    const pageIn = new Uint32Array(frames)
    const state = Object.freeze({})
    let size = 0
    let next = 0

    const evictFirst = () => pageIn[next]

    function fetch(page: number, at: number): void {
      cache.fetch(page, at, size >= frames, evictFirst)
      pageIn[next] = page
      if (size < frames) size++
      next = next + 1 < frames ? next + 1 : 0
    }

    return {
      placePage: () => fastNode,
      cache: {
        run(pages, from, to) {
          let hits = 0
          for (let i = from; i < to; i++) {
            const page = pages[i]
            touches[page]++
            if ((hot[page] & nodeMask) === fastNode) hits++
            else fetch(page, i)
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
