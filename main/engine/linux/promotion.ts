import { miB } from '../../../shared/units/sizes.ts'
import { reasonCode } from '../../../shared/documents/decision.ts'
import { policyEvents, type PolicyHost, type Why } from '../policy.ts'
import type { Watermarks } from './watermarks.ts'

/**
 * What happens at a hint fault on a slow page in tiering mode, in the kernel's own order: free-space shortcut,
 * threshold adaptation, latency test, rate limit, room on the fast node. Source: Linux 6.8 kernel/sched/fair.c
 * (should_numa_migrate_memory, numa_promotion_rate_limit, numa_promotion_adjust_threshold), mm/migrate.c.
 */
export interface Promotion {
  /** Decides about `page`, which `group` has just faulted on `latencyMs` after it was armed. True: it moved. */
  onFault(page: number, group: number, latencyMs: number): boolean
  /** nbp_threshold, ms; the reference threshold while none is set. */
  thresholdMs(): number
  /** Candidates counted so far (PGPROMOTE_CANDIDATE), simulated pages. */
  candidates(): number
  /** Candidates of the last complete adaptation window, and the budget they were held against. */
  lastWindowCandidates(): number
  candidateBudget(): number
}

export interface PromotionKnobs {
  /** hot_threshold_ms: the reference threshold. */
  hotThresholdMs(): number
  /** numa_balancing_promote_rate_limit_MBps, the hard limit. */
  rateLimitMiBps(): number
  /** What the adaptation steers candidates towards; the mainline kernel uses the rate limit itself. */
  targetMiBps(): number
  /** Is the threshold adapted at all? */
  adapts(): boolean
  adaptWindowMs(): number
  shortcut(): boolean
  watermarks(): Watermarks
  wakeKswapd(): void
  /** CPU time of the fault, which a refusal costs, ns. */
  faultNs(): number
}

const adjustSteps = 16
const rateWindowMs = 1000

export function createPromotion(host: PolicyHost, fastNode: number, knobs: PromotionKnobs): Promotion {
  const why: Why = { reason: 0, a: 0, b: 0, c: 0 }
  const hot = reasonCode('hint-fault-hot')
  const free = reasonCode('fast-node-free')
  const cold = reasonCode('hint-fault-cold')
  const limited = reasonCode('rate-limited')
  const full = reasonCode('fast-node-full')
  let setThresholdMs = 0
  let candidates = 0
  let windowStartMs = Math.floor(host.nowNs() / 1e6)
  let windowStartCandidates = 0
  let lastWindowCandidates = 0
  let rateStartMs = windowStartMs
  let rateStartCandidates = 0

  const pagesPerSec = (miBps: number) => (miBps * miB) / host.pageBytes / host.scale
  const budget = () => (pagesPerSec(knobs.targetMiBps()) * knobs.adaptWindowMs()) / 1000
  const thresholdMs = () => (knobs.adapts() && setThresholdMs > 0 ? setThresholdMs : knobs.hotThresholdMs())

  /** At most once per window, and only when a fault comes along that did not take the shortcut. */
  function adaptThreshold(nowMs: number): void {
    if (!knobs.adapts() || nowMs - windowStartMs <= knobs.adaptWindowMs()) return
    const reference = knobs.hotThresholdMs()
    const unit = Math.floor((2 * reference) / adjustSteps)
    const counted = candidates - windowStartCandidates
    windowStartMs = nowMs
    windowStartCandidates = candidates
    lastWindowCandidates = counted
    const now = thresholdMs()
    if (counted > budget() * 1.1) setThresholdMs = Math.max(now - unit, unit)
    else if (counted < budget() * 0.9) setThresholdMs = Math.min(now + unit, 2 * reference)
    else setThresholdMs = now
  }

  function overLimit(nowMs: number): boolean {
    candidates++
    host.count(policyEvents.pgpromote_candidate, 1)
    if (nowMs - rateStartMs > rateWindowMs) {
      rateStartMs = nowMs
      rateStartCandidates = candidates
    }
    return candidates - rateStartCandidates >= pagesPerSec(knobs.rateLimitMiBps())
  }

  function refuse(page: number, reason: number, a: number, b: number): false {
    why.reason = reason
    why.a = a
    why.b = b
    why.c = 0
    host.turnDown(page, fastNode, why, knobs.faultNs())
    return false
  }

  function promote(page: number, group: number, reason: number, a: number, b: number, c: number): boolean {
    const { highPages } = knobs.watermarks()
    if (host.freePages(fastNode) <= highPages) {
      knobs.wakeKswapd()
      return refuse(page, full, host.freePages(fastNode), highPages)
    }
    why.reason = reason
    why.a = a
    why.b = b
    why.c = c
    return host.move(page, fastNode, why, 1, group)
  }

  return {
    thresholdMs() {
      return thresholdMs()
    },
    candidates() {
      return candidates
    },
    lastWindowCandidates() {
      return lastWindowCandidates
    },
    candidateBudget() {
      return budget()
    },
    onFault(page, group, latencyMs) {
      const { shortcutPages } = knobs.watermarks()
      const freePages = host.freePages(fastNode)
      if (knobs.shortcut() && freePages > shortcutPages) {
        setThresholdMs = 0
        return promote(page, group, free, freePages, shortcutPages, 0)
      }
      const nowMs = Math.floor(host.nowNs() / 1e6)
      adaptThreshold(nowMs)
      const threshold = thresholdMs()
      if (latencyMs >= threshold) return refuse(page, cold, latencyMs, threshold)
      if (overLimit(nowMs)) {
        return refuse(page, limited, candidates - rateStartCandidates, pagesPerSec(knobs.rateLimitMiBps()))
      }
      return promote(page, group, hot, latencyMs, threshold, candidates - rateStartCandidates)
    },
  }
}
