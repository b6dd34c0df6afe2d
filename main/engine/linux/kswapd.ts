import { reasonCode } from '../../../shared/documents/decision.ts'
import { policyEvents, type PolicyHost, type Why } from '../policy.ts'
import type { NodeLru } from './node-lru.ts'

/**
 * The reclaim thread of one node, demoting from the inactive tail until free memory is above its mark. Runs inside
 * each millisecond with as much CPU time as a millisecond of one core has (divided by the scale), for promotions
 * empty the window between two watermarks in milliseconds. Source: Linux 6.8 mm/vmscan.c; docs/engines.md.
 */
export interface Kswapd {
  wake(): void
  /** One millisecond of CPU, if it is awake. */
  run(): void
  awake(): boolean
  /** Gave up after too many fruitless trips; wakes again when memory is freed by somebody else. */
  off(): boolean
}

export interface KswapdKnobs {
  /** Free pages at which it sleeps. */
  markPages(): number
  /** CPU time to look at one page, ns. */
  visitNs(): number
  demotionEnabled(): boolean
  /** Who loses the CPU time: `fromAll` where it shares the application's cores, `fromIdle` where it does not. */
  payer(): number
  /** Node that demoted pages go to; -1 where the node has no lower tier. */
  target(): number
  /** A page was demoted. */
  onDemoted?(page: number): void
}

const batchPages = 32
const maxFailures = 16
const millisecondNs = 1e6

export function createKswapd(host: PolicyHost, node: number, lru: NodeLru, knobs: KswapdKnobs): Kswapd {
  const why: Why = { reason: 0, a: 0, b: 0, c: 0 }
  const inactiveTail = reasonCode('inactive-tail')
  const targetFull = reasonCode('demotion-target-full')
  let awake = false
  /** A field and not a variable: V8 allocates a number for each new double that a closure's variable is given. */
  const credit = { ns: 0 }
  let fruitlessVisits = 0
  let failures = 0
  let freeWhenOff = 0

  function spend(costNs: number): void {
    credit.ns -= costNs
    host.charge(knobs.payer(), costNs)
  }

  function noteFruitless(visits: number): void {
    fruitlessVisits += visits
    if (fruitlessVisits <= lru.activePages() + lru.inactivePages()) return
    fruitlessVisits = 0
    failures++
    host.count(policyEvents.kswapd_failures, 1)
    if (failures >= maxFailures) {
      awake = false
      freeWhenOff = host.freePages(node)
    }
  }

  function demote(page: number): boolean {
    const target = knobs.target()
    const costNs = host.movePageNs(batchPages)
    why.a = host.freePages(node)
    why.b = knobs.markPages()
    why.reason = inactiveTail
    if (host.move(page, target, why, batchPages, knobs.payer())) {
      credit.ns -= costNs
      knobs.onDemoted?.(page)
      return true
    }
    lru.putBack(page)
    if (host.freePages(target) > 0) return false
    why.reason = targetFull
    why.a = 0
    why.b = 0
    host.turnDown(page, target, why, 0)
    return false
  }

  function shrink(): void {
    if (lru.inactiveIsLow()) {
      const aged = lru.ageActive(batchPages)
      host.count(policyEvents.kswapd_visits, aged)
      spend(aged * knobs.visitNs())
    }
    let visits = 0
    let demoted = 0
    for (; visits < batchPages; visits++) {
      const page = lru.inspectTail()
      if (page === -2) break
      if (page >= 0 && demote(page)) demoted++
    }
    host.count(policyEvents.kswapd_visits, visits)
    spend(Math.max(visits, 1) * knobs.visitNs())
    if (demoted > 0) {
      fruitlessVisits = 0
      failures = 0
    } else noteFruitless(Math.max(visits, 1))
  }

  return {
    awake() {
      return awake
    },
    off() {
      return failures >= maxFailures
    },
    wake() {
      if (failures >= maxFailures) {
        if (host.freePages(node) <= freeWhenOff) return
        failures = 0
      }
      awake = true
    },
    run() {
      if (!awake || !knobs.demotionEnabled() || knobs.target() < 0) return
      credit.ns = Math.min(credit.ns, 0) + millisecondNs / host.scale
      while (credit.ns > 0 && awake) {
        if (host.freePages(node) > knobs.markPages()) awake = false
        else shrink()
      }
    },
  }
}
