import type { Fidelity, PartInfo } from '../../../shared/documents/part.ts'
import { cacheFrames, neverAdopts } from '../trackers/cache-frames.ts'
import { nobody } from '../trackers/cache-misses.ts'
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
  traits: ['cache', 'foresight'],
  title: 'MIN (sees the future)',
  about:
    'A reference policy that sees the future: every miss is fetched, the page whose next access is farthest away makes room.',
  engines: ['replay'],
  adopts: [],
  params: [],
  fidelity,
  sources: ['L. A. Belady, IBM Systems Journal 1966', 'R. L. Mattson et al., IBM Systems Journal 1970'],
}

export const min: PolicyPart = {
  info,
  createPolicy(_values, host): Policy {
    const { frames, fastNode } = cacheFrames(host)
    const cached = createFarthestFirst(frames, host.pageCount)
    const isCached = new Uint8Array(host.pageCount)
    const state = Object.freeze({})
    let nextUse: Uint32Array = new Uint32Array(0)

    return {
      placePage: () => fastNode,
      adopt: neverAdopts,
      future: {
        onFuture(coming) {
          nextUse = coming
        },
      },
      cache: {
        evictReason: 'cache-evict-min',
        serveBlock(pages, from, to, { at, victim }, before) {
          const batchStart = host.accessNumber()
          let count = before
          for (let i = from; i < to; i++) {
            const page = pages[i]
            if (isCached[page] !== 0) {
              cached.defer(page, nextUse[batchStart + i])
              continue
            }
            at[count] = i
            victim[count] = nobody
            if (cached.size >= frames) {
              const leaving = cached.takeFarthest()
              isCached[leaving] = 0
              victim[count] = leaving
            }
            isCached[page] = 1
            cached.add(page, nextUse[batchStart + i])
            count++
          }
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
