import { createSequence, createStream } from '../../../shared/base/random.ts'
import type { AccessSource, RateSource } from '../workload.ts'
import { fillWrites } from './access-fill.ts'

/**
 * A hot window of consecutive pages that once moves on: the hot set of the GUPS benchmarks. Threads own equal private
 * slices there and are all alike, so their hot parts count as one.
 */
export interface HotWindow {
  readonly pageCount: number
  readonly firstPage: number
  readonly hotPages: number
  /** Share of accesses that are aimed at the window. */
  readonly hotShare: number
  /** Where the other accesses go, uniformly: to the pages outside the window, or to all. */
  readonly others: 'outside' | 'everywhere'
  /** When the window moves on (Infinity: never), and by how many pages. */
  readonly moveAtNs: number
  readonly moveByPages: number
}

export function windowRates(window: HotWindow): RateSource {
  const { pageCount, hotPages, hotShare, others, moveByPages } = window
  const outside = pageCount - hotPages
  const cold =
    others === 'everywhere' ? (1 - hotShare) / pageCount : outside > 0 ? (1 - hotShare) / outside : 0
  const hot = outside === 0 ? 1 / pageCount : hotShare / hotPages + (others === 'everywhere' ? cold : 0)
  let first = window.firstPage
  let moved = false
  const inside = (page: number) => (page - first + pageCount) % pageCount < hotPages
  return {
    fillWeights(weights) {
      for (let page = 0; page < pageCount; page++) weights[page] = inside(page) ? hot : cold
    },
    nextChangeNs: () => (moved ? Infinity : window.moveAtNs),
    change(setWeight) {
      moved = true
      const before = Uint8Array.from({ length: pageCount }, (_, page) => (inside(page) ? 1 : 0))
      first = (first + moveByPages) % pageCount
      for (let page = 0; page < pageCount; page++) {
        if ((before[page] === 1) !== inside(page)) setWeight(page, inside(page) ? hot : cold)
      }
    },
  }
}

export function windowAccesses(
  window: HotWindow,
  seed: number,
  name: string,
  storeShare: number,
): AccessSource {
  const { pageCount, hotPages, others, moveAtNs, moveByPages } = window
  const draws = createSequence(createStream(seed, `${name}.draws`), 0)
  const stores = createSequence(createStream(seed, `${name}.stores`), 0)
  const bits = new Uint32Array(2 * 65_536)
  const outside = pageCount - hotPages
  const hotBelow = (outside === 0 ? 1 : window.hotShare) * 4294967296
  return {
    ended: false,
    fill(pages, writes, count, nowNs) {
      const first = (window.firstPage + (nowNs >= moveAtNs ? moveByPages : 0)) % pageCount
      draws.fill(bits, 2 * count)
      for (let i = 0; i < count; i++) {
        const uniform = bits[2 * i + 1] / 4294967296
        let at = Math.floor(uniform * hotPages)
        if (bits[2 * i] >= hotBelow) {
          at =
            others === 'everywhere'
              ? Math.floor(uniform * pageCount)
              : hotPages + Math.floor(uniform * outside)
        }
        pages[i] = (first + at) % pageCount
      }
      fillWrites(stores, bits, writes, count, storeShare)
      return count
    },
  }
}
