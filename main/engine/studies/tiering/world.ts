import { outcomeKinds, reasons } from '../../../../shared/documents/decision.ts'
import type { TieringPlan } from '../../../../shared/documents/plan.ts'
import type { ThreadGroup } from '../../agents/thread-group.ts'
import { copyRoutes } from '../../hardware/copy-routes.ts'
import type { Machine } from '../../hardware/machine.ts'
import type { Mechanism } from '../../mechanism.ts'
import { createPageRecords, type PageRecords } from '../../pages/page-records.ts'
import {
  coldAbsent,
  createPageTable,
  nodeMask,
  nowhere,
  trapBit,
  type PageTable,
} from '../../pages/page-table.ts'
import { fromAll, fromIdle, fromNobody, type Why } from '../../policy.ts'
import type { Recorder } from '../../recording/recorder.ts'
import { createCounters, events, type Counters } from './counters.ts'
import { createVetoes, vetoedReason } from './vetoes.ts'
import { hugePages } from './zones/node-frames.ts'
import { createNodeZones, type NodeZones } from './zones/node-zones.ts'

/**
 * The state that both engines share: who is where, what is free, what was moved, what it cost. `move` is the only
 * way a page changes its node after its first touch, so conservation is kept, and recorded, in one place.
 */
export interface World {
  readonly plan: TieringPlan
  readonly machine: Machine
  /** The application's groups, no background. */
  readonly groups: readonly ThreadGroup[]
  readonly table: PageTable
  /** What else is kept of each page: the world's words of it, the engine's and the policy's. */
  readonly records: PageRecords
  readonly capacityPages: Float64Array
  readonly freePages: Float64Array
  readonly counters: Counters
  /** CPU time lost by each group in this epoch, ns. */
  readonly lostNs: Float64Array
  /** CPU time of kernel threads on idle cores in this epoch, ns. */
  readonly idleKernelNs: { value: number }
  /** Bytes that migration read from and wrote to each node in this epoch, and moved over each link. */
  readonly migratedBytes: Float64Array
  readonly migratedLinkBytes: Float64Array
  /** Simulated time, ns. The engine sets it. */
  readonly clock: { nowNs: number }
  recorder: Recorder
  /** How many moves the next one stands for: that of the sample that missed a cache, else 1. */
  weight: number

  /** The frames of nodes that own a zone; absent where none does. */
  readonly zones?: NodeZones
  /** Pages that moved along in a huge page, and from where, until the policy has adopted them. */
  readonly companions: Map<number, number>

  /** First touch: the page appears on a node. */
  place(page: number, node: number): void
  move(page: number, to: number, why: Why, batchPages: number, payer: number): boolean
  turnDown(page: number, to: number, why: Why, costNs: number): void
  charge(payer: number, costNs: number): void
  /** Lets `change` alter the rate at which a page's meter runs: what its open move has saved so far stays as it is. */
  keepSaved(page: number, change: () => void): void
  /** Ends the accounts of pages that were moved and never moved again. */
  closeOutcomes(): void
}

/** What an engine contributes: it follows placements, and it alone knows how much memory time a page has taken. */
export interface EngineHooks {
  onPlaced(page: number, node: number): void
  onMoved(page: number, from: number, to: number): void
  /**
   * A running meter whose difference between two moments is the time that living on `to` instead of `from` saved, as
   * long as the page's rate is the same; an engine whose rates change does so within `World.keepSaved`.
   */
  savedMeterNs(page: number, from: number, to: number): number
}

const refuses = reasons.map((reason) => reason.verdict === 'refused')
/** Bits of a page's account: the node it was last moved from, that this move's outcome is open, that it was ever demoted. */
const fromMask = 0x0f
const openBit = 0x10
const demotedBit = 0x20

