import type { ReasonId } from '../../shared/documents/decision.ts'
import type { ParamValues, PartInfo } from '../../shared/documents/part.ts'
import type { Metric } from '../../shared/documents/run.ts'
import type { ColumnSpec, TrackSpec } from '../../shared/documents/series.ts'
import type { PageWords } from './pages/page-records.ts'
import type { CacheMisses } from './trackers/cache-misses.ts'
import type { AccessedBits } from './trackers/accessed-bits.ts'
import type { HintTraps } from './trackers/hint-traps.ts'
import type { AccessSamples } from './trackers/samples.ts'

/** Decides where pages should live, from what hardware and kernel show it (`PolicyHost`), and from nothing else. */
export interface PolicyPart {
  readonly info: PartInfo
  createPolicy(values: ParamValues, host: PolicyHost): Policy
}

/**
 * Contract. The study calls `placePage` for every page when it is first touched, then, each simulated millisecond
 * in this order: hint faults that fell due, `tick`. Everything a policy does to pages goes through its host.
 * A policy holds no reference to true access rates; `truth` is there for reference policies that say so.
 *
 * A policy may take over in the middle of a run, from another one. It is then made at that moment, so its clocks start at
 * `host.nowNs()`, not at 0; no page is armed; `adopt` is called for each page that is placed, in order of their numbers,
 * and from then on it is as if it had always been there: `placePage` for pages that are touched for the first time, faults,
 * ticks. A policy that cannot (a cache, whose books know every access) says so in `info.adopts`. Policies
 * of a schedule are made once more at the start, with a host on which nothing has an effect, to ask for their columns.
 */
export interface Policy {
  /** Node for a page that `group` touches for the first time; called in the order of first touches. */
  placePage(page: number, group: number): number
  /**
   * Its books take up a page that is on a node without its doing, where `host.nodeOf` says. `from` is the node that the
   * page was on before, where the experimenter has forced a move or the page moved along in a huge page that the policy
   * moved one page of; or `nowhere` (15), where the policy takes over or the page came along in a huge page.
   */
  adopt(page: number, from: number): void
  /** One millisecond of simulated time has passed. */
  tick?(): void
  /** An armed page was accessed by `group`. The trap is already disarmed. Replay: returns before the access is served. */
  onHintFault?(page: number, group: number): void
  /** Replay only: the policy is a cache; all accesses go through it. */
  readonly cache?: CacheRules
  /** Asked for once; the study then calls `onTruth` with what is about to be accessed. Reference policies only. */
  readonly truth?: TruthWish
  /** Replay only: asked for once; the study then tells the whole future before the first access. Reference policies only. */
  readonly future?: FutureWish
  /** Asked for once; told before any page is placed. Reference policies only. */
  readonly wholeRun?: WholeRunWish
  /** What it holds for hot, where it has such a belief: drawn beside the truth, so that blindness shows. */
  readonly belief?: Belief
  set(values: ParamValues): void

  /** Columns of its own, written each epoch by `fillRow` into `row[at…]` in this order. */
  readonly columns: readonly ColumnSpec[]
  readonly tracks: readonly TrackSpec[]
  fillRow(row: Float64Array, at: number): void
  /** Its state for the screen, small and immutable: the same object while nothing in it changed. */
  state(): PolicyState
}

/** A value that has a unit says it as `{ value, unit }`, so that labels stay words and the screen can format it. */
export type PolicyState = Readonly<Record<string, number | string | boolean | Metric>>

/** A policy's belief about pages, recorded as a matrix of its own. Must follow from what the policy was shown. */
export interface Belief {
  /** One sentence: when a page counts as believed hot. */
  readonly about: string
  /**
   * Adds to `hotPages[bin]` the pages `bin * pagesPerBin …` that it believes hot now. Called when a column of the matrix
   * is due, about a thousand times a run, so a plain loop over the pages will do.
   */
  addHotPages(hotPages: Float64Array, pagesPerBin: number): void
}

/**
 * A fast tier run as a cache with mandatory promotion: every miss is fetched, at most one victim makes room.
 * The policy decides, by books of its own; the study then serves the accesses and moves the pages, in order.
 */
export interface CacheRules {
  /** Why a victim leaves; its second number is `CacheMisses.detail`. */
  readonly evictReason: ReasonId
  /**
   * Accesses `from … to − 1` of a batch, at most `cacheBlockAccesses`. Writes each miss into `misses` from place `before`
   * on and returns the next free place. Its loop calls nothing: bench/caches.ts holds it against C.
   */
  serveBlock(pages: Uint32Array, from: number, to: number, misses: CacheMisses, before: number): number
}

