import type { PartInfo } from '../../../shared/documents/part.ts'
import { cacheFidelity } from '../trackers/cache-fidelity.ts'
import { cacheFrames, neverAdopts } from '../trackers/cache-frames.ts'
import { cacheBlockAccesses, nobody } from '../trackers/cache-misses.ts'
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

const absent = 0
/**
 * The log is made this many times as long as the cache, so that under skewed accesses it is hardly ever cleared, which
 * reads a word of each page in it, anywhere in memory. Half as long where it would be very large.
 */
const logPerFrame = (frames: number) => (frames <= 1 << 23 ? 6 : 3)
const furthest = 1 << 30

export const lru: PolicyPart = {
  info,
  createPolicy(_values, host): Policy {
    const { frames, fastNode } = cacheFrames(host)
    const state = Object.freeze({})
    /**
     * All accesses in a ring, in their order, and of each cached page the number of its last one. An entry that is not
     * its page's last is void; so the first that is not void is the least recently used page, and a hit writes to the
     * head of the ring and to its page's own word, where a linked list would write to three frames anywhere.
     */
    const log = new Uint32Array(powerAbove(logPerFrame(frames) * frames + 2 * cacheBlockAccesses))
    const mask = log.length - 1
    const lastOf = new Int32Array(host.pageCount).fill(absent)
    const touched = new Int32Array(1)
    let tail = 1
    let head = 1
    let size = 0

    /** Moves what is not void together at the tail. */
    function clearVoids(): void {
      let to = tail
      for (let from = tail; from < head; from++) {
        const page = log[from & mask]
        if (lastOf[page] !== from) continue
        log[to & mask] = page
        lastOf[page] = to
        to++
      }
      head = to
    }

    /** Numbers the accesses from the front again. */
    function renumber(): void {
      const back = (tail - 1) & ~mask
      for (let i = tail; i < head; i++) {
        const page = log[i & mask]
        if (lastOf[page] === i) lastOf[page] = i - back
      }
      tail -= back
      head -= back
    }

    /** Only reads what the loop is about to ask for, so that the waits for memory overlap. */
    function touchAhead(pages: Uint32Array, from: number, to: number): void {
      let sum = 0
      for (let i = from; i < to; i++) sum = (sum + lastOf[pages[i]]) | 0
      touched[0] = sum
    }

    function makeRoom(accesses: number): void {
      if (head - tail + accesses > log.length) clearVoids()
      if (head > furthest) renumber()
    }

    return {
      placePage: () => fastNode,
      adopt: neverAdopts,
      cache: {
        evictReason: 'cache-evict-lru',
        serveBlock(pages, from, to, { at, victim }, before) {
          makeRoom(to - from)
          touchAhead(pages, from, to)
          let count = before | 0
          let cached = size | 0
          let next = head | 0
          let oldest = tail | 0
          for (let i = from | 0; i < to; i = (i + 1) | 0) {
            const page = pages[i]
            if (lastOf[page] === absent) {
              at[count] = i
              if (cached < frames) {
                victim[count] = nobody
                cached = (cached + 1) | 0
              } else {
                let leaving = log[oldest & mask]
                while (lastOf[leaving] !== oldest) {
                  oldest = (oldest + 1) | 0
                  leaving = log[oldest & mask]
                }
                oldest = (oldest + 1) | 0
                lastOf[leaving] = absent
                victim[count] = leaving
              }
              count = (count + 1) | 0
            }
            log[next & mask] = page
            lastOf[page] = next
            next = (next + 1) | 0
          }
          head = next
          tail = oldest
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

function powerAbove(least: number): number {
  let power = 1
  while (power < least) power *= 2
  return power
}
