import { reasonCode } from '../../../../../shared/documents/decision.ts'
import type { TieringPlan } from '../../../../../shared/documents/plan.ts'
import {
  nodeZonesOf,
  type NodeZoneSettings,
} from '../../../../../shared/documents/studies/node-zone-params.ts'
import { usualPast } from '../../../frames/aging.ts'
import { fragmentationIndex } from '../../../frames/fragmentation.ts'
import type { Machine } from '../../../hardware/machine.ts'
import type { Mechanism } from '../../../mechanism.ts'
import { fromIdle } from '../../../policy.ts'
import { tiersOf } from '../../../hardware/tiers.ts'
import { createNodeFrames, hugeOrder, hugePages, type NodeFrames } from './node-frames.ts'
import { createZoneCompactor, type ZoneCompactor } from './zone-compactor.ts'
import { createZoneLedger, type ZoneLedger } from './zone-ledger.ts'

/**
 * Zones of frames under the nodes of a machine. The world asks here for each page that it places, moves or takes away,
 * where the node owns a zone, and keeps its count of free pages equal to the zone's free frames. Regions are 512
 * consecutive pages of the workload: each asks once, at its first touch, for a huge page.
 */
export interface NodeZones {
  readonly settings: NodeZoneSettings
  readonly ledger: ZoneLedger
  /** Something is to be done each millisecond. */
  readonly ticks: boolean
  readonly owned: readonly OwnedZone[]
  owns(node: number): boolean
  /** The frame of a page; −1 where its node owns no zone. */
  frameOf(page: number): number
  /** Is the page part of a huge page, on whichever node? */
  isHuge(page: number): boolean
  /** First touch of a page: asks for a huge page for its region, if nobody has. True: all its pages have their frames. */
  ask(page: number, node: number, payer: number): boolean
  /** A frame for a page; it has one already where its region has just got a huge page. */
  take(page: number, node: number): void
  /** The page leaves a node. It is no part of a huge page. */
  give(page: number, node: number): void
  /**
   * The huge page that a page is part of leaves its node for another as a whole. False, with nothing done, where the
   * other has no room for it, or owns a zone without a free aligned block: nobody compacts or reclaims for a move.
   */
  moveWhole(page: number, from: number, to: number): boolean
  /** The huge page that a page is part of becomes base pages. `to`: where there was no block for it. */
  split(page: number, node: number, to: number): void
  /** One millisecond has passed. */
  tick(): void
}

export interface OwnedZone {
  readonly node: number
  readonly frames: NodeFrames
  readonly compactor: ZoneCompactor
}

/** What a world gives its zones. */
export interface ZoneWorld {
  readonly plan: TieringPlan
  readonly machine: Machine
  readonly mechanism: Mechanism
  readonly pageCount: number
  readonly freePages: Float64Array
  readonly capacityPages: Float64Array
  readonly migratedBytes: Float64Array
  charge(payer: number, costNs: number): void
  decide(page: number, pages: number, node: number, to: number, reason: number, a: number, b: number, c: number, costNs: number): void
} // prettier-ignore

const got = reasonCode('huge-page-got')
const missed = reasonCode('huge-page-missed')
const wasSplit = reasonCode('huge-page-split')
const deferred = reasonCode('compaction-deferred')
const unsuitable = reasonCode('compaction-unsuitable')
const millisecondNs = 1e6

/** What a region is: nobody has touched it, base pages, a huge page. */
const untouched = 0
const base = 1
const huge = 2

