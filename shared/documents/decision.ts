import { samplingReasons } from './reasons/sampling-reasons.ts'
import { compactionReasons } from './reasons/compaction-reasons.ts'
import { hugePageReasons } from './reasons/huge-page-reasons.ts'
import type { Reason } from './reasons/reason.ts'

/**
 * Every move, refusal and failure is one row of these columns; what came of it is a separate, append-only row.
 * A row stands for `scale` pages. `page` is the simulated page, or the first of a range of `pages`.
 */
export interface DecisionColumns {
  readonly rows: number
  readonly timeNs: Float64Array
  readonly page: Uint32Array
  readonly pages: Uint32Array
  readonly from: Uint8Array
  readonly to: Uint8Array
  /** Index into `reasons`. */
  readonly reason: Uint8Array
  /** The numbers that decided, in the order of the reason's `numbers`; unused ones are 0. */
  readonly a: Float64Array
  readonly b: Float64Array
  readonly c: Float64Array
  /** CPU time paid, ns. */
  readonly costNs: Float32Array
}

export interface OutcomeColumns {
  readonly rows: number
  /** Number of the decision, counted from 0 over the whole run (kept rows only). */
  readonly decision: Float64Array
  readonly timeNs: Float64Array
  readonly kind: Uint8Array
  /** Memory latency saved (negative: lost) by the move until then, ns over all threads. */
  readonly savedNs: Float64Array
}

/** Codes of `OutcomeColumns.kind`. */
export const outcomeKinds = ['stayed', 'movedBack', 'movedOn'] as const
export type OutcomeKind = (typeof outcomeKinds)[number]

