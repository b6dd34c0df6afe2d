import { expect, test } from 'vitest'
import { sweepRows } from '../../../renderer/plot/sweep/sweep-rows.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'

const run = (id: string, placement: string, share: number, status = 'done') =>
  ({
    id,
    status,
    setup: { study: 'compaction', zone: { kind: 'random-mix', placement, unmovableShare: share } },
  }) as unknown as RunRecord

test('[Z7] points of any sweep become rows of their settings, the newest run of a point counting', () => {
  const axes = [{ path: 'zone.placement', values: ['scattered', 'clustered'] }, { path: 'zone.unmovableShare', values: [0, 0.01] }, { path: 'zone.gone', values: [1] }] // prettier-ignore
  const runs = [
    run('a', 'scattered', 0),
    run('b', 'clustered', 0.01),
    run('c', 'scattered', 0),
    run('d', 'scattered', 0.01, 'cancelled'),
  ]
  expect(sweepRows(axes, runs).map(({ settings, run: { id } }) => [...settings, id])).toEqual([
    ['scattered', '0', '–', 'c'],
    ['clustered', '0.01', '–', 'b'],
  ])
})
