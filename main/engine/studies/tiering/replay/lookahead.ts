import type { AccessSource } from '../../../workload.ts'

/**
 * Lets a reference policy see what is to come: pulls a whole span ahead, counts it, tells, and only then lets it be
 * served. The accesses themselves are those of the source, in its order.
 */
export function createLookahead(
  source: AccessSource,
  pageCount: number,
  spanAccesses: () => number,
  tell: (counts: Float32Array) => void,
): AccessSource {
  const counts = new Float32Array(pageCount)
  const pagePart = new Uint32Array(65_536)
  const writePart = new Uint8Array(65_536)
  const weightPart = source.weighted ? new Float64Array(65_536) : undefined
  let pages = new Uint32Array(spanAccesses())
  let writes = new Uint8Array(spanAccesses())
  let weights = new Float64Array(source.weighted ? spanAccesses() : 0)
  let pulled = 0
  let served = 0
  let told = false

  function pull(nowNs: number): void {
    while (pulled < pages.length) {
      const wanted = Math.min(pagePart.length, pages.length - pulled)
      const got = source.fill(pagePart, writePart, wanted, nowNs, weightPart)
      if (got === 0) return
      pages.set(pagePart.subarray(0, got), pulled)
      writes.set(writePart.subarray(0, got), pulled)
      if (weightPart) weights.set(weightPart.subarray(0, got), pulled)
      pulled += got
    }
  }

  function startSpan(): void {
    if (pages.length !== spanAccesses()) {
      pages = new Uint32Array(spanAccesses())
      writes = new Uint8Array(spanAccesses())
      if (source.weighted) weights = new Float64Array(spanAccesses())
    }
    pulled = 0
    served = 0
    told = false
  }

  return {
    weighted: source.weighted === true,
    get ended() {
      return source.ended && served === pulled
    },
    fill(outPages, outWrites, count, nowNs, outWeights) {
      if (told && served === pulled) startSpan()
      if (!told) {
        pull(nowNs)
        if (pulled < pages.length && !source.ended) return 0
        counts.fill(0)
        if (source.weighted) for (let i = 0; i < pulled; i++) counts[pages[i]] += weights[i]
        else for (let i = 0; i < pulled; i++) counts[pages[i]]++
        tell(counts)
        told = true
      }
      const given = Math.min(count, pulled - served)
      for (let i = 0; i < given; i++) {
        outPages[i] = pages[served + i]
        outWrites[i] = writes[served + i]
      }
      if (source.weighted) outWeights?.set(weights.subarray(served, served + given))
      served += given
      return given
    },
    feed: (bytes) => source.feed?.(bytes),
  }
}
