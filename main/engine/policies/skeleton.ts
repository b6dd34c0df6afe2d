import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { reasonCode } from '../../../shared/documents/decision.ts'
import { createFirstTouch } from '../linux/first-touch.ts'
import { valuesOf } from '../param-values.ts'
import { fromAll, type Policy, type PolicyPart, type Why } from '../policy.ts'

/**
 * SKELETON: a working policy to copy. It is compiled and tested but not in the catalogue. It looks at a few pages of
 * the slow tier each millisecond and promotes those whose accessed bit is set, while there is room.
 * SKELETON: copy this file, rename it to the id of your policy, follow the marks; then CONTRIBUTING.md has the rest.
 */

// SKELETON: each parameter is declared here and nowhere else.
const params = [
  {
    name: 'pagesPerMs',
    label: 'Pages looked at',
    about: 'Accessed bits tested each millisecond.',
    source: 'free choice',
    type: 'integer',
    unit: 'pages',
    default: 64,
    min: 1,
    max: 1_000_000,
    live: true,
  },
] as const satisfies readonly ParamInfo[]

// SKELETON: id = file name = the word in documents.
const info: PartInfo = {
  id: 'skeleton',
  family: 'policy',
  title: 'Skeleton',
  about: 'Promotes slow pages whose accessed bit is found set, while the fast tier has room.',
  engines: ['replay', 'rates'],
  params,
  fidelity: { models: ['accessed bits'], approximates: [], leavesOut: ['demotion'] },
  sources: ['CONTRIBUTING.md'],
}

export const skeleton: PolicyPart = {
  info,
  createPolicy(values, host): Policy {
    let settings = valuesOf(params, values)
    const [fastNode] = host.tiers[0]
    const firstTouch = createFirstTouch(host)
    // SKELETON: choose a reason from shared/documents/decision.ts or append one of your own there.
    const why: Why = { reason: reasonCode('fast-node-free'), a: 0, b: 0, c: 0 }
    const state = Object.freeze({})
    let nextPage = 0

    function look(page: number): void {
      if (host.nodeOf(page) === fastNode || !host.accessed.testAndClear(page)) return
      why.a = host.freePages(fastNode)
      host.move(page, fastNode, why, 1, fromAll)
    }

    return {
      placePage: (_page, group) => firstTouch.nodeForNewPage(group),
      // SKELETON: if your policy keeps books of pages, take this one up; this one asks its host.
      adopt: () => undefined,
      // SKELETON: act here each simulated millisecond, or in onHintFault after arming traps.
      tick() {
        for (let i = 0; i < settings.pagesPerMs; i++) {
          look(nextPage)
          nextPage = nextPage + 1 < host.pageCount ? nextPage + 1 : 0
        }
      },
      set(changed) {
        settings = { ...settings, ...valuesOf(params, changed) }
      },
      // SKELETON: columns that your policy alone can fill; they become tracks.
      columns: [],
      tracks: [],
      fillRow: () => undefined,
      state: () => state,
    }
  },
}
