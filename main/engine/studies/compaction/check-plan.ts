import { quote } from '../../../../shared/base/text.ts'
import type { CompactionPlan } from '../../../../shared/documents/plan.ts'
import type { Problem } from '../../../../shared/documents/problem.ts'
import type { CompactionParts } from './parts.ts'
import { maxOrderOf } from '../../frames/zone.ts'
import { percent } from './zone/zone-params.ts'

/** What only the whole plan can tell: zones that are none, requests that no zone of the size could ever satisfy. */
export function checkCompactionPlan(plan: CompactionPlan, parts: CompactionParts): readonly Problem[] {
  const part = parts.zones.find(({ info }) => info.id === plan.zone.kind)
  const measured = part?.measure(plan.zone.values)
  if (measured === undefined) return []
  if (!('frames' in measured)) return [error('bad-zone', `zone.${measured.field}`, measured.fact, measured.wayOut)]
  return [...checkRequest(plan, measured.frames), ...checkRun(plan)]
} // prettier-ignore

function checkRequest({ zone, workload, trigger, compactor }: CompactionPlan, frames: number): Problem[] {
  const order = Number(zone.values['requestOrder'])
  const run = Number(zone.values['requestFrames'])
  const size = `the zone has ${frames} frame${frames === 1 ? '' : 's'}`
  if (order > maxOrderOf(frames)) {
    const fact = `"requestOrder" is ${order}, ${(1 << order)} frames, but ${size}`
    return [error('order-too-large', 'zone.requestOrder', fact, `use at most ${maxOrderOf(frames)}`)]
  }
  if (run > frames) {
    const fact = `"requestFrames" is ${run}, but ${size}`
    return [error('run-too-long', 'zone.requestFrames', fact, `use at most ${frames}`)]
  }
  if (order >= 0 && run > 0) {
    const fact = 'both "requestFrames" and "requestOrder" are given'
    return [error('two-requests', 'zone.requestFrames', fact, 'set "requestFrames" to 0 or "requestOrder" to -1')]
  }
  if (order < 0 && run === 0 && (trigger.kind !== 'manual' || workload.kind === 'huge-page-demand')) {
    const who = trigger.kind === 'manual' ? workload.kind : trigger.kind
    return [error('no-request', 'zone.requestOrder', `${quote(who)} needs something that is wanted, and the zone asks for nothing`, 'set "requestOrder", such as 9, or "requestFrames"')]
  }
  const churned = Number(workload.values['slabShare'] ?? 0) + Number(workload.values['unmovableShare'] ?? 0)
  if (churned > 1 + 1e-9)
    return [error('bad-shares', 'workload.slabShare', `slab and other unmovable pages together are ${percent(churned)} of what is allocated`, 'give them at most 100 % together; the rest is movable')]
  if (compactor.kind === 'clear-region' && trigger.kind !== 'direct' && compactor.values['choose'] !== 'scanners')
    return [error('no-region', 'compactor.kind', `"clear-region" clears what a request asks for, and the trigger ${quote(trigger.kind)} compacts for none`, 'use the trigger "direct"')]
  return []
} // prettier-ignore

function checkRun({ trigger, workload }: CompactionPlan): Problem[] {
  const lasting = trigger.kind === 'background' || trigger.kind === 'proactive'
  if (!lasting || workload.kind === 'huge-page-demand' || Number(workload.values['requests'] ?? 1) > 1) return []
  return [error('nobody-waits', 'trigger.kind', `the trigger ${quote(trigger.kind)} works between requests, and the workload ${quote(workload.kind)} has but one`, 'use the workload "huge-page-demand", or the trigger "direct"')]
} // prettier-ignore

function error(code: string, path: string, fact: string, wayOut: string): Problem {
  return { severity: 'error', code, path, fact, wayOut }
}
