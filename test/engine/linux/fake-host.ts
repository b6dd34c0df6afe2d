import { reasons, type ReasonId } from '../../../shared/documents/decision.ts'
import { miB } from '../../../shared/units/sizes.ts'
import { createPageWords } from '../../../main/engine/pages/page-records.ts'
import { nowhere } from '../../../main/engine/pages/page-table.ts'
import { policyEvents, type PolicyHost } from '../../../main/engine/policy.ts'

const eventNames = Object.keys(policyEvents)

export interface Told {
  readonly verb: 'move' | 'turnDown'
  readonly page: number
  readonly to: number
  readonly reason: ReasonId
  readonly a: number
  readonly b: number
  readonly c: number
}

/** A machine of a few pages in plain arrays, that carries out what kernel code asks and remembers it. */
export interface FakeHost extends PolicyHost {
  nowMs: number
  moveNs: number
  readonly node: number[]
  readonly free: number[]
  readonly armedPages: Set<number>
  readonly young: Set<number>
  readonly told: Told[]
  readonly charged: { payer: number; ns: number }[]
  readonly counted: Record<string, number>
}

export interface FakeMachine {
  readonly pageCount: number
  readonly capacities: readonly number[]
  readonly scale?: number
  readonly pageBytes?: number
  /** Node of each page at the start; nowhere by default. */
  readonly placed?: (page: number) => number
  readonly fullBytes?: readonly number[]
}

export function createFakeHost(machine: FakeMachine): FakeHost {
  const { pageCount, capacities, scale = 1, pageBytes = 4096, placed = () => nowhere } = machine
  const node = Array.from({ length: pageCount }, (_, page) => placed(page))
  const free = capacities.map((capacity, n) => capacity - node.filter((at) => at === n).length)
  const armedPages = new Set<number>()
  const young = new Set<number>()
  const counted: Record<string, number> = {}
  const tell = (verb: Told['verb'], page: number, to: number, { reason, a, b, c }: Told | Parameters<PolicyHost['move']>[2]) =>
    host.told.push({ verb, page, to, reason: reasons[Number(reason)].id, a, b, c }) // prettier-ignore
  const unused = () => {
    throw new Error('kernel code asked for something that is not the kernel’s')
  }
  const host: FakeHost = {
    seed: 1, scale, pageBytes, pageCount, threads: 16, nowMs: 0, moveNs: 2500,
    nodes: capacities.map((capacityPages, n) => ({
      id: `node${n}`, title: `Node ${n}`, tier: n, capacityPages,
      fullBytes: machine.fullBytes?.[n] ?? capacityPages * scale * pageBytes,
      idleLatencyNs: 100 * (n + 1),
      bandwidthBytesPerSec: 1e11 / (n + 1),
      demotionTargets: capacities.map((_, m) => m).slice(n + 1),
    })),
    tiers: capacities.map((_, n) => [n]),
    node, free, armedPages, young, counted,
    told: [],
    charged: [],
    nodesFrom: () => capacities.map((_, n) => n),
    nowNs: () => host.nowMs * 1e6,
    nodeOf: (page) => node[page],
    freePages: (n) => free[n],
    latencyNs: () => 100,
    linesPerSec: () => 1e6,
    samples: { start: unused, drain: unused },
    takeWords: () => createPageWords(pageCount),
    traps: {
      arm: (page) => void armedPages.add(page),
      disarm: (page) => void armedPages.delete(page),
      armed: (page) => armedPages.has(page),
    },
    accessed: {
      testAndClear: (page) => young.delete(page),
      clear: (page) => void young.delete(page),
      mark: (page) => void young.add(page),
    },
    accessNumber: unused,
    move(page, to, why, _batchPages, payer) {
      if (free[to] < 1) return false
      free[node[page]]++
      free[to]--
      node[page] = to
      host.charge(payer, host.moveNs)
      tell('move', page, to, why)
      return true
    },
    turnDown: (page, to, why) => void tell('turnDown', page, to, why),
    charge: (payer, ns) => void host.charged.push({ payer, ns }),
    movePageNs: () => host.moveNs,
    count(event, pages) {
      const name = eventNames[event]
      counted[name] = (counted[name] ?? 0) + pages
    },
  } // prettier-ignore
  return host
}

/** Pages of 4 KiB in so many MiB. */
export const pagesOfMiB = (amount: number) => (amount * miB) / 4096
