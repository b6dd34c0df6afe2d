import { expect, it } from 'vitest'
import { parts } from '../../main/engine/catalog.ts'
import {
  momentBefore,
  nearestFlips,
  overruled,
  type DecisionRow,
} from '../../shared/documents/forks/counterfactual.ts'
import { reasonCode, reasonOf, reasons, type ReasonId } from '../../shared/documents/decision.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'

const setup: ExperimentSetup = {
  format: 1,
  study: 'tiering',
  name: 'counterfactuals',
  run: { engine: 'rates', scale: '64', lengthSec: 100 },
  machine: { kind: 'spr-ddr5-cxl' },
  workload: { kind: 'zipf' },
  policy: { kind: 'autonuma-tiering', hot_threshold_ms: 500, numa_balancing_promote_rate_limit_MBps: 512 },
  mechanism: { kind: 'migrate_pages' },
}
const plan = resolvePlan(setup, parts)

function row(id: ReasonId, a: number, b: number, c = 0): DecisionRow {
  return { timeNs: 42e9, page: 7, pages: 1, to: 0, reason: reasonCode(id), a, b, c }
}

it('[F1] a promotion tells the hot threshold and the rate limit that would have kept the page, nearest first', () => {
  // 1,280 candidates of 64 pages of 4 KiB are 320 MiB; 512 MiB/s is farther from that than 412 ms from 500 ms.
  const flips = nearestFlips(row('hint-fault-hot', 412, 500, 1280), plan, parts)
  expect(flips.map(({ sentence }) => sentence)).toEqual([
    'would have stayed with a hot threshold of 412 ms or less; it was 500 ms',
    'would have stayed with a promotion rate limit of 320 MiB/s or less; it was 512 MiB/s',
  ])
  expect(flips.map(({ intervention }) => intervention)).toEqual([
    { atSec: 41.99, set: { 'policy.adapt_threshold': false, 'policy.hot_threshold_ms': 412 } },
    { atSec: 41.99, set: { 'policy.numa_balancing_promote_rate_limit_MBps': 320 } },
  ])
})

it('[F1] a refusal tells by how much the limit was missed, on the other side of it', () => {
  const [cold] = nearestFlips(row('hint-fault-cold', 612, 500), plan, parts)
  expect(cold.sentence).toBe('would have passed this test with a hot threshold over 612 ms; it was 500 ms')
  expect(cold.intervention?.set).toEqual({ 'policy.adapt_threshold': false, 'policy.hot_threshold_ms': 613 })
  const [limited] = nearestFlips(row('rate-limited', 2049, 2048), plan, parts)
  expect(limited.sentence).toContain('a promotion rate limit over 512.3 MiB/s; it was 512 MiB/s')
  expect(limited.intervention?.set).toEqual({ 'policy.numa_balancing_promote_rate_limit_MBps': 513 })
})

it('[F1] a limit outside the range of its parameter is told but proposes no fork', () => {
  const [nearest] = nearestFlips(row('hint-fault-hot', 3, 8, 0), plan, parts)
  expect(nearest.sentence).toContain('3 ms or less')
  expect(nearest.intervention).toBeUndefined()
})

it('[F1] a parameter that the schedule has changed counts as it stood at the decision', () => {
  const schedule = [
    { atSec: 10, set: { 'policy.numa_balancing_promote_rate_limit_MBps': 1000, 'policy.adapt_threshold': false } },
    { atSec: 50, set: { 'policy.numa_balancing_promote_rate_limit_MBps': 9 } },
  ] // prettier-ignore
  const flips = nearestFlips(
    row('hint-fault-hot', 412, 500, 1280),
    resolvePlan({ ...setup, schedule }, parts),
    parts,
  )
  expect(flips[1].sentence).toContain('it was 1')
  expect(flips[0].intervention?.set).toEqual({ 'policy.hot_threshold_ms': 412 })
})

it('[F1] under a policy without the parameter no fork of it is proposed', () => {
  const still = resolvePlan({ ...setup, policy: { kind: 'static-first-touch' } }, parts)
  expect(nearestFlips(row('hint-fault-hot', 412, 500, 1280), still, parts)).toEqual([])
})

it('[F2] every parameter that a reason names is a live one of some policy, and a policy that fixes it has both', () => {
  const policies = parts.filter(({ family }) => family === 'policy')
  const live = (name: string) =>
    policies.some(({ params }) => params.some((info) => info.name === name && info.live))
  const named = reasons.flatMap((_, code) => reasonOf(code).flips ?? []).flatMap((flip) => [
    ...(flip.param === undefined ? [] : [flip.param]),
    ...('fix' in flip && flip.fix ? [flip.fix.param] : []),
  ]) // prettier-ignore
  expect(named.length).toBeGreaterThan(5)
  expect(named.filter((name) => !live(name))).toEqual([])
})

it('[F2] every reason with flips makes whole sentences of any numbers', () => {
  reasons.forEach((reason, code) => {
    const flips = nearestFlips({ ...row('hint-fault-hot', 11, 12, 13), reason: code }, plan, parts)
    expect(flips.length, reason.id).toBe(reasonOf(code).flips?.length ?? 0)
    for (const { sentence } of flips) expect(sentence).not.toMatch(/NaN|undefined|–/)
  })
})

it('[F3] a decision is overruled by a veto of the move, or by a move forced in place of a refusal', () => {
  expect(overruled(row('hint-fault-hot', 1, 2), 'dram0')).toEqual({
    atSec: 42,
    veto: { page: 7, times: 'once' },
  })
  expect(overruled(row('rate-limited', 2, 1), 'dram0')).toEqual({
    atSec: 42,
    force: { page: 7, node: 'dram0' },
  })
})

it('[F3] a change of a parameter comes with the last epoch that begins before the decision', () => {
  expect([0, 1, 10e6, 10e6 + 1, 20e6].map((timeNs) => momentBefore(timeNs, 10e6))).toEqual([
    0, 0, 0, 10e6, 10e6,
  ])
})
