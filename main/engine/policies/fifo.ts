import type { PartInfo } from '../../../shared/documents/part.ts'
import { cacheFidelity } from '../trackers/cache-fidelity.ts'
import { cacheFrames, neverAdopts } from '../trackers/cache-frames.ts'
import { nobody } from '../trackers/cache-misses.ts'
import type { Policy, PolicyPart } from '../policy.ts'

const info: PartInfo = {
  id: 'fifo',
  family: 'policy',
  traits: ['cache'],
  title: 'FIFO cache',
  about: 'The fast tier as a cache: every miss is fetched, the page fetched longest ago makes room.',
  engines: ['replay'],
  adopts: [],
  params: [],
  fidelity: cacheFidelity('exact FIFO order: the textbook miss count'),
  sources: ['L. A. Belady, IBM Systems Journal 1966'],
}

export const fifo: PolicyPart = {
  info,
  createPolicy(_values, host): Policy {
    const { frames, fastNode } = cacheFrames(host)
    const state = Object.freeze({})
    const pageIn = new Uint32Array(frames)
    const isCached = new Uint8Array(host.pageCount)
    let next = 0
    let size = 0

    return {
      placePage: () => fastNode,
      adopt: neverAdopts,
      cache: {
        evictReason: 'cache-evict-fifo',
        serveBlock(pages, from, to, { at, victim }, before) {
          let count = before | 0
          let frame = next | 0
          let cached = size | 0
          for (let i = from | 0; i < to; i = (i + 1) | 0) {
            const page = pages[i]
            if (isCached[page] !== 0) continue
            at[count] = i
            if (cached < frames) {
              victim[count] = nobody
              cached = (cached + 1) | 0
            } else {
              const leaving = pageIn[frame]
              isCached[leaving] = 0
              victim[count] = leaving
            }
            isCached[page] = 1
            pageIn[frame] = page
            frame = (frame + 1) | 0
            if (frame === frames) frame = 0
            count = (count + 1) | 0
          }
          next = frame
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
