import type { PartInfo } from '../../../shared/documents/part.ts'
import { cacheFidelity } from '../trackers/cache-fidelity.ts'
import { cacheFrames, neverAdopts } from '../trackers/cache-frames.ts'
import { nobody } from '../trackers/cache-misses.ts'
import type { Policy, PolicyPart, PolicyState } from '../policy.ts'

const info: PartInfo = {
  id: 'clock',
  family: 'policy',
  traits: ['cache'],
  title: 'CLOCK cache',
  about:
    'The fast tier as a cache: every miss is fetched, a hand takes the first page whose reference bit is clear.',
  engines: ['replay'],
  adopts: [],
  params: [],
  fidelity: cacheFidelity('CLOCK with one reference bit; a fetched page enters with the bit clear'),
  sources: ['F. J. Corbató, A paging experiment with the Multics system, 1968'],
}

const absent = 0
const cachedClear = 1
const cachedReferenced = 2

export const clock: PolicyPart = {
  info,
  createPolicy(_values, host): Policy {
    const { frames, fastNode } = cacheFrames(host)
    const pageIn = new Uint32Array(frames)
    const stateOf = new Uint8Array(host.pageCount)
    let state: PolicyState = Object.freeze({ 'hand at frame': 0 })
    let size = 0
    let hand = 0

    return {
      placePage: () => fastNode,
      adopt: neverAdopts,
      cache: {
        evictReason: 'cache-evict-clock',
        serveBlock(pages, from, to, { at, victim, detail }, before) {
          let count = before | 0
          let frame = hand | 0
          let cached = size | 0
          for (let i = from | 0; i < to; i = (i + 1) | 0) {
            const page = pages[i]
            if (stateOf[page] !== absent) {
              stateOf[page] = cachedReferenced
              continue
            }
            at[count] = i
            let passed = 0
            if (cached < frames) {
              victim[count] = nobody
              cached = (cached + 1) | 0
            } else {
              let leaving = pageIn[frame]
              while (stateOf[leaving] === cachedReferenced) {
                stateOf[leaving] = cachedClear
                frame = (frame + 1) | 0
                if (frame === frames) frame = 0
                leaving = pageIn[frame]
                passed = (passed + 1) | 0
              }
              stateOf[leaving] = absent
              victim[count] = leaving
            }
            detail[count] = passed
            stateOf[page] = cachedClear
            pageIn[frame] = page
            frame = (frame + 1) | 0
            if (frame === frames) frame = 0
            count = (count + 1) | 0
          }
          hand = frame
          size = cached
          return count
        },
      },
      belief: {
        about:
          'Cached, and its reference bit is set: accessed since it was fetched or since the hand last passed.',
        addHotPages(hotPages, pagesPerBin) {
          for (let page = 0; page < stateOf.length; page++) {
            if (stateOf[page] === cachedReferenced) hotPages[Math.floor(page / pagesPerBin)]++
          }
        },
      },
      set: () => undefined,
      columns: [],
      tracks: [],
      fillRow: () => undefined,
      state() {
        if (state['hand at frame'] !== hand) state = Object.freeze({ 'hand at frame': hand })
        return state
      },
    }
  },
}