export interface TruthWish {
  /** Length of the coming span: simulated time in the rates engine, accesses in replay. */
  spanNs(): number
  spanAccesses(): number
  /** `counts[page]`: accesses of the coming span (expected ones in the rates engine). `changed`: not as last time. */
  onTruth(counts: Float32Array, changed: boolean): void
}

export interface WholeRunWish {
  /** `counts[page]`: accesses of the whole run, in proportion (rates engine) or counted (replay, up to its last access). */
  onWholeRun(counts: Float32Array): void
}

export interface FutureWish {
  /**
   * `nextUse[n]`: the number of the access after access n that touches the same page, 2^32 − 1 where there is none.
   * Accesses are numbered from 0 in the order in which they are served.
   */
  onFuture(nextUse: Uint32Array): void
}

/** What a policy may know and do. Amounts are of the simulated machine, so already divided by the scale. */
export interface PolicyHost {
  readonly seed: number
  readonly scale: number
  readonly pageBytes: number
  readonly pageCount: number
  readonly nodes: readonly HostNode[]
  /** Node numbers from the fastest tier to the slowest. */
  readonly tiers: readonly (readonly number[])[]
  /** Threads of the application, all groups together (no antagonist's). */
  readonly threads: number

  /** Nodes from the fastest tier to the slowest, those of a tier by their distance from the group’s processor. */
  nodesFrom(group: number): readonly number[]

  nowNs(): number
  /** Node of a page; `nowhere` (15) before its first touch. */
  nodeOf(page: number): number
  freePages(node: number): number
  /**
   * Loaded latency of a node as the uncore counters show it (occupancy over inserts, everybody's requests), ns; idle
   * before the first epoch.
   */
  latencyNs(node: number): number
  /** Lines requested of a node per second (inserts), by everybody; 0 before the first epoch. */
  linesPerSec(node: number): number

  /**
   * A word of each page for the policy's own books, zero at first. It lies beside what the engine keeps of the page, so
   * that in a fault or a visit it costs no wait for memory of its own. Ask while the policy is made.
   */
  takeWords(): PageWords
  readonly traps: HintTraps
  readonly accessed: AccessedBits
  readonly samples: AccessSamples
  /** Replay: accesses served before this batch; the number of access i of a batch is this plus i. */
  accessNumber(): number

  /**
   * Moves a page, pays for it and records why. False, with nothing done, where the target has no free page, or where
   * the experimenter has vetoed the move (`freePages(to)` is then above 0, and the veto is recorded already).
   * On nodes that own zones the rest of a huge page moves along, if there is a block for it, and is adopted afterwards.
   * `batchPages` go in the same migrate_pages call. `payer`: whose threads lose the time (see `charge`).
   */
  move(page: number, to: number, why: Why, batchPages: number, payer: number): boolean
  /** Records that a move was refused or failed. `costNs` is CPU time already charged with `charge`. */
  turnDown(page: number, to: number, why: Why, costNs: number): void
  /** CPU time, ns, taken from a group's threads, from all groups (`fromAll`) or from an idle core (`fromIdle`). */
  charge(payer: number, costNs: number): void
  /** Cost of the next `move`, ns, so that a kernel thread can budget its time. */
  movePageNs(batchPages: number): number
  count(event: PolicyEvent, pages: number): void
}

/** Payers that are no group: all groups by their threads, or a core that nobody else uses. */
export const fromAll = -1
export const fromIdle = -2
/** Nobody pays and nothing is copied over the wires: a reference policy that is an upper bound. */
export const fromNobody = -3

/** Kernel counters that policies drive, by number: they are counted in hot paths. Moves are counted by the host. */
export const policyEvents = {
  numa_hint_faults: 0,
  numa_pte_updates: 1,
  pgpromote_candidate: 2,
  kswapd_visits: 3,
  kswapd_failures: 4,
} as const
export type PolicyEvent = (typeof policyEvents)[keyof typeof policyEvents]

/** Reason and its numbers. One object per policy, filled anew for each call: hot paths allocate nothing. */
export interface Why {
  reason: number
  a: number
  b: number
  c: number
}

export interface HostNode {
  readonly id: string
  readonly title: string
  readonly tier: number
  readonly capacityPages: number
  /** Full size, for rules that are written in bytes and do not scale (the inactive ratio). */
  readonly fullBytes: number
  /** What the firmware's table says (HMAT): latency unloaded, and bandwidth at two reads to a write, full size. */
  readonly idleLatencyNs: number
  readonly bandwidthBytesPerSec: number
  /** Nodes of slower tiers in the order in which the kernel would demote to them: next tier first, nearest first. */
  readonly demotionTargets: readonly number[]
}
