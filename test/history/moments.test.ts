import { expect, it } from 'vitest'
import { columnStats } from '../../main/history/range-stats.ts'
import { rootDifferences } from '../../main/history/root-diff.ts'

it('[H43] the differences of two roots are their values that differ, with the path to each', () => {
  const before = {
    hot: { value: 500, unit: 'ms' },
    lists: { active: 3, gone: 1 },
    same: [1, { deep: true }],
    kswapd: 'awake',
  }
  const after = {
    hot: { value: 625, unit: 'ms' },
    lists: { active: 4, fresh: null },
    same: [1, { deep: true }],
    kswapd: 'awake',
  }
  expect(rootDifferences(before, after)).toEqual([
    { path: ['hot'], before: { value: 500, unit: 'ms' }, after: { value: 625, unit: 'ms' } },
    { path: ['lists', 'active'], before: 3, after: 4 },
    { path: ['lists', 'fresh'], after: null },
    { path: ['lists', 'gone'], before: 1 },
  ])
  expect(rootDifferences(before, structuredClone(before))).toEqual([])
  expect(rootDifferences([1, 2], [1, 3, 4])).toEqual([
    { path: [1], before: 2, after: 3 },
    { path: [2], after: 4 },
  ])
})

it('[H44] the mean of a range is by time, of rates the rate over all of it; counts have their sum', () => {
  const timeNs = Float64Array.of(10, 20, 50)
  const values = Float64Array.of(1, 4, 10)
  const recorded = { value: values, min: Float64Array.of(0, 4, 9), max: Float64Array.of(1, 90, 11) }
  expect(columnStats({ fold: 'last' }, recorded, timeNs, 0)).toEqual({ mean: (10 + 40 + 300) / 50, min: 0, max: 90, total: NaN })
  expect(columnStats({ fold: 'sum', perSec: true }, recorded, timeNs, 0)).toEqual({ mean: 15e9 / 50, min: 0, max: 90, total: 15 })
  expect(columnStats({ fold: 'mean' }, { value: new Float64Array(0), min: values, max: values }, new Float64Array(0), 0).mean).toBeNaN()
}) // prettier-ignore