/** `undefined` where no node owns a zone: an ordinary run asks nobody. */
export function createNodeZones(world: ZoneWorld): NodeZones | undefined {
  const settings = nodeZonesOf(world.plan.run)
  if (settings === undefined) return undefined
  const { machine, mechanism, freePages, capacityPages } = world
  const ledger = createZoneLedger()
  const frameOf = new Int32Array(world.pageCount).fill(-1)
  const regions = new Uint8Array(Math.ceil(world.pageCount / hugePages))
  const [[fastest]] = tiersOf(machine)
  const zones = machine.nodes.map((_, node) =>
    settings.zone === 'all' || node === fastest ? createOwned(node) : undefined,
  )
  const owned = zones.filter((zone) => zone !== undefined)

  function createOwned(node: number): OwnedZone {
    const past = {
      ...usualPast,
      freeShare: settings!.zoneFreeShare,
      turnover: settings!.zoneTurnover,
      slabShare: settings!.zoneSlabShare,
    }
    const frames = createNodeFrames(node, capacityPages[node], past, world.plan.run.seed, frameOf)
    freePages[node] = frames.zone.free.freeFrames
    capacityPages[node] = freePages[node]
    const compactor = createZoneCompactor(frames, settings!.compactionRules, ledger, {
      movePageNs: mechanism.movePageNs,
      onCopied: () => void (world.migratedBytes[node] += 2 * mechanism.trafficBytes),
    })
    return { node, frames, compactor }
  }

  function count({ node, frames }: OwnedZone): void {
    freePages[node] = frames.zone.free.freeFrames
  }

  /** Drops a cached page; returns the time that it takes. */
  function drop({ frames }: OwnedZone, frame: number): number {
    if (!frames.dropCached(frame)) return 0
    ledger.reclaimedPages++
    return settings!.dropPageNs
  }

  /** Lumpy: the oldest page and all cached ones in the aligned block around it, until there is a block or 512 are dropped. */
  function reclaimBlock(zone: OwnedZone): number {
    const { frames } = zone
    const before = ledger.reclaimedPages
    let tookNs = 0
    while (frames.zone.free.blocksFrom(hugeOrder) === 0 && ledger.reclaimedPages - before < hugePages) {
      const oldest = frames.oldestCached()
      if (oldest < 0) break
      const start = Math.floor(oldest / hugePages) * hugePages
      const end = Math.min(start + hugePages, frames.zone.frames)
      for (let frame = start; frame < end; frame++) tookNs += drop(zone, frame)
    }
    return tookNs
  }

  /** kcompactd, if there is one, and neither at work nor resting after failures, nor is memory too short for it. */
  function wakeFor(zone: OwnedZone, page: number): void {
    const { compactor } = zone
    if (settings!.compaction !== 'background' || compactor.isAwake) return
    if (mayCompact(zone, page)) compactor.wake()
  }

  function mayCompact({ node, frames, compactor }: OwnedZone, page: number): boolean {
    if (compactor.deferral.skips()) {
      ledger.deferred++
      world.decide(page, hugePages, node, node, deferred, ledger.asked, compactor.deferral.oneIn, 0, 0)
      return false
    }
    if (compactor.suits === 'yes') return true
    const index = fragmentationIndex(frames.zone.free, hugeOrder)
    world.decide(page, hugePages, node, node, unsuitable, ledger.asked, index, compactor.threshold, 0)
    return false
  }

  /** What is done for a block that is not there; returns how long it took. */
  function win(zone: OwnedZone, page: number): number {
    let tookNs = 0
    if (settings!.compaction === 'direct' && mayCompact(zone, page)) {
      tookNs += zone.compactor.compact()
      if (zone.frames.zone.free.blocksFrom(hugeOrder) > 0) ledger.gotByCompaction++
    }
    if (settings!.hugeReclaim) tookNs += reclaimBlock(zone)
    ledger.attempts++
    ledger.attemptNs += tookNs
    ledger.longestNs = Math.max(ledger.longestNs, tookNs)
    return tookNs
  }

  return {
    settings,
    ledger,
    ticks: settings.compaction === 'background',
    owned,
    owns: (node) => zones[node] !== undefined,
    frameOf: (page) => frameOf[page],
    isHuge: (page) => regions[Math.floor(page / hugePages)] === huge,

    ask(page, node, payer) {
      const region = Math.floor(page / hugePages)
      const zone = zones[node]
      if (regions[region] !== untouched) return false
      regions[region] = base
      const first = region * hugePages
      if (zone === undefined || first + hugePages > world.pageCount) return false
      ledger.asked++
      const { moved, reclaimed } = { moved: ledger.compactionMoved, reclaimed: ledger.reclaimedPages }
      let served = zone.frames.takeHuge(first)
      let tookNs = 0
      if (!served) {
        tookNs = win(zone, first)
        world.charge(payer, tookNs)
        served = zone.frames.takeHuge(first)
      }
      count(zone)
      const dropped = ledger.reclaimedPages - reclaimed
      if (served) {
        ledger.got++
        ledger.present++
        regions[region] = huge
        world.decide(
          first,
          hugePages,
          node,
          node,
          got,
          tookNs,
          ledger.compactionMoved - moved,
          dropped,
          tookNs,
        )
        return true
      }
      ledger.missed++
      const index = fragmentationIndex(zone.frames.zone.free, hugeOrder)
      world.decide(first, hugePages, node, node, missed, tookNs, index, dropped, tookNs)
      wakeFor(zone, first)
      return false
    },

    take(page, node) {
      const zone = zones[node]!
      if (frameOf[page] >= 0) return
      if (!zone.frames.take(page)) {
        zone.compactor.stop()
        while (!zone.frames.take(page)) {
          const oldest = zone.frames.oldestCached()
          if (oldest < 0) throw new Error('bug: a checked plan has room for every page')
          world.charge(fromIdle, drop(zone, oldest))
        }
      }
      count(zone)
    },

    give(page, node) {
      const zone = zones[node]!
      zone.frames.give(page)
      count(zone)
    },

    moveWhole(page, from, to) {
      const first = Math.floor(page / hugePages) * hugePages
      const block = frameOf[first]
      const [source, target] = [zones[from], zones[to]]
      if (target ? !target.frames.takeHuge(first) : freePages[to] < hugePages) return false
      if (target) count(target)
      else {
        freePages[to] -= hugePages
        frameOf.fill(-1, first, first + hugePages)
      }
      if (source) {
        source.frames.giveBlock(block)
        count(source)
      } else freePages[from] += hugePages
      ledger.movedWhole++
      return true
    },

    split(page, node, to) {
      const region = Math.floor(page / hugePages)
      const first = region * hugePages
      regions[region] = base
      zones[node]?.frames.split(first)
      ledger.present--
      ledger.split++
      if (zones[to]) wakeFor(zones[to], first)
      const free = zones[to]?.frames.zone.free
      const index = free ? fragmentationIndex(free, hugeOrder) : 0
      world.decide(first, hugePages, node, to, wasSplit, freePages[to], index, 0, 0)
    },

    tick() {
      for (const zone of owned) {
        const tookNs = zone.compactor.work(millisecondNs)
        if (tookNs === 0) continue
        world.charge(fromIdle, tookNs)
        count(zone)
      }
    },
  }
}
