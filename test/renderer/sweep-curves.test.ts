import { expect, test } from 'vitest'
import { sweepCurves } from '../../renderer/plot/sweep-curves.ts'
import type { RunRecord } from '../../shared/documents/run.ts'

const run = (policy: string, fastPages: number, missRatio: number, status = 'done') =>
  ({
    status,
    plan: {
      study: 'tiering',
      run: { pageBytes: 4096 },
      policy: { kind: policy },
      workload: { values: {} },
      machine: { values: { fastPages } },
      trace: { pageCount: 40 },
    },
    summary: { missRatio: { value: missRatio, unit: 'share' } },
  }) as unknown as RunRecord

test('[Z7] runs of a sweep become one curve per policy over all sizes, the newest run of a point counting', () => {
  const runs = [run('lru', 8, 0.5), run('lru', 2, 0.9), run('min', 2, 0.7), run('lru', 8, 0.4)]
  expect(sweepCurves([...runs, run('min', 8, 0.1, 'cancelled'), run('lru', 0, 0.2)])).toEqual({
    sizes: [2, 8],
    workingSetPages: 40,
    curves: [
      { policy: 'lru', missRatio: [0.9, 0.4] },
      { policy: 'min', missRatio: [0.7, null] },
    ],
  })
  expect(sweepCurves([])).toBeUndefined()
})
