import type { ColumnSpec, TrackSpec } from '../../../shared/documents/series.ts'

/** Columns that HeMem adds, in the order in which the policy fills them. */
export const hememColumns: readonly ColumnSpec[] = [
  { name: 'hotFastBytes', title: 'hot, in the fast tier', unit: 'bytes', fold: 'last', role: 'dram', about: 'On the fast tier’s hot list.' },
  { name: 'coldFastBytes', title: 'cold, in the fast tier', unit: 'bytes', fold: 'last', role: 'plain', about: 'On the fast tier’s cold list: what can make room.' },
  { name: 'hotSlowBytes', title: 'hot, in slow tiers', unit: 'bytes', fold: 'last', role: 'policy', about: 'On the slow tiers’ hot list: what waits for promotion.' },
  { name: 'sampleRecords', title: 'samples', unit: 'count', fold: 'last', role: 'plain', about: 'Records taken so far.' },
] // prettier-ignore

export const hememTracks: readonly TrackSpec[] = [
  {
    id: 'hotLists', title: 'Hot and cold lists', unit: 'bytes', draw: 'lines', pinned: true,
    about: 'Memory on HeMem’s lists. Where nothing is cold in the fast tier, nothing moves.',
    formula: 'units on the list · 2 MiB',
    source: 'HeMem (SOSP 2021)',
    columns: ['hotFastBytes', 'coldFastBytes', 'hotSlowBytes'],
  },
] // prettier-ignore
