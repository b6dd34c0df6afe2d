import { createBinOf } from '../pages/page-bins.ts'
import type { Belief, PolicyHost } from '../policy.ts'

/**
 * What NUMA tiering holds for hot, from its hint faults and its LRU lists. Counted as it changes, for looking through
 * all pages a thousand times a run would take longer than the run: whoever changes what it rests on says so.
 */
export interface LatencyBelief extends Belief {
  /** A hint fault on `page` came sooner than the threshold in force, or not; `moved`: the page was promoted for it. */
  onTested(page: number, sooner: boolean, moved: boolean): void
  /** The page turned active or inactive. */
  onListed(page: number): void
  /** The page was demoted: the kernel took it for cold. */
  onDemoted(page: number): void
}

/** How the last latency test went, with `believed` beside it. */
const cold = 0
const hotWhereItIs = 1
const hotAndPromoted = 2
const testMask = 3
const believed = 4

export function createLatencyBelief(
  host: PolicyHost,
  isActive: (page: number) => boolean,
  isFast: (node: number) => boolean,
): LatencyBelief {
  const { words, shift, first } = host.takeWords()
  let binPages = 0
  let counted = new Float64Array(0)
  let binOf = createBinOf(1)

  function refresh(page: number, test: number): void {
    const at = (page << shift) + first
    const was = words[at]
    const isHot = isFast(host.nodeOf(page))
      ? test === hotAndPromoted || isActive(page)
      : test === hotWhereItIs
    words[at] = isHot ? test | believed : test
    if (binPages > 0 && isHot !== ((was & believed) !== 0)) counted[binOf(page)] += isHot ? 1 : -1
  }

  function countAll(bins: number, pagesPerBin: number): void {
    binPages = pagesPerBin
    counted = new Float64Array(bins)
    binOf = createBinOf(pagesPerBin)
    for (let page = 0; page < host.pageCount; page++) {
      if ((words[(page << shift) + first] & believed) !== 0) counted[binOf(page)]++
    }
  }

  return {
    about:
      'A slow page whose last hint fault came sooner than the threshold; a fast page that was promoted so, or is on the active list.',
    onTested: (page, sooner, moved) => refresh(page, !sooner ? cold : moved ? hotAndPromoted : hotWhereItIs),
    onListed: (page) => refresh(page, words[(page << shift) + first] & testMask),
    onDemoted: (page) => refresh(page, cold),
    addHotPages(hotPages, pagesPerBin) {
      if (pagesPerBin !== binPages) countAll(hotPages.length, pagesPerBin)
      for (let bin = 0; bin < counted.length; bin++) hotPages[bin] += counted[bin]
    },
  }
}