/** The catalogue of reasons. Codes are positions: append only, so that old recordings keep their words. */
export const reasons = [
  {
    id: 'hint-fault-hot',
    verdict: 'moved',
    actor: 'NUMA hint fault',
    title: 'hot by hint-fault latency',
    sentence:
      'hint-fault latency {0} was under the threshold {1}; {#2} promotion candidates this second, within the rate limit',
    numbers: [
      { title: 'hint-fault latency', unit: 'ms' },
      { title: 'threshold', unit: 'ms' },
      { title: 'candidates this second', unit: 'pages' },
    ],
    flips: [
      {
        then: 'stayed',
        param: 'hot_threshold_ms',
        what: 'a hot threshold',
        side: 'atMost',
        place: 0,
        was: 1,
        fix: { param: 'adapt_threshold', value: false },
      },
      {
        then: 'stayed',
        param: 'numa_balancing_promote_rate_limit_MBps',
        what: 'a promotion rate limit',
        side: 'atMost',
        place: 2,
        was: 'param',
      },
    ],
  },
  {
    id: 'fast-node-free',
    verdict: 'moved',
    actor: 'NUMA hint fault',
    title: 'free space on the fast node',
    sentence:
      'the fast node had {0} free, more than the {1} that open the free-space shortcut: no test of hotness',
    numbers: [
      { title: 'free', unit: 'pages' },
      { title: 'shortcut level', unit: 'pages' },
    ],
    flips: [
      { then: 'tested', param: 'free_space_shortcut', value: false, what: 'the free-space shortcut off' },
    ],
  },
  {
    id: 'hint-fault-cold',
    verdict: 'refused',
    actor: 'NUMA hint fault',
    title: 'cold by hint-fault latency',
    sentence: 'hint-fault latency {0} was not under the threshold {1}',
    numbers: [
      { title: 'hint-fault latency', unit: 'ms' },
      { title: 'threshold', unit: 'ms' },
    ],
    flips: [
      {
        then: 'passed',
        param: 'hot_threshold_ms',
        what: 'a hot threshold',
        side: 'above',
        place: 0,
        was: 1,
        fix: { param: 'adapt_threshold', value: false },
      },
    ],
  },
  {
    id: 'rate-limited',
    verdict: 'refused',
    actor: 'NUMA hint fault',
    title: 'promotion rate limit',
    sentence: '{#0} promotion candidates this second, at or over the rate limit of {1} a second',
    numbers: [
      { title: 'candidates this second', unit: 'pages' },
      { title: 'limit', unit: 'pages' },
    ],
    flips: [
      {
        then: 'passed',
        param: 'numa_balancing_promote_rate_limit_MBps',
        what: 'a promotion rate limit',
        side: 'above',
        place: 0,
        was: 1,
      },
    ],
  },
  {
    id: 'fast-node-full',
    verdict: 'failed',
    actor: 'NUMA hint fault',
    title: 'no room on the fast node',
    sentence: 'the fast node had {0} free, not above its high watermark {1}; kswapd was woken',
    numbers: [
      { title: 'free', unit: 'pages' },
      { title: 'high watermark', unit: 'pages' },
    ],
    flips: [{ then: 'moved', what: 'free memory on the fast node', side: 'above', place: 1, was: 0 }],
  },
  {
    id: 'inactive-tail',
    verdict: 'moved',
    actor: 'kswapd',
    title: 'inactive and unreferenced',
    sentence:
      'at the inactive tail and not referenced since it was last looked at; {0} free, under the mark {1}',
    numbers: [
      { title: 'free', unit: 'pages' },
      { title: 'kswapd mark', unit: 'pages' },
    ],
    flips: [
      { then: 'stayed', what: 'free memory on the fast node', side: 'above', place: 1, was: 0 },
      { then: 'stayed', param: 'demotion_enabled', value: false, what: 'demotion off' },
    ],
  },
  {
    id: 'demotion-target-full',
    verdict: 'failed',
    actor: 'kswapd',
    title: 'no room on the demotion target',
    sentence: 'the next lower tier had {0} free',
    numbers: [{ title: 'free on target', unit: 'pages' }],
    flips: [{ then: 'moved', what: 'free memory on the next lower tier', side: 'above', place: 0, was: 0 }],
  },
  {
    id: 'cache-miss',
    verdict: 'moved',
    actor: 'cache policy',
    title: 'missed, so fetched',
    sentence: 'access number {#0} missed the fast tier; every miss is fetched (mandatory promotion)',
    numbers: [{ title: 'access number', unit: 'accesses' }],
  },
  {
    id: 'cache-evict-lru',
    verdict: 'moved',
    actor: 'LRU',
    title: 'least recently used',
    sentence: 'the least recently used page when access number {#0} needed a frame',
    numbers: [{ title: 'access number', unit: 'accesses' }],
  },
  {
    id: 'cache-evict-fifo',
    verdict: 'moved',
    actor: 'FIFO',
    title: 'first in',
    sentence: 'the page fetched longest ago when access number {#0} needed a frame',
    numbers: [{ title: 'access number', unit: 'accesses' }],
  },
  {
    id: 'cache-evict-clock',
    verdict: 'moved',
    actor: 'CLOCK',
    title: 'reference bit clear',
    sentence:
      'the hand found its reference bit clear after passing {#1} pages; access number {#0} needed a frame',
    numbers: [
      { title: 'access number', unit: 'accesses' },
      { title: 'pages passed by the hand', unit: 'pages' },
    ],
  },
  {
    id: 'oracle-needed',
    verdict: 'moved',
    actor: 'oracle',
    title: 'among the most accessed next',
    sentence:
      'will be accessed {#0} times in the next epoch, at least the {#1} that earn a place in the fast tier',
    numbers: [
      { title: 'accesses in the next epoch', unit: 'accesses' },
      { title: 'last place', unit: 'accesses' },
    ],
    flips: [{ then: 'stayed', what: 'a count of coming accesses', side: 'below', place: 1, was: 0 }],
  },
  {
    id: 'oracle-replaced',
    verdict: 'moved',
    actor: 'oracle',
    title: 'not among the most accessed next',
    sentence:
      'will be accessed {#0} times in the next epoch, fewer than the {#1} that earn a place in the fast tier',
    numbers: [
      { title: 'accesses in the next epoch', unit: 'accesses' },
      { title: 'last place', unit: 'accesses' },
    ],
    flips: [{ then: 'stayed', what: 'a count of coming accesses', side: 'atLeast', place: 1, was: 0 }],
  },
  {
    id: 'cache-evict-min',
    verdict: 'moved',
    actor: 'MIN',
    title: 'needed again last',
    sentence:
      'of all cached pages the one needed again last, or never, when access number {#0} needed a frame',
    numbers: [{ title: 'access number', unit: 'accesses' }],
  },
  {
    id: 'vetoed',
    verdict: 'refused',
    actor: 'experimenter',
    title: 'vetoed by the experimenter',
    sentence: 'the experimenter vetoed it; the policy’s own reason was: {r0}',
    numbers: [{ title: 'reason of the policy', unit: 'none' }],
  },
  {
    id: 'forced',
    verdict: 'moved',
    actor: 'experimenter',
    title: 'forced by the experimenter',
    sentence: 'the experimenter moved it; the target had {0} free',
    numbers: [{ title: 'free on the target', unit: 'pages' }],
  },
  {
    id: 'forced-without-room',
    verdict: 'failed',
    actor: 'experimenter',
    title: 'no room for a forced move',
    sentence: 'the experimenter wanted it moved; the target had {0} free',
    numbers: [{ title: 'free on the target', unit: 'pages' }],
  },
  ...samplingReasons,
  ...compactionReasons,
  ...hugePageReasons,
] as const satisfies readonly Reason[]

export type ReasonId = (typeof reasons)[number]['id']

const codes = new Map<string, number>(reasons.map((reason, code) => [reason.id, code]))

/** The code that stands for a reason in `DecisionColumns.reason`. */
export function reasonCode(id: ReasonId): number {
  return codes.get(id) as number
}

export function reasonOf(code: number): Reason {
  const reason: Reason | undefined = reasons[code]
  return reason ?? { id: 'unknown', verdict: 'moved', actor: 'unknown', title: `reason ${code}`, sentence: `reason ${code} is not known to this version`, numbers: [] } // prettier-ignore
}
