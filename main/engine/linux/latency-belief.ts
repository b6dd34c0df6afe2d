import type { Belief, PolicyHost } from '../policy.ts'

/** What NUMA tiering holds for hot, from its hint faults and its LRU lists. */
export interface LatencyBelief extends Belief {
  /** A hint fault on `page` came sooner than the threshold in force, or not; `moved`: the page was promoted for it. */
  onTested(page: number, sooner: boolean, moved: boolean): void
}

const cold = 0
const hotWhereItIs = 1
const hotAndPromoted = 2

export function createLatencyBelief(
  host: PolicyHost,
  isActive: (page: number) => boolean,
  fastNode: number,
): LatencyBelief {
  const tested = new Uint8Array(host.pageCount)
  return {
    about:
      'A slow page whose last hint fault came sooner than the threshold; a fast page that was promoted so, or is on the active list.',
    onTested(page, sooner, moved) {
      tested[page] = !sooner ? cold : moved ? hotAndPromoted : hotWhereItIs
    },
    addHotPages(hotPages, pagesPerBin) {
      for (let page = 0; page < tested.length; page++) {
        const isFast = host.nodeOf(page) === fastNode
        // Demoted since: the kernel took it for cold.
        if (!isFast && tested[page] === hotAndPromoted) tested[page] = cold
        if (isFast ? tested[page] === hotAndPromoted || isActive(page) : tested[page] === hotWhereItIs)
          hotPages[Math.floor(page / pagesPerBin)]++
      }
    },
  }
}
