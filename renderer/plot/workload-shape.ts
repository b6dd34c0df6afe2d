import type { ParamInfo, ParamValue } from '../../shared/documents/part.ts'
import { resolveFields } from '../../shared/documents/param-value.ts'

/**
 * A picture of what a workload does, drawn from its fields: how often pages are touched, from the hottest down, or
 * where the touched pages lie over time. Never a result; where the fields say neither, there is no picture.
 */
export type WorkloadShape =
  | { readonly kind: 'rates'; readonly title: string; readonly levels: readonly number[] }
  | { readonly kind: 'places'; readonly title: string; readonly bands: readonly PlaceBand[] }
  | { readonly kind: 'file'; readonly title: string; readonly name: string }

/** What is touched from `fromTime` to `toTime` (shares of the picture): `size` of the addresses, moving. */
export interface PlaceBand {
  readonly fromTime: number
  readonly toTime: number
  readonly fromPlace: number
  readonly toPlace: number
  readonly size: number
}

const STEPS = 48

export function workloadShape(
  params: readonly ParamInfo[],
  fields: Readonly<Record<string, ParamValue>>,
  lengthSec: number,
): WorkloadShape | undefined {
  const values = resolveFields(params, fields)
  const number = (name: string) => (typeof values[name] === 'number' ? values[name] : undefined)
  const file = params.find((param) => param.type === 'file')
  if (file) return { kind: 'file', title: 'recorded accesses', name: fileName(values[file.name]) }
  const skew = number('skew')
  if (skew !== undefined) return { kind: 'rates', title: 'accesses per page', levels: zipfLevels(skew) }
  const [hot, all, share] = [number('hotGiB'), number('workingSetGiB'), number('hotShare')]
  if (hot !== undefined && all !== undefined && share !== undefined) {
    const size = Math.min(1, hot / all)
    const drift = number('driftGiBPerMin') ?? 0
    if (drift === 0) return { kind: 'rates', title: 'accesses per page', levels: hotLevels(size, share) }
    return {
      kind: 'places',
      title: 'hot set over time',
      bands: driftBands(size, ((lengthSec / 60) * drift) / all),
    }
  }
  if (number('accessesPerPage') === undefined) return undefined
  const sweep = (i: number) => ({
    fromTime: i / 3,
    toTime: (i + 1) / 3,
    fromPlace: 0,
    toPlace: 1,
    size: 0.04,
  })
  return { kind: 'places', title: 'swept again and again', bands: [0, 1, 2].map(sweep) }
}

function fileName(path: ParamValue | undefined): string {
  return typeof path === 'string' ? path.replace(/^.*[\\/]/, '') : ''
}

/** Rates of pages by rank, the hottest 1. */
export function zipfLevels(skew: number): number[] {
  return Array.from({ length: STEPS }, (_, i) => (1 + (i / STEPS) * 40) ** -skew)
}

/** Two levels: the hot share of the pages takes its share of the accesses. */
export function hotLevels(pageShare: number, accessShare: number): number[] {
  const hot = accessShare / Math.max(pageShare, 1e-6)
  const cold = (1 - accessShare) / Math.max(1 - pageShare, 1e-6)
  const most = Math.max(hot, cold)
  return Array.from({ length: STEPS }, (_, i) => (i / STEPS < Math.max(pageShare, 0.04) ? hot : cold) / most)
}

/** A hot set that moves `turns` times through the addresses, begun anew at the bottom after every turn. */
export function driftBands(size: number, turns: number): PlaceBand[] {
  const bands: PlaceBand[] = []
  const shown = Math.min(turns, 4)
  for (let turn = 0; turn < shown; turn++) {
    const part = Math.min(1, shown - turn)
    const fromTime = turn / shown
    bands.push({ fromTime, toTime: (turn + part) / shown, fromPlace: 0, toPlace: part, size })
  }
  return bands
}
