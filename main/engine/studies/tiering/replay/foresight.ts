import type { AccessSource } from '../../../workload.ts'

/** The access that next touches the same page, where there is none. */
export const neverAgain = 0xffffffff

/** Bytes that foresight keeps for one access: its page and its next use; as many again for what a sample stands for. */
export const foresightBytesPerAccess = 8
/** 1 GiB of it. */
export const foresightLimit = 134_217_728

const storeBit = 0x8000_0000
const pageMask = 0x7fff_ffff
const stretch = 1 << 20

/**
 * Lets a reference policy see the whole future: pulls all accesses of a run before the first is served, finds for
 * each the number of the access that next touches its page, counts each page’s accesses, and tells. The accesses served are those of the source,
 * in its order. Says 'hungry' (0) between stretches of its work, so that a step stays short.
 */
export function createForesight(
  source: AccessSource,
  pageCount: number,
  accesses: number,
  tell: (nextUse: Uint32Array, counts: Float32Array) => void,
): AccessSource {
  const pages = new Uint32Array(accesses)
  const nextUse = new Uint32Array(accesses)
  const nextOf = new Uint32Array(pageCount).fill(neverAgain)
  const counts = new Float32Array(pageCount)
  const pagePart = new Uint32Array(65_536)
  const writePart = new Uint8Array(65_536)
  const weights = new Float64Array(source.weighted ? accesses : 0)
  const weightPart = source.weighted ? new Float64Array(65_536) : undefined
  const isStream = source.feed !== undefined
  let pulled = 0
  let linked = -1
  let served = 0
  let told = false

  /** True when there is nothing more to pull. */
  function pull(nowNs: number): boolean {
    // A stream must be read until it asks for bytes; a generator would never stop.
    const until = isStream ? accesses : Math.min(accesses, pulled + stretch)
    while (pulled < until) {
      const wanted = Math.min(pagePart.length, until - pulled)
      const got = source.fill(pagePart, writePart, wanted, nowNs, weightPart)
      if (got === 0) return source.ended
      for (let i = 0; i < got; i++) pages[pulled + i] = pagePart[i] | (writePart[i] !== 0 ? storeBit : 0)
      if (weightPart) weights.set(weightPart.subarray(0, got), pulled)
      pulled += got
    }
    return pulled === accesses
  }

  /** Backwards over one stretch; true when the first access has been reached. */
  function link(): boolean {
    const until = Math.max(0, linked - stretch)
    for (let i = linked - 1; i >= until; i--) {
      const page = pages[i] & pageMask
      nextUse[i] = nextOf[page]
      nextOf[page] = i
      counts[page] += source.weighted ? weights[i] : 1
    }
    linked = until
    return until === 0
  }

  function lookAhead(nowNs: number): void {
    if (linked < 0) {
      if (pull(nowNs)) linked = pulled
      return
    }
    if (!link()) return
    told = true
    tell(nextUse, counts)
  }

  return {
    weighted: source.weighted === true,
    get ended() {
      return told && served === pulled
    },
    fill(outPages, outWrites, count, nowNs, outWeights) {
      if (!told) lookAhead(nowNs)
      if (!told) return 0
      const given = Math.min(count, pulled - served)
      for (let i = 0; i < given; i++) {
        const access = pages[served + i]
        outPages[i] = access & pageMask
        outWrites[i] = access >>> 31
      }
      if (source.weighted) outWeights?.set(weights.subarray(served, served + given))
      served += given
      return given
    },
    feed(bytes) {
      if (linked < 0) source.feed?.(bytes)
    },
  }
}
