import type { ParamInfo, PartInfo } from '../../../shared/documents/part.ts'
import { reasonCode } from '../../../shared/documents/decision.ts'
import { createFirstTouch } from '../linux/first-touch.ts'
import { selectLargest } from '../trackers/select-largest.ts'
import { valuesOf } from '../param-values.ts'
import { fromAll, fromNobody, type Policy, type PolicyPart, type Why } from '../policy.ts'

const params = [
  {
    name: 'epochMs', label: 'Oracle’s epoch', about: 'How far it sees, and how often it rearranges (rates engine).', source: 'free choice', type: 'integer', unit: 'ms', default: 1000, min: 1, max: 600_000,
  },
  {
    name: 'epochAccesses', label: 'Oracle’s epoch in accesses', about: 'How far it sees, and how often it rearranges (replay).', source: 'free choice', type: 'integer', unit: 'accesses', default: 1_000_000, min: 64, max: 1e8,
  },
  {
    name: 'moves', label: 'Moves', about: 'free: the upper bound of any placement that changes once an epoch. paid: the application pays for every move, and only moves that save more than they cost are made.', source: 'facts on reference policies', type: 'choice', default: 'free',
    choices: [{ value: 'free', title: 'cost nothing' }, { value: 'paid', title: 'are paid, and must pay' }],
  },
] as const satisfies readonly ParamInfo[] // prettier-ignore

const info: PartInfo = {
  id: 'next-epoch-oracle',
  family: 'policy',
  title: 'Next-epoch oracle',
  about: 'A reference policy that sees the future: at each epoch the fast tier gets the pages that will be accessed most in it.',
  engines: ['replay', 'rates'],
  traits: ['lookahead'],
  adopts: ['rates'],
  params,
  fidelity: {
    models: ['the best placement for each epoch under equal latencies per tier: the most accessed pages, exactly counted in replay'],
    approximates: ['in the rates engine: expected accesses at the throughput of the moment'],
    leavesOut: ['no real machine knows this; under bandwidth contention the most accessed pages are not the best ones'],
  },
  sources: ['a reference of this lab; no standard offline optimum exists for tiering with migration cost'],
} // prettier-ignore

export const nextEpochOracle: PolicyPart = {
  info,
  createPolicy(values, host): Policy {
    let settings = valuesOf(params, values)
    const firstTouch = createFirstTouch(host)
    const why: Why = { reason: 0, a: 0, b: 0, c: 0 }
    const needed = reasonCode('oracle-needed')
    const replaced = reasonCode('oracle-replaced')
    const fast = host.tiers[0][0]
    const lower = host.tiers.slice(1).flat()
    const chosen = new Uint8Array(host.pageCount)
    const state = Object.freeze({})

    const isPaid = () => settings.moves === 'paid'
    const payer = () => (isPaid() ? fromAll : fromNobody)
    const roomBelow = () => lower.find((node) => host.freePages(node) > 0) ?? -1

    function move(page: number, to: number, reason: number, count: number, last: number): boolean {
      why.reason = reason
      why.a = count
      why.b = last
      why.c = 0
      return to >= 0 && host.move(page, to, why, 32, payer())
    }

    /** Brings chosen pages up, each into a free frame or for a page that was not chosen, while there is one. */
    function rearrange(counts: Float32Array, last: number): void {
      let victim = 0
      for (let page = 0; page < host.pageCount; page++) {
        if (chosen[page] === 0 || host.nodeOf(page) === fast) continue
        if (host.freePages(fast) < 1) {
          while (victim < host.pageCount && (chosen[victim] === 1 || host.nodeOf(victim) !== fast)) victim++
          if (victim === host.pageCount) return
          if (isPaid() && !pays(counts[page] - counts[victim])) continue
          if (!move(victim, roomBelow(), replaced, counts[victim], last)) {
            if (roomBelow() < 0) return
            victim++
            continue
          }
        } else if (isPaid() && !pays(counts[page])) continue
        move(page, fast, needed, counts[page], last)
      }
    }

    /** Does serving `accesses` from the fast tier for one epoch save more than the moves cost? */
    function pays(accesses: number): boolean {
      const gapNs = host.latencyNs(lower[0]) - host.latencyNs(fast)
      return accesses * gapNs > 2 * host.movePageNs(32)
    }

    return {
      placePage: (_page, group) => firstTouch.nodeForNewPage(group),
      // It keeps no books of where pages are.
      adopt: () => undefined,
      truth: {
        spanNs: () => settings.epochMs * 1e6,
        spanAccesses: () => settings.epochAccesses,
        onTruth(counts, changed) {
          if (!changed || lower.length === 0) return
          const last = selectLargest(counts, host.nodes[fast].capacityPages, chosen)
          rearrange(counts, last)
        },
      },
      belief: {
        about: 'Among the most accessed pages of the epoch to come, as many as the fastest node holds.',
        addHotPages(hotPages, pagesPerBin) {
          for (let bin = 0; bin < hotPages.length; bin++) {
            const end = Math.min(chosen.length, (bin + 1) * pagesPerBin)
            let hot = 0
            for (let page = bin * pagesPerBin; page < end; page++) hot += chosen[page]
            hotPages[bin] += hot
          }
        },
      },
      set(changed) {
        settings = { ...settings, ...valuesOf(params, changed) }
      },
      columns: [],
      tracks: [],
      fillRow: () => undefined,
      state: () => state,
    }
  },
}
