import { describe, expect, it } from 'vitest'
import { bitsAt, createStream, uniformAt } from '../../shared/base/random.ts'
import { reasons } from '../../shared/documents/decision.ts'
import type { ParamValues } from '../../shared/documents/part.ts'
import { nowhere } from '../../main/engine/pages/page-table.ts'
import { autonumaTiering } from '../../main/engine/policies/autonuma-tiering.ts'
import { colloidHemem } from '../../main/engine/policies/colloid-hemem.ts'
import { hemem } from '../../main/engine/policies/hemem.ts'
import { clock } from '../../main/engine/policies/clock.ts'
import { fifo } from '../../main/engine/policies/fifo.ts'
import { lru } from '../../main/engine/policies/lru.ts'
import { nextEpochOracle } from '../../main/engine/policies/next-epoch-oracle.ts'
import { skeleton } from '../../main/engine/policies/skeleton.ts'
import { staticFirstTouch } from '../../main/engine/policies/static-first-touch.ts'
import type { PolicyHost, PolicyPart } from '../../main/engine/policy.ts'
import type { Recorder } from '../../main/engine/recording/recorder.ts'
import { createSilentRecorder } from '../../main/engine/recording/silent-recorder.ts'
import type { Workload } from '../../main/engine/workload.ts'
import { runThrough, simulationOf, type HandPlan } from './hand-plan.ts'
import { givenAccesses, givenRates } from './workloads.ts'

/** A policy whose host the test can look at. */
function watched(policy: PolicyPart): { part: PolicyPart; host(): PolicyHost } {
  let seen: PolicyHost | undefined
  return {
    part: {
      info: policy.info,
      createPolicy(values, host) {
        seen = host
        return policy.createPolicy(values, host)
      },
    },
    host: () => seen!,
  }
}

/** Cells rebuilt from the writes alone, and what else was said of the pages. */
function createBooks(pages: number) {
  const cells = new Uint8Array(pages)
  const rows: Float64Array[] = []
  const moves: { page: number; from: number; to: number }[] = []
  let contradictions = 0
  const recorder: Recorder = {
    ...createSilentRecorder(),
    write(_map, cell, was, now) {
      if (cells[cell] !== was) contradictions++
      cells[cell] = now
    },
    decide(_timeNs, page, _pages, from, to, reason) {
      if (reasons[reason].verdict === 'moved') moves.push({ page, from, to })
      return moves.length - 1
    },
    endEpoch: (_timeNs, row) => void rows.push(row.slice()),
    drain: createSilentRecorder().drain,
  }
  return { cells, rows, moves, recorder, contradictions: () => contradictions }
}

/** Runs and, after each step, holds page table, map and free pages against one another. */
function keepBooks(policy: PolicyPart, hand: Omit<HandPlan, 'policy'>) {
  const { part, host } = watched(policy)
  const { pageCount } = hand.workload
  const books = createBooks(pageCount)
  const simulation = simulationOf({ ...hand, policy: part })
  let steps = 0
  runThrough(simulation, books.recorder, () => {
    steps++
    const placed = hand.capacityPages.map(() => 0)
    let wrongCells = 0
    for (let page = 0; page < pageCount; page++) {
      const node = host().nodeOf(page)
      if (books.cells[page] !== (node === nowhere ? 0 : node + 1)) wrongCells++
      if (node !== nowhere) placed[node]++
    }
    expect(wrongCells).toBe(0)
    for (const [n, capacity] of hand.capacityPages.entries()) {
      expect(host().freePages(n) + placed[n]).toBe(capacity)
      expect(host().freePages(n)).toBeGreaterThanOrEqual(0)
    }
  })
  expect(books.contradictions()).toBe(0)
  expect(books.moves.every(({ from, to }) => from !== to)).toBe(true)
  const up = books.moves.filter(({ from, to }) => to < from).length
  const { promotedPages, demotedPages } = simulation.summary()
  expect([promotedPages.value, demotedPages.value]).toEqual([up, books.moves.length - up])
  return { simulation, books, steps, up, down: books.moves.length - up }
}

const pages = 900
const stream = createStream(7, 'conservation')
const weights = Array.from({ length: pages }, (_, page) => 1 / (1 + (bitsAt(stream, page, 9) % 400)))
const total = weights.reduce((sum, weight) => sum + weight, 0)
const shares = weights.map((weight) => weight / total)
const ids = Array.from({ length: 300_000 }, (_, i) => {
  const hot = uniformAt(stream, i, 0) < 0.8
  return hot ? (Math.floor(i / 100_000) * 300 + (bitsAt(stream, i, 1) % 200)) % pages : bitsAt(stream, i, 1) % pages
}) // prettier-ignore

