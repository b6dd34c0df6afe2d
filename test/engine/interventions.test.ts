import { describe, expect, it, vi } from 'vitest'
import type { Stream } from '../../shared/base/random.ts'
import { reasonCode, reasonOf } from '../../shared/documents/decision.ts'
import type { ParamValues } from '../../shared/documents/part.ts'
import type { ResolvedIntervention } from '../../shared/documents/plan.ts'
import { resolveFields } from '../../shared/documents/param-value.ts'
import { nowhere } from '../../main/engine/pages/page-table.ts'
import { autonumaTiering } from '../../main/engine/policies/autonuma-tiering.ts'
import { nextEpochOracle } from '../../main/engine/policies/next-epoch-oracle.ts'
import { skeleton } from '../../main/engine/policies/skeleton.ts'
import { staticFirstTouch } from '../../main/engine/policies/static-first-touch.ts'
import type { PolicyHost, PolicyPart } from '../../main/engine/policy.ts'
import { createRecorder } from '../../main/engine/recording/create-recorder.ts'
import type { Simulation } from '../../main/engine/study.ts'
import { concatChunks } from './recording/concat-chunks.ts'
import { planOf, simulationOf, type HandPlan } from './hand-plan.ts'
import { parts } from '../../main/engine/catalog.ts'
import { nearestFlips } from '../../shared/documents/forks/counterfactual.ts'
import { givenAccesses, givenRates } from './workloads.ts'

/** What each stream drew for each page, in order, while somebody listens. */
interface Draws {
  readonly page: number
  readonly numbers: number[]
  readonly values: number[]
}
const draws = vi.hoisted(() => ({ heard: undefined as Map<string, Draws> | undefined }))
vi.mock('../../shared/base/random.ts', async (load) => {
  const real = await load<typeof import('../../shared/base/random.ts')>()
  const told = (stream: Stream, id: number, draw: number, value: number) => {
    const name = `${JSON.stringify(stream)} ${id}`
    const sequence = draws.heard?.get(name) ?? { page: id, numbers: [], values: [] }
    draws.heard?.set(name, sequence)
    sequence.numbers.push(draw)
    sequence.values.push(value)
    return value
  }
  return {
    ...real,
    bitsAt: (stream: Stream, id: number, draw: number) => told(stream, id, draw, real.bitsAt(stream, id, draw)),
    uniformAt: (stream: Stream, id: number, draw: number) => told(stream, id, draw, real.uniformAt(stream, id, draw)),
  }
}) // prettier-ignore

const pages = 900
const weights = Array.from({ length: pages }, (_, page) => 1 / (1 + ((page * 7919) % 401)))
const total = weights.reduce((sum, weight) => sum + weight, 0)
/** A third of the pages is touched some tens of times a second: slowly enough to be found cold. */
const slowShares = weights.map((weight, page) => (page % 3 === 0 ? 3e-7 : weight / total))
const ids = Array.from({ length: 300_000 }, (_, i) => {
  const spread = (Math.imul(i, 2654435761) >>> 0) % 100_003
  return i % 5 < 4 ? (Math.floor(i / 100_000) * 300 + (spread % 200)) % pages : spread % pages
})

/** Kernel clocks sped up, so that a run of tens of milliseconds scans, faults, promotes and demotes. */
const quick: ParamValues = {
  scan_delay_ms: 1, scan_period_min_ms: 10, scan_period_max_ms: 100, scan_size_mb: 1, hot_threshold_ms: 50,
  free_space_shortcut: false,
} // prettier-ignore

const engines = ['rates', 'replay'] as const
type Engine = (typeof engines)[number]

function handOf(engine: Engine, more: Partial<HandPlan> = {}): HandPlan {
  const workload = engine === 'replay' ? givenAccesses(ids, pages, true) : givenRates(weights.map((w) => w / total), 100e6) // prettier-ignore
  const run = engine === 'replay' ? { epochAccesses: 5000 } : ({ engine: 'rates', lengthNs: 400e6 } as const)
  return {
    policy: autonumaTiering,
    policyValues: quick,
    workload,
    capacityPages: [300, 400, 1000],
    run,
    ...more,
  }
}

