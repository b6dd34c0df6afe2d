import type { ColumnSpec, TrackSpec } from '../../../shared/documents/series.ts'

/** Columns that every policy with Colloid adds, in the order in which it fills them. */
export const colloidColumns: readonly ColumnSpec[] = [
  { name: 'fastTierNs', title: 'fast tier', unit: 'ns', fold: 'mean', role: 'dram', about: 'Latency of the fastest tier as Colloid measures it: occupancy over inserts, smoothed.' },
  { name: 'slowTierNs', title: 'slow tiers', unit: 'ns', fold: 'mean', role: 'cxl', about: 'Latency of the slower tiers, measured likewise.' },
  { name: 'requestShare', title: 'share of requests (p)', unit: 'share', fold: 'mean', role: 'policy', about: 'Share of all requests, an antagonist’s too, that the fastest tier serves.' },
  { name: 'lowWatermark', title: 'lower watermark', unit: 'share', fold: 'last', role: 'plain', about: 'The largest p at which the fast tier was the faster one.' },
  { name: 'highWatermark', title: 'upper watermark', unit: 'share', fold: 'last', role: 'plain', about: 'The least p at which the fast tier was the slower one.' },
] // prettier-ignore

export const colloidTracks: readonly TrackSpec[] = [
  {
    id: 'tierLatency', title: 'Latency of tiers', unit: 'ns', draw: 'lines', pinned: true,
    about: 'What Colloid wants to be equal. Where the fast tier is slower, hot pages go down.',
    formula: 'occupancy / inserts of the tier, each smoothed',
    source: 'Colloid (SOSP 2024); Little’s law',
    columns: ['fastTierNs', 'slowTierNs'],
  },
  {
    id: 'requestShare', title: 'Requests to the fast tier', unit: 'share', draw: 'lines', range: [0, 1], pinned: false,
    about: 'Measured share p between its two watermarks.',
    formula: 'inserts of the fast tier / inserts of all',
    source: 'Colloid (SOSP 2024)',
    columns: ['requestShare', 'lowWatermark', 'highWatermark'],
  },
] // prettier-ignore
