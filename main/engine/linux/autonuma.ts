import { giB, miB } from '../../../shared/units/sizes.ts'
import { createState } from '../policy-state.ts'
import { fromAll, fromIdle, policyEvents, type Policy, type PolicyHost, type PolicyState } from '../policy.ts'
import { autonumaColumns, autonumaTracks } from './autonuma-columns.ts'
import type { AutonumaKnobs } from './autonuma-params.ts'
import { createFirstTouch } from './first-touch.ts'
import { createKswapd, type Kswapd } from './kswapd.ts'
import { createLatencyBelief, type LatencyBelief } from './latency-belief.ts'
import { createNodeLru, type NodeLru } from './node-lru.ts'
import { createNumaScanner } from './numa-scanner.ts'
import { createPromotion, type Promotion } from './promotion.ts'
import { watermarksOf, type Watermarks } from './watermarks.ts'

/**
 * NUMA balancing in tiering mode, put together: one scanner; for each node that has a slower one its LRU lists, its
 * watermarks and its kswapd; for each node of the fastest tier what is decided at a fault. A policy calls `onFault`, then
 * either `promote` or `demote`, then marks the page accessed.
 */
export interface Autonuma extends Pick<
  Policy,
  'placePage' | 'adopt' | 'columns' | 'tracks' | 'fillRow' | 'state'
> {
  tick(): void
  /** Counts and charges a hint fault; returns its latency, ms. */
  onFault(page: number, group: number): number
  /** Decides as the kernel does whether the page goes up, to the fast node nearest to `group`. */
  promote(page: number, group: number, latencyMs: number): void
  /** The node that the kernel would demote this node's pages to; -1 where there is none. */
  demotionTarget(node: number): number
  /** The page was moved by the policy itself. */
  onMoved(page: number, from: number): void
  thresholdMs(): number
  readonly belief: LatencyBelief
  set(changed: Partial<AutonumaKnobs>): void
  /** What the state has in it, for policies that add to it. */
  readState(): PolicyState
}

interface Reclaim {
  readonly node: number
  readonly lru: NodeLru
  readonly kswapd: Kswapd
  readonly marks: Watermarks
}

