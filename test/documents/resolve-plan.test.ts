import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import { planHash } from '../../shared/documents/plan-hash.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'
import { withoutDefaults } from '../../shared/documents/without-defaults.ts'
import { randomSetup } from './random-setup.ts'
import { sampleParts, sampleSetup, sampleWith } from './sample-parts.ts'

function planOf(change: Readonly<Record<string, unknown>>) {
  const setup = sampleWith(change) as ExperimentSetup
  expect(checkSetup(setup, sampleParts).filter((problem) => problem.severity === 'error')).toEqual([])
  return resolvePlan(setup, sampleParts)
}

describe('resolvePlan', () => {
  test('[D7] every default is filled in and every quantity is in the unit of its name', () => {
    expect(planOf({ machine: { kind: 'two-tiers', nodes: [{ capacityGiB: '512 MiB' }, { tier: 2 }] } })).toEqual({
      study: 'tiering',
      name: 'sample',
      run: {
        engine: 'rates', seed: 7, lengthNs: 600e9, accessLimit: 0, scale: 64, pageBytes: 4096, epochNs: 10e6,
        epochAccesses: 0, frames: 6000, recordBytes: 256 * 1024 * 1024, pingPongNs: 60e9,
      },
      machine: {
        kind: 'two-tiers',
        values: {
          nodes: [
            { title: 'node', capacityGiB: 0.5, tiered: true, tier: 0 },
            { title: 'node', capacityGiB: 16, tiered: true, tier: 2 },
          ],
          fastPages: 0,
        },
      },
      workload: { kind: 'zipf', values: { skew: 0.99, writeShare: 0.1 } },
      policy: { kind: 'scanner', values: { threshold_ms: 1000, batch: 64, adaptive: true, period_s: 60 } },
      mechanism: { kind: 'copy', values: { copyNs: 800 } },
      schedule: [],
    }) // prettier-ignore
  })

  test('[D7] a replay runs at scale 1 whatever is written, and the path of a trace is no part of the plan', () => {
    const workload = (path: string) => ({ kind: 'file', path })
    const run = { engine: 'replay', scale: 128, accessLimit: '2 M' }
    const one = planOf({ run, workload: workload('/a.csv') })
    expect(one.run).toMatchObject({ scale: 1, accessLimit: 2e6 })
    expect(one.workload.values).toEqual({ format: 'auto', idColumn: '' })
    expect(planHash(one)).toBe(planHash(planOf({ run, workload: workload('/elsewhere/b.csv') })))
  })

  test('[D7] the schedule is in order of time, by section, in units, without what comes after the end', () => {
    const schedule = [
      { atSec: '5 min', set: { 'policy.threshold_ms': '2 s', 'mechanism.copyNs': '1 us' } },
      { atSec: 60, set: { 'workload.writeShare': '75 %' } },
      { atSec: 60, set: { 'policy.threshold_ms': 9 } },
      { atSec: 600, set: { 'policy.threshold_ms': 10 } },
    ]
    expect(planOf({ schedule }).schedule).toEqual([
      { atNs: 60e9, section: 'workload', values: { writeShare: 0.75 } },
      { atNs: 60e9, section: 'policy', values: { threshold_ms: 9 } },
      { atNs: 300e9, section: 'policy', values: { threshold_ms: 2000 } },
      { atNs: 300e9, section: 'mechanism', values: { copyNs: 1000 } },
    ])
  })

  test('[D8] spelling changes no plan: units, defaults written out, leftovers, the name', () => {
    const hash = planHash(planOf({ policy: { kind: 'scanner', threshold_ms: 2000, adaptive: false } }))
    const spelt = { kind: 'scanner', adaptive: false, period_s: 5, batch: 64, threshold_ms: '2 s' }
    expect(planHash(planOf({ policy: spelt, name: 'other' }))).toBe(hash)
    expect(planHash(planOf({ policy: { ...spelt, threshold_ms: '2.001 s' } }))).not.toBe(hash)
    expect(planHash(resolvePlan(sampleSetup, sampleParts))).not.toBe(hash)
  })

  test('[D8] leaving out the defaults changes no plan, for any valid setup', () => {
    fc.assert(
      fc.property(randomSetup(sampleParts), (setup) => {
        expect(checkSetup(setup, sampleParts).filter((problem) => problem.severity === 'error')).toEqual([])
        const short = withoutDefaults(setup, sampleParts)
        expect(resolvePlan(short, sampleParts)).toEqual(resolvePlan(setup, sampleParts))
        expect(withoutDefaults(short, sampleParts)).toEqual(short)
      }),
      { seed: 8, numRuns: 200 },
    )
  })
})