export function createWorld(
  plan: TieringPlan,
  machine: Machine,
  groups: readonly ThreadGroup[],
  pageCount: number,
  mechanism: Mechanism,
  recorder: Recorder,
  hooks: EngineHooks,
): World {
  const { scale, pageBytes, pingPongNs } = plan.run
  const table = createPageTable(pageCount, plan.run.engine === 'replay')
  const { hot } = table
  const tierOf = machine.nodes.map((node) => node.tier)
  const capacityPages = Float64Array.from(machine.nodes, (node) =>
    Math.floor(node.capacityBytes / pageBytes / scale),
  )
  const freePages = capacityPages.slice()
  const counters = createCounters()
  const lostNs = new Float64Array(groups.length)
  const idleKernelNs = { value: 0 }
  const nodes = machine.nodes.length
  const migratedBytes = new Float64Array(nodes)
  const migratedLinkBytes = new Float64Array(machine.links.length)
  const linksBetween = copyRoutes(machine)
  const clock = { nowNs: 0 }
  const totalThreads = groups.reduce((sum, group) => sum + group.threads, 0)

  const vetoes = createVetoes(plan.schedule)
  const records = createPageRecords(pageCount)
  const account = records.takeWords()
  const decision = records.takeWords()
  const openMeter = records.takeDoubles()
  const demotedAt = records.takeDoubles()
  const [stayed, movedBack, movedOn] = outcomeKinds.map((_, kind) => kind)

  function charge(payer: number, costNs: number): void {
    if (payer >= 0) lostNs[payer] += costNs
    else if (payer === fromIdle) idleKernelNs.value += costNs
    else if (payer === fromAll)
      for (let g = 0; g < groups.length; g++) lostNs[g] += (costNs * groups[g].threads) / totalThreads
  }

  function closeOutcome(page: number, node: number, kind: number): void {
    const at = (page << account.shift) + account.first
    const from = account.words[at] & fromMask
    const openNs = openMeter.doubles[(page << openMeter.shift) + openMeter.first]
    const savedNs = hooks.savedMeterNs(page, from, node) - openNs
    const number = decision.words[(page << decision.shift) + decision.first]
    world.recorder.outcome(number, clock.nowNs, kind, savedNs * scale)
    account.words[at] &= ~openBit
  }

  function openOutcome(page: number, from: number, to: number, number: number): void {
    const at = (page << account.shift) + account.first
    account.words[at] = (account.words[at] & ~fromMask) | from | openBit
    decision.words[(page << decision.shift) + decision.first] = number
    openMeter.doubles[(page << openMeter.shift) + openMeter.first] = hooks.savedMeterNs(page, from, to)
  }

  /** What is rare is counted as none and not left out, so that V8 need not compile moves anew when it first happens. */
  function countMove(page: number, from: number, to: number): void {
    const { weight } = world
    const at = (page << account.shift) + account.first
    const demotedAtNs = (page << demotedAt.shift) + demotedAt.first
    if (tierOf[to] < tierOf[from]) {
      const sinceNs = clock.nowNs - demotedAt.doubles[demotedAtNs]
      const comesBack = sinceNs <= pingPongNs && (account.words[at] & demotedBit) !== 0
      counters.add(events.promoted, weight)
      counters.add(events.pingPong, comesBack ? weight : 0)
    } else if (tierOf[to] > tierOf[from]) {
      counters.add(events.demoted, weight)
      account.words[at] |= demotedBit
      demotedAt.doubles[demotedAtNs] = clock.nowNs
    }
  }

  const zones = createNodeZones({
    plan, machine, mechanism, pageCount, freePages, capacityPages, migratedBytes, charge,
    decide: (...row) => void world.recorder.decide(clock.nowNs, ...row),
  }) // prettier-ignore

  function takeFrame(page: number, node: number): void {
    if (zones?.owns(node)) zones.take(page, node)
    else freePages[node]--
  }

  function giveFrame(page: number, node: number): void {
    if (zones?.owns(node)) zones.give(page, node)
    else freePages[node]++
  }

  function isVetoed(page: number, from: number, to: number, { reason }: Why): boolean {
    if (vetoes === undefined || !vetoes.forbids(page, clock.nowNs, reason)) return false
    counters.add(events.refused, 1)
    world.recorder.decide(clock.nowNs, page, 1, from, to, vetoedReason, reason, 0, 0, 0)
    return true
  }

  /** The page has its frame on the target: pays, counts, records, and opens the account of this move. */
  function recordMove(page: number, from: number, to: number, why: Why, batchPages: number, payer: number): void {
    const costNs = payer === fromNobody ? 0 : mechanism.movePageNs(batchPages) * world.weight
    charge(payer, costNs)
    if (isOpen(page)) {
      const cameFrom = account.words[(page << account.shift) + account.first] & fromMask
      closeOutcome(page, from, to === cameFrom ? movedBack : movedOn)
    }
    hot[page] = (hot[page] & ~nodeMask) | to
    if (payer !== fromNobody) {
      const bytes = mechanism.trafficBytes * world.weight
      migratedBytes[from] += bytes
      migratedBytes[to] += bytes
      const links = linksBetween[from * nodes + to]
      for (let l = 0; l < links.length; l++) migratedLinkBytes[links[l]] += bytes
    }
    countMove(page, from, to)
    hooks.onMoved(page, from, to)
    world.recorder.write(0, page, from + 1, to + 1)
    const { reason, a, b, c } = why
    const number = world.recorder.decide(clock.nowNs, page, 1, from, to, reason, a, b, c, costNs)
    if (number >= 0) openOutcome(page, from, to, number)
  } // prettier-ignore

  /** A huge page moves whole where no page of it is held back and the target has a block. */
  function movesWhole(page: number, from: number, to: number, why: Why): boolean {
    const first = page - (page % hugePages)
    for (let other = first; other < first + hugePages; other++)
      if (other !== page && isVetoed(other, from, to, why)) return false
    return zones!.moveWhole(page, from, to)
  }

  function moveRegion(page: number, from: number, to: number, why: Why, payer: number): void {
    const first = page - (page % hugePages)
    for (let other = first; other < first + hugePages; other++) {
      recordMove(other, from, to, why, hugePages, payer)
      if (other !== page && !world.companions.has(other)) world.companions.set(other, from)
    }
  }

  const isOpen = (page: number) => (account.words[(page << account.shift) + account.first] & openBit) !== 0

  const world: World = {
    plan,
    machine,
    groups,
    table,
    records,
    capacityPages,
    freePages,
    counters,
    lostNs,
    idleKernelNs,
    migratedBytes,
    migratedLinkBytes,
    clock,
    recorder,
    weight: 1,
    ...(zones && { zones }),
    companions: new Map(),
    charge,
    place(page, node) {
      takeFrame(page, node)
      hot[page] = (hot[page] & ~(nodeMask | trapBit)) | node
      table.cold[page] &= ~coldAbsent
      world.recorder.write(0, page, 0, node + 1)
      hooks.onPlaced(page, node)
    },
    move(page, to, why, batchPages, payer) {
      const from = hot[page] & nodeMask
      if (freePages[to] < 1 || from === to || from === nowhere) return false
      if (isVetoed(page, from, to, why)) return false
      if (zones?.isHuge(page)) {
        if (movesWhole(page, from, to, why)) {
          moveRegion(page, from, to, why, payer)
          return true
        }
        zones.split(page, from, to)
        if (freePages[to] < 1) return false
      }
      giveFrame(page, from)
      takeFrame(page, to)
      recordMove(page, from, to, why, batchPages, payer)
      return true
    },
    turnDown(page, to, why, costNs) {
      const from = hot[page] & nodeMask
      const { reason, a, b, c } = why
      counters.add(refuses[reason] ? events.refused : events.failed, 1)
      world.recorder.decide(clock.nowNs, page, 1, from, to, reason, a, b, c, costNs)
    },
    keepSaved(page, change) {
      if (!isOpen(page)) {
        change()
        return
      }
      const from = account.words[(page << account.shift) + account.first] & fromMask
      const to = hot[page] & nodeMask
      const beforeNs = hooks.savedMeterNs(page, from, to)
      change()
      openMeter.doubles[(page << openMeter.shift) + openMeter.first] +=
        hooks.savedMeterNs(page, from, to) - beforeNs
    },
    closeOutcomes() {
      for (let page = 0; page < pageCount; page++) {
        if (isOpen(page)) closeOutcome(page, hot[page] & nodeMask, stayed)
      }
    },
  }
  return world
}
