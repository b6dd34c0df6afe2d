import { expect, test } from 'vitest'
import { metricRows } from '../../renderer/plot/metric-rows.ts'
import { fakeSpec } from '../app/fake-recording.ts'

test('[V18] a figure of the summary goes by its metric’s words, one of many nodes by the node’s too', () => {
  const metrics = [
    { name: 'meanLatencyNs', title: 'mean latency', unit: 'ns', kind: 'mean', about: 'All accesses.', formula: 'Σ / Σ', source: 'the loop' },
    { name: 'accessShare.<node>', title: 'accesses served by a node', unit: 'share', kind: 'ratio', about: 'Of the run.', formula: 'a / b', source: 'the loop' },
    { name: 'slowdown', title: 'time against all-fast', unit: 'share', shownAs: 'factor', kind: 'ratio', about: '', formula: '', source: '' },
  ] as const // prettier-ignore
  const summary = {
    meanLatencyNs: { value: 118.24, unit: 'ns' },
    'accessShare.cxl1': { value: 0.216, unit: 'share' },
    slowdown: { value: 2.146, unit: 'share' },
    unheardOf: { value: 3, unit: 'pages' },
  } as const
  expect(metricRows(summary, metrics, fakeSpec).map(({ title, text }) => `${title} ${text}`)).toEqual([
    'mean latency 118.2 ns',
    'accesses served: CXL 1 21.6\u202f%',
    'time against all-fast 3.146 ×',
    'unheardOf 3 pages',
  ])
})
