import type { ParamInfo, ParamValue } from '../../shared/documents/part.ts'

/**
 * A picture of what a workload does, drawn from its fields: how often pages are touched, from the hottest down, or
 * where the touched pages lie over time. Never a result; where the fields say neither, there is no picture.
 */
export type WorkloadShape =
  | { readonly kind: 'rates'; readonly title: string; readonly levels: readonly number[] }
  | {
      readonly kind: 'places'
      readonly title: string
      readonly lines: readonly (readonly [number, number])[][]
    }
  | { readonly kind: 'file'; readonly title: string; readonly name: string }

const STEPS = 48

export function workloadShape(
  kind: string,
  params: readonly ParamInfo[],
  values: Readonly<Record<string, ParamValue>>,
): WorkloadShape | undefined {
  const number = (pattern: RegExp) => {
    const info = params.find((param) => pattern.test(param.name) && param.type === 'number')
    const value = info && (values[info.name] ?? info.default)
    return typeof value === 'number' ? value : undefined
  }
  const file = params.find((param) => param.type === 'file')
  if (file) {
    const path = values[file.name]
    return { kind: 'file', title: 'recorded accesses', name: (typeof path === 'string' ? path : '').replace(/^.*[\\/]/, '') }
  }
  const skew = number(/skew|theta|exponent/i)
  if (skew !== undefined) return { kind: 'rates', title: 'accesses per page', levels: zipfLevels(skew) }
  const hotPages = number(/hot.*(pages|set|size).*share|hotShare$/i)
  const hotAccesses = number(/hot.*access|access.*hot/i)
  if (/sweep|sequential|stream/.test(kind)) {
    return { kind: 'places', title: 'address over time', lines: [0, 1, 2].map((i) => [[i / 3, 0], [(i + 1) / 3, 1]]) } // prettier-ignore
  }
  if (hotPages !== undefined && hotAccesses !== undefined) {
    return { kind: 'rates', title: 'accesses per page', levels: hotLevels(hotPages, hotAccesses) }
  }
  return undefined
}

/** Rates of pages by rank, hottest = 1, over a thousand ranks spread logarithmically. */
export function zipfLevels(skew: number): number[] {
  return Array.from({ length: STEPS }, (_, i) => (1 + (i / STEPS) * 40) ** -skew)
}

export function hotLevels(pageShare: number, accessShare: number): number[] {
  const hot = accessShare / Math.max(pageShare, 1e-6)
  const cold = (1 - accessShare) / Math.max(1 - pageShare, 1e-6)
  const most = Math.max(hot, cold)
  return Array.from({ length: STEPS }, (_, i) => (i / STEPS < Math.max(pageShare, 0.04) ? hot : cold) / most)
}
