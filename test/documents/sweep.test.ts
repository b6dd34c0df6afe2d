import { describe, expect, test } from 'vitest'
import { parts } from '../../main/engine/catalog.ts'
import { readSetup } from '../../main/lab/read-setup.ts'
import { writeSetup } from '../../main/lab/write-setup.ts'
import { checkSetup } from '../../shared/documents/check-setup.ts'
import type { ExperimentSetup, SweepAxis } from '../../shared/documents/experiment.ts'
import type { TieringPlan } from '../../shared/documents/plan.ts'
import { resolvePoints, sweepPoints, workingSetPages } from '../../shared/documents/sweep.ts'

const sizes: SweepAxis = { path: 'machine.fastPages', values: [1, '10 %', '12.5%'] }
const policies: SweepAxis = { path: 'policy.kind', values: ['lru', 'fifo'] }

const setup = (...sweep: SweepAxis[]): ExperimentSetup => ({
  format: 1,
  study: 'tiering',
  name: 'swept',
  run: { engine: 'replay', accessLimit: 1000 },
  machine: { kind: 'spr-ddr5-cxl' },
  workload: { kind: 'zipf', workingSetGiB: 1000 / 262_144 },
  policy: { kind: 'clock' },
  mechanism: { kind: 'migrate_pages' },
  sweep,
})

const errorsOf = (sweep: unknown) => checkSetup({ ...setup(), sweep }, parts)

describe('a sweep', () => {
  test('[Z3] has one plan for each combination, the last axis fastest, with shares as pages', () => {
    const swept = setup(policies, sizes)
    expect(checkSetup(swept, parts)).toEqual([])
    const plans = resolvePoints(swept, parts) as readonly TieringPlan[]
    const found = plans.map(({ policy, machine }) => [policy.kind, machine.values.fastPages])
    expect(found).toEqual([
      ...[1, 100, 125].map((pages) => ['lru', pages]),
      ...[1, 100, 125].map((pages) => ['fifo', pages]),
    ])
    expect(workingSetPages(plans[0])).toBe(1000)
    expect(sweepPoints(swept.sweep)[4]).toEqual({
      index: 4,
      settings: { 'policy.kind': 'fifo', 'machine.fastPages': '10 %' },
    })
  })

  test('[Z3] a share is of the working set of its own point, and never less than a page', () => {
    const swept = setup(
      { path: 'machine.fastPages', values: ['50 %', '0.001 %'] },
      { path: 'workload.workingSetGiB', values: [1000 / 262_144, 2000 / 262_144] },
    )
    const pages = (resolvePoints(swept, parts) as readonly TieringPlan[]).map(
      ({ machine }) => machine.values.fastPages,
    )
    expect(pages).toEqual([500, 1000, 1, 1])
  })

  test('[Z3] kinds are set before their fields, whatever the order of the axes', () => {
    const swept = setup(
      { path: 'policy.epochAccesses', values: [100, 200] },
      { path: 'policy.kind', values: ['next-epoch-oracle'] },
    )
    expect(checkSetup(swept, parts)).toEqual([])
    const found = (resolvePoints(swept, parts) as readonly TieringPlan[]).map(
      ({ policy }) => policy.values.epochAccesses,
    )
    expect(found).toEqual([100, 200])
  })

  test('[Z3] survives being written and read again', () => {
    const swept = setup(policies, sizes)
    expect(readSetup(writeSetup(swept, parts), parts)).toEqual({ setup: swept, problems: [] })
  })

  test.each([
    [3, 'sweep', /"sweep" is the number 3; write a list/],
    [[7], 'sweep.0', /an entry of "sweep" is the number 7/],
    [[{ path: 'machine.fastPages' }], 'sweep.0.values', /"values" is empty/],
    [[{ path: 'machine.fastPages', values: [] }], 'sweep.0.values', /an empty list/],
    [[{ path: 'machine.fastPages', values: [[1]] }], 'sweep.0.values', /no single value/],
    [[{ path: 'name', values: ['x'] }], 'sweep.0.path', /"name" cannot be swept/],
    [[{ ...sizes, unit: 1 }], 'sweep.0.unit', /no field "unit"/],
    [[sizes, sizes], 'sweep.1.path', /"machine.fastPages" is swept twice/],
    [[{ path: 'machine.fastPages', values: [-3] }], 'sweep.0.values', /fastPages = -3: .* below its range/],
    [[{ path: 'policy.kind', values: ['lruu'] }], 'sweep.0.values', /no policy "lruu"; did you mean "lru"/],
    [[{ path: 'run.seed', values: ['10 %'] }], 'sweep.0.values', /the unit "%"/],
    [
      [{ path: 'run.seed', values: Array.from({ length: 1001 }, (_, i) => i) }],
      'sweep',
      /1001 points, more than 1000/,
    ],
  ])('[Z3] refuses %j at %s', (sweep, path, said) => {
    const [error] = errorsOf(sweep)
    expect(error.path).toBe(path)
    expect(`${error.fact}; ${error.wayOut}`).toMatch(said)
  })

  test('[Z3] a key that means something to JavaScript is refused', () => {
    const hostile = JSON.parse('[{"path":"machine.fastPages","values":[1],"__proto__":{"x":1}}]') as unknown
    expect(errorsOf(hostile)[0].code).toBe('refused-key')
  })
})