/** Runs to the end with a real recorder, and looks after every step. */
function record(hand: HandPlan, afterStep: (simulation: Simulation) => void = () => undefined) {
  const simulation = simulationOf(hand)
  const options = {
    frames: simulation.frameRule,
    framesPerMatrixColumn: 1,
    budgetBytes: 1 << 22,
    keepSeed: 1,
  }
  const recorder = createRecorder(simulation.spec, options)
  simulation.attach(recorder)
  do afterStep(simulation)
  while (simulation.step() === 'more')
  afterStep(simulation)
  simulation.finish()
  return { simulation, ...concatChunks([recorder.drain()]) }
}

type Recorded = ReturnType<typeof record>

function rowsOf({ decisions }: Recorded) {
  return decisions.timeNs.map((timeNs, i) => {
    const [page, from, to] = [decisions.page[i], decisions.from[i], decisions.to[i]]
    return { timeNs, page, from, to, reason: reasonOf(decisions.reason[i]).id, a: decisions.a[i] }
  })
}

/** All that was recorded of frames that ended before a moment. */
function before(recorded: Recorded, atNs: number, columns: number) {
  const frames = recorded.timeNs.filter((timeNs) => timeNs < atNs).length
  const writes = recorded.perFrame.slice(0, frames).reduce((sum, count) => sum + count, 0)
  const decided = recorded.decisions.timeNs.filter((timeNs) => timeNs < atNs).length
  const head = (columnsOf: number[][]) => columnsOf.slice(0, columns).map((column) => column.slice(0, frames))
  return {
    timeNs: recorded.timeNs.slice(0, frames),
    series: [head(recorded.value), head(recorded.min), head(recorded.max)],
    writes: [recorded.cell.slice(0, writes), recorded.was.slice(0, writes), recorded.now.slice(0, writes)],
    decisions: Object.values(recorded.decisions).map((column) => column.slice(0, decided)),
    roots: recorded.roots.filter(({ frame }) => frame < frames),
  }
}

const parents: Record<Engine, Recorded> = { rates: record(handOf('rates')), replay: record(handOf('replay')) }
const columns = parents.rates.value.length

