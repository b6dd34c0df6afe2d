import type { Finding } from '../../../shared/contract/findings.ts'
import { createKeptPages } from '../../../shared/documents/comparing/kept-pages.ts'
import { outcomeKinds, reasonOf } from '../../../shared/documents/decision.ts'
import { partOfPlan, type RunPlan } from '../../../shared/documents/plan.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { formatCount, formatQuantity } from '../../../shared/units/format.ts'
import type { DecisionSource } from '../diff/decision-source.ts'
import { unitsOf } from '../regret/ledger.ts'

const bins = 240
const regions = 64
/** Fewer are chance. */
const fewestPages = 16

/** Counts over time and over the pages, for where something is worst. */
function createPlaces(endNs: number, pageCount: number) {
  const time = new Float64Array(bins)
  const region = new Float64Array(regions)
  const spanNs = Math.max(1, endNs / bins)
  const pagesPerRegion = Math.max(1, Math.ceil(pageCount / regions))
  let [fromNs, toNs] = [Infinity, 0]
  const most = (column: Float64Array) =>
    column.reduce((best, value, i) => (value > column[best] ? i : best), 0)
  return {
    add(timeNs: number, page: number, amount: number) {
      time[Math.min(bins - 1, Math.floor(timeNs / spanNs))] += amount
      region[Math.min(regions - 1, Math.floor(page / pagesPerRegion))] += amount
      if (timeNs < fromNs) fromNs = timeNs
      if (timeNs > toNs) toNs = timeNs
    },
    place() {
      const first = most(region) * pagesPerRegion
      return {
        fromNs,
        toNs,
        atNs: Math.max(fromNs, Math.min(toNs, (most(time) + 0.5) * spanNs)),
        page: first,
        lastPage: Math.min(pageCount, first + pagesPerRegion) - 1,
      }
    },
  }
}

/** Pages that go up and down and up again, and demotions that cost more than they freed. One pass over the log. */
export async function decisionFindings(
  source: DecisionSource,
  run: Pick<RunRecord, 'plan' | 'spec' | 'simulatedNs'>,
  breathe: (doneShare: number) => Promise<void>,
): Promise<readonly Finding[]> {
  const { plan, spec } = run
  const { scale, linesPerThread } = unitsOf(run)
  const pageCount = spec.maps[0]?.cells ?? 0
  const windowNs = plan.study === 'tiering' ? plan.run.pingPongNs : 60e9
  const { decisionsKeptShare: share } = source.coverage
  const isKept = share < 1 ? createKeptPages(source.keepSeed, share) : undefined
  const movedBack = outcomeKinds.indexOf('movedBack')
  const isMove = Uint8Array.from({ length: 256 }, (_, code) => (reasonOf(code).verdict === 'moved' ? 1 : 0))
  const trips = new Uint8Array(pageCount)
  const back = createPlaces(run.simulatedNs, pageCount)
  const soon = createPlaces(run.simulatedNs, pageCount)
  let [tripCount, tripCostNs, soonCount, soonLostNs, read] = [0, 0, 0, 0, 0]
  for (const range of source.ranges) {
    const { rows, timeNs, page, from, to, reason, costNs } = await source.block(range)
    const came = await source.outcomes(range)
    for (let i = 0; i < rows; i++) {
      if (isMove[reason[i]] === 0 || (isKept && !isKept(page[i]))) continue
      const paidNs = costNs[i] * scale
      if (to[i] < from[i] && came.kind[i] === movedBack && came.timeNs[i] - timeNs[i] <= windowNs) {
        if (page[i] < pageCount && trips[page[i]] < 255) trips[page[i]]++
        tripCount++
        tripCostNs += paidNs
        back.add(timeNs[i], page[i], 1)
      }
      const lostNs = -came.savedNs[i] / linesPerThread
      if (to[i] > from[i] && came.kind[i] !== 255 && lostNs > 2 * paidNs) {
        soonCount++
        soonLostNs += lostNs
        soon.add(timeNs[i], page[i], lostNs)
      }
    }
    await breathe(++read / source.ranges.length)
  }
  const pages = trips.reduce((sum, count) => sum + (count >= 2 ? 1 : 0), 0)
  const full = (count: number) => formatCount((count * scale) / share)
  const time = (ns: number) => formatQuantity(ns / share, 'ns')
  const about = share < 1 ? ` (estimated from 1/${Math.round(1 / share)} of the pages)` : ''
  const found: Finding[] = []
  if (pages >= fewestPages) {
    const place = back.place()
    found.push({
      kind: 'pingPong',
      title: `${formatQuantity((pages * scale) / share, 'pages')} ping-pong`,
      sentence: `${full(pages)} pages were promoted and taken down again at least twice, each time within ${formatQuantity(windowNs, 'ns')}: ${full(tripCount)} round trips, whose way up alone cost ${time(tripCostNs)} of thread time${about}.`,
      ...place,
      ...fork(plan, place.fromNs, 'hot_threshold_ms', (value) => Math.max(8, Math.round(value / 2))),
    })
  }
  if (soonCount >= fewestPages) {
    const place = soon.place()
    found.push({
      kind: 'soonUsed',
      title: `${formatQuantity((soonCount * scale) / share, 'count')} demotions regretted`,
      sentence: `${full(soonCount)} demoted pages were used so much afterwards that keeping them would have been cheaper than moving them twice: ${time(soonLostNs)} of thread time${about}.`,
      ...place,
      ...fork(plan, place.fromNs, 'numa_balancing_promote_rate_limit_MBps', (value) => Math.max(1, Math.round(value / 2))),
    })
  }
  return found
} // prettier-ignore

/** A change of a parameter that the policy has. */
export function fork(
  plan: RunPlan,
  atNs: number,
  name: string,
  change: (value: number) => number | boolean,
): Pick<Finding, 'fork'> {
  const value = partOfPlan(plan, 'policy')?.values[name]
  if (typeof value !== 'number' && typeof value !== 'boolean') return {}
  return { fork: { path: `policy.${name}`, value: change(Number(value)), atNs: Math.max(0, atNs) } }
}
