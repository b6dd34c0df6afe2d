import type { PartInfo } from '../../../shared/documents/part.ts'
import { selectLargest } from '../trackers/select-largest.ts'
import type { Policy, PolicyPart } from '../policy.ts'

const info: PartInfo = {
  id: 'static-oracle',
  family: 'policy',
  title: 'Static oracle',
  about: 'A reference policy that knows the whole run: the pages accessed most over all of it are placed in the fastest tier from the start, and nothing ever moves.',
  engines: ['replay', 'rates'],
  adopts: [],
  traits: ['stays', 'foresight'],
  params: [],
  fidelity: {
    models: ['the best placement that never changes, under equal latencies per tier: exactly counted in replay, by rates over time otherwise'],
    approximates: ['rates engine: whole-run counts at a throughput that does not change with time'],
    leavesOut: ['no real machine knows this; under bandwidth contention the most accessed pages are not the best ones'],
  },
  sources: ['a reference of this lab; published as the best static placement, or "oracle", beside most tiering policies'],
} // prettier-ignore

export const staticOracle: PolicyPart = {
  info,
  createPolicy(_values, host): Policy {
    const tierOf = new Uint8Array(host.pageCount)
    const state = Object.freeze({})
    return {
      wholeRun: {
        onWholeRun(counts) {
          const chosen = new Uint8Array(host.pageCount)
          let room = 0
          for (const nodes of host.tiers.slice(0, -1)) {
            for (const node of nodes) room += host.nodes[node].capacityPages
            selectLargest(counts, Math.min(room, counts.length), chosen)
            for (let page = 0; page < tierOf.length; page++) tierOf[page] += 1 - chosen[page]
          }
        },
      },
      placePage(page, group) {
        const tier = host.nodes[host.tiers[tierOf[page]][0]].tier
        const byDistance = host.nodesFrom(group)
        const roomy = (at: (nodeTier: number) => boolean) =>
          byDistance.find((node) => at(host.nodes[node].tier) && host.freePages(node) > 0)
        return roomy((at) => at === tier) ?? roomy((at) => at > tier) ?? roomy(() => true) ?? byDistance[0]
      },
      adopt: () => undefined,
      set: () => undefined,
      columns: [],
      tracks: [],
      fillRow: () => undefined,
      state: () => state,
    }
  },
}