/** Kernel clocks sped up, so that a run of tens of milliseconds scans, faults, promotes and demotes. */
const quick: ParamValues = {
  scan_delay_ms: 1, scan_period_min_ms: 10, scan_period_max_ms: 100, scan_size_mb: 1, hot_threshold_ms: 50,
  free_space_shortcut: false,
} // prettier-ignore

const replays: [PolicyPart, ParamValues, boolean][] = [
  [staticFirstTouch, {}, false],
  [lru, {}, false],
  [fifo, {}, true],
  [clock, {}, true],
  [nextEpochOracle, { epochAccesses: 20_000 }, true],
  [autonumaTiering, quick, true],
  [skeleton, {}, false],
]

describe('conservation', () => {
  for (const [policy, policyValues, populated] of replays) {
    it(`[E22] replay, ${policy.info.id}: pages on a node and free ones are its capacity, the map is the page table`, () => {
      const workload = givenAccesses(ids, pages, populated)
      const capacityPages = [300, 400, 1000]
      const run = { epochAccesses: 30_000 }
      const { simulation, steps } = keepBooks(policy, { workload, policyValues, capacityPages, run })
      expect(simulation.accesses).toBe(ids.length)
      expect(steps).toBeGreaterThanOrEqual(10)
    })
  }

  const sampling: ParamValues = {
    loadPeriod: 20,
    storePeriod: 20,
    roundMs: 1,
    coolAt: 10,
    roundMiB: 1e6,
    copyGBps: 1000,
  }
  for (const policy of [hemem, colloidHemem]) {
    for (const engine of ['rates', 'replay'] as const) {
      it(`[E22] ${engine}, ${policy.info.id}, three tiers: pages on a node and free ones are its capacity, the map is the page table`, () => {
        const workload = engine === 'rates' ? givenRates(shares, 30e6) : givenAccesses(ids, pages, true)
        const run = { engine, lengthNs: 300e6, pageBytes: 2 ** 21, ...(engine === 'replay' && { epochAccesses: 30_000 }) }
        const policyValues = sampling
        const { steps } = keepBooks(policy, { workload, policyValues, capacityPages: [300, 400, 1000], run })
        expect(steps).toBeGreaterThanOrEqual(10)
      })
    }
  } // prettier-ignore

  const rated: [PolicyPart, ParamValues, Workload][] = [
    [staticFirstTouch, {}, givenRates(shares)],
    [nextEpochOracle, { epochMs: 50 }, givenRates(shares, 30e6)],
    [autonumaTiering, quick, givenRates(shares, 100e6)],
    [skeleton, {}, givenRates(shares)],
  ]
  for (const [policy, policyValues, workload] of rated) {
    it(`[E22] rates, ${policy.info.id}: pages on a node and free ones are its capacity, the map is the page table`, () => {
      const run = { engine: 'rates', lengthNs: 500e6 } as const
      const { steps } = keepBooks(policy, { workload, policyValues, capacityPages: [300, 400, 1000], run })
      expect(steps).toBe(51)
    })
  }

  it('[E22] the runs above move pages both ways where the policy can', () => {
    for (const engine of ['replay', 'rates'] as const) {
      const workload = engine === 'replay' ? givenAccesses(ids, pages, true) : givenRates(shares, 100e6)
      const run = { engine, lengthNs: 500e6 }
      const { up, down } = keepBooks(autonumaTiering, { workload, policyValues: quick, capacityPages: [300, 1000], run })
      expect([engine, up > 20, down > 20]).toEqual([engine, true, true])
    }
  }) // prettier-ignore
})

describe('skeleton policy', () => {
  it('[E23] runs in both engines and promotes the pages it finds accessed, while there is room', () => {
    for (const engine of ['replay', 'rates'] as const) {
      const slowFirst: PolicyPart = {
        info: skeleton.info,
        createPolicy: (values, host) => ({ ...skeleton.createPolicy(values, host), placePage: () => 1 }),
      }
      const touched = Array.from({ length: pages }, (_, page) => (page % 3 === 0 ? 1 / 300 : 0))
      const everyThird = Uint32Array.from({ length: 150_000 }, (_, i) => (bitsAt(stream, i, 2) % 300) * 3)
      const workload = engine === 'replay' ? givenAccesses(everyThird, pages, true) : givenRates(touched)
      const run = { engine, lengthNs: 100e6 }
      const { books, up } = keepBooks(slowFirst, { workload, capacityPages: [200, 1000], run })
      expect([engine, up]).toEqual([engine, 200])
      expect(books.moves.every(({ page, to }) => page % 3 === 0 && to === 0)).toBe(true)
    }
  })
})
