import { describe, expect, test } from 'vitest'
import { checkPlan, estimateRun, parts } from '../../../main/engine/catalog.ts'
import { checkSetup } from '../../../shared/documents/check-setup.ts'
import { setupFormat, type ExperimentSetup } from '../../../shared/documents/experiment.ts'
import type { Problem } from '../../../shared/documents/problem.ts'
import { resolvePlan } from '../../../shared/documents/resolve-plan.ts'
import { setAt } from '../../../renderer/state/setup-path.ts'
import { expectDefined } from '../../../shared/base/assert.ts'

const base = {
  format: setupFormat,
  study: 'tiering',
  name: 'warned',
  run: { lengthSec: 60 },
  machine: { kind: 'custom' },
  workload: { kind: 'zipf', workingSetGiB: 48 },
  policy: { kind: 'autonuma-tiering' },
  mechanism: { kind: 'migrate_pages' },
}

const node = (id: string, tier: number, idleNs: number, capacityGiB = 32) => ({
  id, title: id.toUpperCase(), role: 'dram', tier, capacityGiB, idleNs, peakGBps: 100, steepness: 0.1, linkGBps: 0,
}) // prettier-ignore

const problemsOf = (setup: unknown) =>
  checkSetup(setup, parts, checkPlan).filter(({ code }) => code !== 'coarse-scale')

/** The setup with a fix applied, as a form does it. */
function fixed(setup: unknown, problem: Problem): unknown {
  const fix = expectDefined(problem.fixes?.[0], `${problem.code} offers a fix`)
  const changed = structuredClone(setup) as Record<string, unknown>
  setAt(changed, fix.path, fix.value)
  return changed
}

describe('a warning before the run gives its reason and a way out that removes it', () => {
  const cases: [string, Record<string, unknown>][] = [
    ['one-tier', { machine: { kind: 'custom', nodes: [node('a', 0, 90), node('b', 0, 250)] } }],
    ['all-fast', { workload: { kind: 'zipf', workingSetGiB: 8 } }],
    ['never-emptied', { policy: { kind: 'autonuma-tiering', demotion_enabled: false } }],
    ['node-outside', { machine: { kind: 'custom', nodes: [node('a', 0, 90), node('b', 1, 250), node('c', -1, 400)] } }],
    ['shorter-than-scan', { run: { lengthSec: 1 } }],
    ['long-run', { run: { lengthSec: 7200, scale: '1' } }],
  ] // prettier-ignore

  test('[D13] and a sound setup has none', () => {
    expect(problemsOf(base)).toEqual([])
  })

  test.each(cases)('[D13] %s', (code, change) => {
    const setup = { ...base, ...change }
    const problem = expectDefined(problemsOf(setup).find((each) => each.code === code), code) // prettier-ignore
    expect(problem).toMatchObject({ severity: 'warning', path: expect.any(String) })
    expect(problem.fact.length).toBeGreaterThan(20)
    expect(problem.wayOut.length).toBeGreaterThan(8)
    expect(problemsOf(fixed(setup, problem)).map((each) => each.code)).not.toContain(code)
  })
})

describe('the estimate of a run', () => {
  const estimateOf = (change: Record<string, unknown>) =>
    expectDefined(
      estimateRun(resolvePlan({ ...base, ...change } as unknown as ExperimentSetup, parts)),
      'an estimate',
    )

  test('[D14] places the working set from the fastest tier on, and satisfies Little’s law', () => {
    const estimate = estimateOf({})
    const [fast, slow] = estimate.nodes
    expect([fast?.placedBytes, slow?.placedBytes]).toEqual([16 * 1024 ** 3, 32 * 1024 ** 3])
    const share = (fast?.placedBytes ?? 0) / (48 * 1024 ** 3)
    const latencyNs = share * (fast?.latencyNs ?? 0) + (1 - share) * (slow?.latencyNs ?? 0)
    const inFlight = (estimate.accessesPerSec * latencyNs) / 1e9
    expect(inFlight / (16 * 4)).toBeCloseTo(1, 2)
    expect(slow?.load).toBeGreaterThan(0)
    expect(slow?.load).toBeLessThan(1)
  })

  test('[D14] grows with time and resolution, and a placement that stays costs less', () => {
    const wall = (change: Record<string, unknown>) => estimateOf(change).wallSec
    expect(wall({ run: { lengthSec: 120 } })).toBeGreaterThan(wall({ run: { lengthSec: 60 } }) * 1.5)
    expect(wall({ run: { lengthSec: 60, scale: '8' } })).toBeGreaterThan(wall({}) * 2)
    expect(wall({ policy: { kind: 'static-first-touch' } })).toBeLessThan(wall({}))
    expect(estimateOf({ run: { scale: '1' } }).memoryBytes).toBeGreaterThan(estimateOf({}).memoryBytes)
  })

  test('[D14] several groups are solved together in each epoch, and each socket of the fastest tier has a kswapd', () => {
    const group = (id: string) => ({ id, title: id, processor: 0, threads: 4, pattern: 'uniform', from: 0, to: 1 })
    const wall = (groups: number, epochMs: number, machine = 'spr-2s-ddr5-cxl', policy = 'autonuma-tiering') =>
      estimateOf({
        run: { lengthSec: 60, epochMs },
        machine: { kind: machine },
        workload: { kind: 'mix', groups: ['a', 'b', 'c'].slice(0, groups).map(group) },
        policy: { kind: policy },
      }).wallSec
    expect(wall(1, 1)).toBe(wall(1, 10))
    expect(wall(3, 1) - wall(3, 10)).toBeGreaterThan(2 * (wall(2, 1) - wall(2, 10)))
    expect(wall(2, 1)).toBeGreaterThan(wall(2, 10) * 1.2)
    const ofKernel = (machine: string) => wall(1, 10, machine) - wall(1, 10, machine, 'static-first-touch')
    expect(ofKernel('spr-2s-ddr5-cxl')).toBeCloseTo(2 * ofKernel('spr-ddr5-cxl'), 6)
  }) // prettier-ignore
})
