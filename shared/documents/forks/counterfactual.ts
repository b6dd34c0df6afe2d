import { formatQuantity } from '../../units/format.ts'
import { miB } from '../../units/sizes.ts'
import type { UnitId } from '../../units/unit.ts'
import type { LimitFlip, ReasonFlip } from '../reasons/reason.ts'
import { reasonOf, type DecisionColumns } from '../decision.ts'
import type { Intervention } from './intervention.ts'
import type { NumberParam, ParamInfo, ParamValue, PartInfo } from '../part.ts'
import { policyAt } from '../studies/deciding-part.ts'
import type { RunPlan } from '../plan.ts'
import { decidingPart } from '../studies/deciding-part.ts'

/** Of a decision: what its counterfactuals need. */
export interface DecisionRow {
  readonly timeNs: number
  readonly page: number
  readonly pages: number
  readonly to: number
  readonly reason: number
  readonly a: number
  readonly b: number
  readonly c: number
}

/** One row out of columns. */
export function rowAt(rows: DecisionColumns, i: number): DecisionRow {
  const [timeNs, page, pages, to, reason] = [
    rows.timeNs[i],
    rows.page[i],
    rows.pages[i],
    rows.to[i],
    rows.reason[i],
  ]
  return { timeNs, page, pages, to, reason, a: rows.a[i], b: rows.b[i], c: rows.c[i] }
}

/** A change with which a decision would have fallen otherwise. */
export interface Flip {
  /** "would have stayed with a hot threshold of 412 ms or less; it was 500 ms" */
  readonly sentence: string
  /** How far the quantity would have had to go, as a share of what it was; Infinity for a switch. */
  readonly distance: number
  /** What a fork needs in its schedule to make it so; absent where no live parameter reaches it. */
  readonly intervention?: Intervention
}

const outcomeWords = {
  stayed: 'would have stayed',
  moved: 'would have moved',
  passed: 'would have passed this test',
  tested: 'would have been put to the usual test',
}
const sideWords = { atMost: 'or less', below: 'and less', atLeast: 'or more', above: 'and more' }

/**
 * The nearest changes with which a recorded decision would have fallen otherwise, nearest first, out of the limits that
 * its reason declares (`flips` in decision.ts). Empty where no number decided. `parts` say which parameters a run may
 * change and within which range. What comes with an intervention flips this decision in a fork; a test runs them.
 */
export function nearestFlips(
  decision: DecisionRow,
  plan: RunPlan,
  parts: readonly PartInfo[],
): readonly Flip[] {
  const { flips = [] } = reasonOf(decision.reason)
  return flips
    .map((flip) => flipOf(flip, decision, plan, parts))
    .filter((flip) => flip !== undefined)
    .sort((a, b) => a.distance - b.distance)
}

/** The fork that overrules one decision: a move is vetoed once, a refusal or a failure is forced through. */
export function overruled(decision: DecisionRow, nodeId: string | undefined): Intervention {
  const { page, pages, timeNs } = decision
  const range = pages > 1 ? { page, pages } : { page }
  if (reasonOf(decision.reason).verdict === 'moved')
    return { atSec: timeNs / 1e9, veto: { ...range, times: 'once' } }
  return { atSec: timeNs / 1e9, force: { ...range, ...(nodeId !== undefined && { node: nodeId }) } }
}

/** The last moment at which an intervention still acts before this decision: epochs begin at multiples of their length. */
export function momentBefore(timeNs: number, epochNs: number): number {
  return Math.max(0, (Math.ceil(timeNs / epochNs) - 1) * epochNs)
}

function flipOf(
  flip: ReasonFlip,
  decision: DecisionRow,
  plan: RunPlan,
  parts: readonly PartInfo[],
): Flip | undefined {
  const policy = policyAt(plan, decision.timeNs)
  const info = decidingPart(plan, parts, policy.kind)?.params.find(({ name }) => name === flip.param)
  if (flip.param !== undefined && info === undefined) return undefined
  const outcome = outcomeWords[flip.then]
  const atSec = momentBefore(decision.timeNs, 'epochNs' in plan.run ? plan.run.epochNs : 1) / 1e9
  if (flip.value !== undefined) {
    if (info === undefined || policy.values[info.name] === flip.value) return undefined
    const also = interventionOf(info, flip.value, {}, atSec)
    return { sentence: `${outcome} with ${flip.what}`, distance: Infinity, ...also }
  }
  const numbers = [decision.a, decision.b, decision.c]
  const unitAt = (place: number) => reasonOf(decision.reason).numbers[place]?.unit ?? 'none'
  const unit = info !== undefined && 'unit' in info ? info.unit : unitAt(flip.place)
  const inUnit = (place: number) => convert(numbers[place], unitAt(place), unit, plan)
  const needed = inUnit(flip.place) + (flip.more ?? 0)
  const was = flip.was === 'param' ? Number(policy.values[flip.param ?? '']) : inUnit(flip.was)
  const shown = (value: number) => quantityText(value, unit, [needed, was])
  const words = flip.side === 'above' || flip.side === 'below' ? `${flip.side === 'above' ? 'over' : 'under'} ${shown(needed)}` : `of ${shown(needed)} ${sideWords[flip.side]}` // prettier-ignore
  const sentence = `${outcome} with ${flip.what} ${words}; it was ${shown(was)}`
  const distance = Math.abs(needed - was) / Math.max(Math.abs(was), Number.MIN_VALUE)
  const value = info !== undefined && (info.type === 'integer' || info.type === 'number') ? settable(flip, needed, info) : undefined // prettier-ignore
  const fixed = flip.fix !== undefined && policy.values[flip.fix.param] !== flip.fix.value ? { [`policy.${flip.fix.param}`]: flip.fix.value } : {} // prettier-ignore
  const also = info === undefined || value === undefined ? {} : interventionOf(info, value, fixed, atSec)
  return { sentence, distance, ...also }
}

function interventionOf(
  info: ParamInfo,
  value: ParamValue,
  more: Readonly<Record<string, ParamValue>>,
  atSec: number,
): Pick<Flip, 'intervention'> {
  return info.live ? { intervention: { atSec, set: { ...more, [`policy.${info.name}`]: value } } } : {}
}

/** The value nearest to the limit that the parameter can have; `undefined` where its range ends before. */
function settable(flip: LimitFlip, needed: number, info: NumberParam): number | undefined {
  const whole = info.type === 'integer'
  const up = flip.side === 'above' || flip.side === 'atLeast'
  const strict = flip.side === 'above' || flip.side === 'below'
  const step = whole ? 1 : Math.max(Math.abs(needed) * 1e-6, 1e-9)
  let value = whole ? (up ? Math.ceil(needed) : Math.floor(needed)) : needed
  if (strict && value === needed) value += up ? step : -step
  return value >= info.min && value <= info.max ? value : undefined
}

/** Pages of the simulated machine, as decisions have them, in the unit that a person sets. */
function convert(value: number, from: UnitId, to: UnitId, plan: RunPlan): number {
  if (from === to && from === 'pages') return value * plan.run.scale
  if (from === to || from !== 'pages') return value
  const bytes = value * plan.run.scale * plan.run.pageBytes
  return to === 'MiBps' || to === 'MiB' ? bytes / miB : value
}

/** With as many digits as tell different numbers apart. */
function quantityText(value: number, unit: UnitId, all: readonly [number, number]): string {
  let digits = 3
  const text = (amount: number) => formatQuantity(amount, unit, digits)
  while (digits < 12 && all[0] !== all[1] && text(all[0]) === text(all[1])) digits++
  return text(value)
}
