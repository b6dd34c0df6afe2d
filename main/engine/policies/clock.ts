import type { PartInfo } from '../../../shared/documents/part.ts'
import { accessedBit, nodeMask } from '../pages/page-table.ts'
import { createCacheFetch } from '../trackers/cache-fetch.ts'
import { cacheFidelity } from '../trackers/cache-fidelity.ts'
import type { Policy, PolicyPart, PolicyState } from '../policy.ts'

const info: PartInfo = {
  id: 'clock',
  family: 'policy',
  title: 'CLOCK cache',
  about:
    'The fast tier as a cache: every miss is fetched, a hand takes the first page whose reference bit is clear.',
  engines: ['replay'],
  params: [],
  fidelity: cacheFidelity('CLOCK with one reference bit; a fetched page enters with the bit clear'),
  sources: ['F. J. Corbató, A paging experiment with the Multics system, 1968'],
}

export const clock: PolicyPart = {
  info,
  createPolicy(_values, host): Policy {
    const cache = createCacheFetch(host, 'cache-evict-clock')
    const { hot, touches } = host
    const { fastNode } = cache
    const frames = Math.min(cache.capacityPages, host.pageCount)
    const pageIn = new Uint32Array(frames)
    let state: PolicyState = Object.freeze({ 'hand at frame': 0 })
    let size = 0
    let hand = 0

    /** Moves the hand to the first page whose bit is clear, clearing the bits that it passes. */
    function passReferenced(): number {
      let passed = 0
      while ((hot[pageIn[hand]] & accessedBit) !== 0) {
        hot[pageIn[hand]] &= ~accessedBit
        hand = hand + 1 < frames ? hand + 1 : 0
        passed++
      }
      cache.evictionDetail = passed
      return pageIn[hand]
    }

    function fetch(page: number, at: number): void {
      cache.fetch(page, at, size >= frames, passReferenced)
      pageIn[hand] = page
      hot[page] &= ~accessedBit
      if (size < frames) size++
      hand = hand + 1 < frames ? hand + 1 : 0
    }

    return {
      placePage: () => fastNode,
      cache: {
        run(pages, from, to) {
          let hits = 0
          for (let i = from; i < to; i++) {
            const page = pages[i]
            touches[page]++
            const flags = hot[page]
            if ((flags & nodeMask) === fastNode) {
              hits++
              hot[page] = flags | accessedBit
            } else fetch(page, i)
          }
          return hits
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