/** `armed`: are the pages of this node armed by the scanner? */
export function createAutonuma(
  host: PolicyHost,
  first: AutonumaKnobs,
  armed: (node: number) => boolean,
): Autonuma {
  let knobs = first
  const fastNodes = host.tiers[0]
  const isFast = host.nodes.map(({ tier }) => tier === host.nodes[fastNodes[0]].tier)
  const isArmed = host.nodes.map((_, node) => armed(node))
  const firstTouch = createFirstTouch(host)
  const giBPerPage = (host.scale * host.pageBytes) / giB
  const reclaimOf: (Reclaim | undefined)[] = host.nodes.map(() => undefined)
  for (const node of host.tiers.flat()) {
    if (fastNodes.includes(node) || host.nodes[node].demotionTargets.length > 0)
      reclaimOf[node] = createReclaim(node)
  }
  const reclaims = host.tiers.flat().flatMap((node) => reclaimOf[node] ?? [])
  const belief = createLatencyBelief(
    host,
    (page) => reclaimOf[host.nodeOf(page)]?.lru.isActive(page) ?? false,
    (node) => isFast[node],
  )
  const scanner = createNumaScanner(host, {
    scanDelayMs: () => knobs.scan_delay_ms,
    scanPeriodMinMs: () => knobs.scan_period_min_ms,
    scanPeriodMaxMs: () => knobs.scan_period_max_ms,
    scanSizeMiB: () => knobs.scan_size_mb,
    pteNs: () => knobs.pteNs,
    periodDrift: () => knobs.scan_period_drift,
    slow: (node) => isArmed[node],
  })
  const promotionTo = host.nodes.map((_, node) => (isFast[node] ? createPromotionTo(node) : undefined))
  const [main] = fastNodes.map((node) => promotionTo[node]!)
  let epochFaults = 0
  let epochLatencyMs = 0
  let meanLatencyMs = 0

  function createReclaim(node: number): Reclaim {
    const lru = createNodeLru(
      host.accessed,
      host.takeWords(),
      host.takeWords(),
      (pages) => pages * giBPerPage,
      0,
      (page) => belief.onListed(page),
    )
    const marks = marksOf(node)
    const kswapd = createKswapd(host, node, lru, {
      markPages: () => marks.promoPages,
      visitNs: () => knobs.visitNs,
      demotionEnabled: () => knobs.demotion_enabled,
      payer: () => (knobs.kswapd_shares_cores ? fromAll : fromIdle),
      target: () => demotionTarget(node),
      onDemoted(page) {
        arrive(page)
        belief.onDemoted(page)
      },
    })
    return { node, lru, kswapd, marks }
  }

  function demotionTarget(node: number): number {
    const { demotionTargets } = host.nodes[node]
    return demotionTargets.find((target) => host.freePages(target) > 0) ?? demotionTargets[0] ?? -1
  }

  /** A demoted page joins the lists of its node, whose kswapd wakes when room runs out there as well. */
  function arrive(page: number): void {
    const here = reclaimOf[host.nodeOf(page)]
    if (!here) return
    here.lru.add(page)
    if (host.freePages(here.node) <= here.marks.lowPages) here.kswapd.wake()
  }

  function createPromotionTo(node: number): Promotion {
    const { marks, kswapd } = reclaimOf[node]!
    return createPromotion(host, node, {
      hotThresholdMs: () => knobs.hot_threshold_ms,
      rateLimitMiBps: () => knobs.numa_balancing_promote_rate_limit_MBps,
      targetMiBps: () =>
        knobs.numa_balancing_promote_throughput_MBps || knobs.numa_balancing_promote_rate_limit_MBps,
      adapts: () => knobs.adapt_threshold,
      adaptWindowMs: () => knobs.scan_period_max_ms,
      shortcut: () => knobs.free_space_shortcut,
      watermarks: () => marks,
      wakeKswapd: () => kswapd.wake(),
      faultNs: () => knobs.faultNs,
    })
  }

  function marksOf(node: number): Watermarks {
    return watermarksOf({
      nodeBytes: host.nodes[node].fullBytes,
      machineBytes: host.nodes.reduce((sum, each) => sum + each.fullBytes, 0),
      minFreeKiB: 0,
      scaleFactor: knobs.watermark_scale_factor,
      shortcutBytes: knobs.shortcut_MiB * miB,
      shortcutShare: 1 / 16,
      pageBytes: host.pageBytes,
      scale: host.scale,
    })
  }

  const sumOfFast = (amount: (lru: NodeLru) => number) =>
    fastNodes.reduce((sum, node) => sum + amount(reclaimOf[node]!.lru), 0) * host.scale

  const kswapdWord = (kswapd: Kswapd) => (kswapd.off() ? 'off' : kswapd.awake() ? 'awake' : 'asleep')

  function readState(): PolicyState {
    const several = reclaims.length > 1
    return {
      'hot threshold': { value: main.thresholdMs(), unit: 'ms' },
      'scan period': { value: scanner.periodMs(), unit: 'ms' },
      'scan passes': scanner.passes(),
      'candidates in the last window': { value: main.lastWindowCandidates() * host.scale, unit: 'pages' },
      'candidate budget of a window': { value: main.candidateBudget() * host.scale, unit: 'pages' },
      ...Object.fromEntries(
        reclaims.map(({ node, kswapd }) => [
          several ? `kswapd, ${host.nodes[node].title}` : 'kswapd',
          kswapdWord(kswapd),
        ]),
      ),
    }
  }

  return {
    placePage(page, group) {
      const node = firstTouch.nodeForNewPage(group)
      const here = reclaimOf[node]
      if (here) {
        host.accessed.mark(page)
        here.lru.add(page)
      }
      return node
    },
    adopt(page, from) {
      reclaimOf[from]?.lru.remove(page)
      reclaimOf[host.nodeOf(page)]?.lru.add(page)
      if (isFast[from]) belief.onDemoted(page)
      else belief.onListed(page)
    },
    onFault(page, group) {
      const latencyMs = (Math.floor(host.nowNs() / 1e6) - scanner.armedAtMs(page)) >>> 0
      epochFaults++
      epochLatencyMs += latencyMs
      host.count(policyEvents.numa_hint_faults, 1)
      host.charge(group, knobs.faultNs)
      return latencyMs
    },
    promote(page, group, latencyMs) {
      const from = host.nodeOf(page)
      const [target] = host.nodesFrom(group)
      const promotion = promotionTo[target]!
      const moved = promotion.onFault(page, group, latencyMs)
      if (moved) {
        reclaimOf[from]?.lru.remove(page)
        reclaimOf[target]!.lru.add(page)
      }
      belief.onTested(page, latencyMs < promotion.thresholdMs(), moved)
    },
    demotionTarget,
    onMoved(page, from) {
      reclaimOf[from]?.lru.remove(page)
      arrive(page)
      belief.onDemoted(page)
    },
    thresholdMs: () => main.thresholdMs(),
    tick() {
      scanner.tick()
      for (let i = 0; i < reclaims.length; i++) reclaims[i].kswapd.run()
    },
    set(changed) {
      knobs = { ...knobs, ...changed }
      for (const { node, marks } of reclaims) Object.assign(marks, marksOf(node))
    },
    belief,
    columns: autonumaColumns,
    tracks: autonumaTracks(
      fastNodes.map((node) => reclaimOf[node]!.marks),
      host,
    ),
    fillRow(row, at) {
      if (epochFaults > 0) meanLatencyMs = epochLatencyMs / epochFaults
      epochFaults = 0
      epochLatencyMs = 0
      row[at] = main.thresholdMs()
      row[at + 1] = meanLatencyMs
      row[at + 2] = scanner.periodMs()
      row[at + 3] = sumOfFast((lru) => lru.activePages())
      row[at + 4] = sumOfFast((lru) => lru.inactivePages())
    },
    readState,
    state: createState(readState),
  }
}