describe('interventions', () => {
  for (const engine of engines) {
    const parent = parents[engine]
    // Of a page that moved twice in one tick a veto takes the first move.
    const all = rowsOf(parent)
    const firsts = all.filter(
      ({ timeNs, page }, i) =>
        !all.slice(Math.max(0, i - 500), i).some((row) => row.timeNs === timeNs && row.page === page),
    )
    const moves = firsts.filter(({ reason }) => reason === 'hint-fault-hot' || reason === 'inactive-tail')
    const victims = [0.2, 0.5, 0.8].map((share) => moves[Math.floor(share * moves.length)])

    it(`[F4] ${engine}: an intervention changes nothing that was recorded before it`, () => {
      const atNs = Math.floor(parent.timeNs.at(-1)! / 2)
      const schedules: ResolvedIntervention[] = [
        { atNs, veto: { page: 0, pages, times: 'always' } },
        { atNs, force: { page: 0, pages, node: 'node2' } },
        { atNs, section: 'policy', values: { hot_threshold_ms: 8, adapt_threshold: false } },
        { atNs, policy: { kind: 'skeleton', values: resolveFields(skeleton.info.params, {}) } },
      ]
      for (const entry of schedules) {
        const fork = record(handOf(engine, { schedule: [entry], later: [skeleton] }))
        expect(before(fork, atNs, columns)).toEqual(before(parent, atNs, columns))
        expect(fork.decisions).not.toEqual(parent.decisions)
      }
    })

    it(`[F4] ${engine}: setting what is set already gives the same bytes to the end`, () => {
      const atNs = Math.floor(parent.timeNs.at(-1)! / 3)
      const same = record(handOf(engine, { schedule: [{ atNs, section: 'policy', values: { hot_threshold_ms: 50 } }] }))
      const { simulation: _, ...bytes } = same
      const { simulation: __, ...parentBytes } = parent
      expect(bytes).toEqual(parentBytes)
    }) // prettier-ignore

    it(`[F5] ${engine}: a vetoed move is a refusal by the experimenter that keeps the policy’s reason`, () => {
      for (const { timeNs, page, from, to, reason } of victims) {
        const fork = record(handOf(engine, { schedule: [{ atNs: timeNs, veto: { page, pages: 1, times: 'once' } }] }))
        const vetoed = rowsOf(fork).filter((row) => row.reason === 'vetoed')
        expect(vetoed).toEqual([{ timeNs, page, from, to, reason: 'vetoed', a: reasonCode(reason as 'inactive-tail') }])
        const [first] = rowsOf(fork).filter((row) => row.timeNs >= timeNs && row.page === page)
        expect(first.reason).toBe('vetoed')
      }
    }) // prettier-ignore

    it(`[F5] ${engine}: a veto for good holds for every page of its range, and for no other`, () => {
      const atNs = victims[0].timeNs
      const fork = record(handOf(engine, { schedule: [{ atNs, veto: { page: 200, pages: 300, times: 'always' } }] }))
      const later = rowsOf(fork).filter((row) => row.timeNs > atNs)
      const inside = (page: number) => page >= 200 && page < 500
      const moved = later.filter(({ reason }) => reasonOf(reasonCode(reason as 'forced')).verdict === 'moved')
      expect(moved.filter(({ page }) => inside(page))).toEqual([])
      expect(moved.length).toBeGreaterThan(0)
      const vetoed = later.filter(({ reason }) => reason === 'vetoed')
      expect([vetoed.length > 1, vetoed.every(({ page }) => inside(page))]).toEqual([true, true])
    }) // prettier-ignore

    it(`[F6] ${engine}: vetoing one move leaves every other page’s draw sequence unchanged`, () => {
      const heard = (schedule: readonly ResolvedIntervention[]) => {
        draws.heard = new Map()
        record(handOf(engine, { schedule }))
        const all = draws.heard
        draws.heard = undefined
        return all
      }
      const [without, { page, timeNs }] = [heard([]), victims[1]]
      const fork = heard([{ atNs: timeNs, veto: { page, pages: 1, times: 'once' } }])
      const others = [...without].filter(([, sequence]) => sequence.page !== page)
      // Replay draws nothing of pages: its accesses come from the workload, the same ones in the same order.
      expect(others.length > 0).toBe(engine === 'rates')
      let longer = 0
      for (const [name, { numbers, values }] of others) {
        const now = fork.get(name)?.values ?? []
        const common = Math.min(values.length, now.length)
        expect(now.slice(0, common), name).toEqual(values.slice(0, common))
        expect(numbers).toEqual(numbers.map((_, i) => i))
        if (values.length !== now.length) longer++
      }
      // The rest of the machine did go another way: some pages were drawn for more often, or less.
      expect(longer > 0).toBe(engine === 'rates')
    })

    it(`[F7] ${engine}: a forced move takes place at the next epoch, and where there is no room it says so`, () => {
      const atNs = Math.floor(parent.timeNs.at(-1)! / 2)
      const fork = record(handOf(engine, { schedule: [{ atNs, force: { page: 100, pages: 500, node: '' } }] }))
      const forced = rowsOf(fork).filter(({ reason }) => reason === 'forced')
      const failed = rowsOf(fork).filter(({ reason }) => reason === 'forced-without-room')
      expect([forced.length > 0, failed.length > 0]).toEqual([true, true])
      expect(new Set(forced.map(({ timeNs }) => timeNs)).size).toBe(1)
      expect(forced.every(({ timeNs, page, to }) => timeNs >= atNs && page >= 100 && page < 600 && to === 0)).toBe(true)
      const [last] = forced.slice(-1)
      expect(last.a).toBe(1)
    }) // prettier-ignore
  }

  it('[F9] what would have flipped a decision flips it in a fork', () => {
    const tried = new Set<string>()
    const knobs: ParamValues[] = [
      { hot_threshold_ms: 20 },
      { hot_threshold_ms: 20, numa_balancing_promote_rate_limit_MBps: 1 },
      { hot_threshold_ms: 8, adapt_threshold: false },
    ]
    for (const own of knobs) {
      const policyValues = { ...quick, ...own }
      const hand = handOf('rates', { policyValues, workload: givenRates(slowShares) })
      const { decisions } = record(hand)
      const seen: Record<string, number> = {}
      for (const [i, timeNs] of decisions.timeNs.entries()) {
        const [page, reason, a, b, c] = [
          decisions.page,
          decisions.reason,
          decisions.a,
          decisions.b,
          decisions.c,
        ].map((column) => column[i])
        const { id } = reasonOf(reason)
        seen[id] = (seen[id] ?? 0) + 1
        if (seen[id] % 60 !== 9) continue
        for (const { intervention, sentence } of nearestFlips(
          { timeNs, page, pages: 1, to: 0, reason, a, b, c },
          planOf(hand),
          parts,
        )) {
          if (intervention?.set === undefined) continue
          const set = Object.entries(intervention.set).map(([path, value]) => [
            path.slice('policy.'.length),
            value,
          ])
          const atNs = Math.round(intervention.atSec * 1e9)
          const schedule: ResolvedIntervention[] = [
            { atNs, section: 'policy', values: Object.fromEntries(set) as ParamValues },
          ]
          const fork = record({ ...hand, schedule })
          const there = rowsOf(fork).filter((row) => row.timeNs === timeNs && row.page === page)
          expect(
            there.map((row) => row.reason),
            sentence,
          ).not.toContain(id)
          tried.add(id)
        }
      }
    }
    expect([...tried].sort()).toEqual(['hint-fault-cold', 'hint-fault-hot', 'inactive-tail', 'rate-limited'])
  })

  const takers: [PolicyPart, ParamValues][] = [
    [autonumaTiering, quick],
    [skeleton, {}],
    [staticFirstTouch, {}],
    [nextEpochOracle, { epochMs: 20 }],
  ]
  for (const engine of engines) {
    for (const [policy, given] of takers.filter(([part]) =>
      (part.info.adopts ?? part.info.engines).includes(engine),
    )) {
      it(`[F8] ${engine}: ${policy.info.id} takes over a populated machine, and no page is lost in it`, () => {
        const atNs = Math.floor(parents[engine].timeNs.at(-1)! / 3)
        const values = { ...resolveFields(policy.info.params, {}), ...given }
        const back = { ...resolveFields(autonumaTiering.info.params, {}), ...quick }
        const schedule: ResolvedIntervention[] = [
          { atNs, policy: { kind: policy.info.id, values } },
          { atNs: 2 * atNs, policy: { kind: 'autonuma-tiering', values: back } },
        ]
        let host: PolicyHost | undefined
        const watched: PolicyPart = {
          info: autonumaTiering.info,
          createPolicy(theirs, given) {
            host = given
            return autonumaTiering.createPolicy(theirs, given)
          },
        }
        const later = policy === autonumaTiering ? [] : [policy]
        const hand = handOf(engine, { policy: watched, schedule, later })
        const fork = record(hand, () => {
          const placed = hand.capacityPages.map(() => 0)
          for (let page = 0; page < pages; page++) {
            const node = host!.nodeOf(page)
            if (node !== nowhere) placed[node]++
          }
          hand.capacityPages.forEach((capacity, n) => expect(host!.freePages(n) + placed[n]).toBe(capacity))
        })
        const after = rowsOf(fork).filter(({ timeNs }) => timeNs > 2 * atNs + 50e6)
        expect(after.some(({ reason }) => reason === 'hint-fault-hot' || reason === 'hint-fault-cold')).toBe(true)
        const epoch = 30e6
        const during = rowsOf(fork).filter(({ timeNs }) => timeNs > atNs + epoch && timeNs <= 2 * atNs)
        if (policy !== autonumaTiering)
          expect(during.filter(({ reason }) => reason.startsWith('hint-fault') || reason === 'inactive-tail')).toEqual([])
      }) // prettier-ignore
    }
  }

  it('[F8] a policy that is not in charge has no measurements, and its columns stand behind those of the first', () => {
    const atNs = 200e6
    const schedule: ResolvedIntervention[] = [
      { atNs, policy: { kind: 'autonuma-tiering', values: { ...resolveFields(autonumaTiering.info.params, {}), ...quick } } },
    ] // prettier-ignore
    const hand = handOf('rates', {
      policy: staticFirstTouch,
      policyValues: {},
      schedule,
      later: [autonumaTiering],
    })
    const fork = record(hand)
    const { columns: specs } = fork.simulation.spec
    const threshold = fork.value[specs.findIndex(({ name }) => name === 'hotThresholdMs')]
    expect(specs.length).toBe(columns)
    fork.timeNs.forEach((timeNs, frame) => expect(Number.isNaN(threshold[frame])).toBe(timeNs <= atNs))
  })
})
