import type { ColumnRole } from '../../documents/series.ts'
import { element } from './svg.ts'

/** Ink on paper. Colours are those of the window’s light theme (Okabe–Ito); in black and white, pattern tells apart. */
export interface LineLook {
  readonly stroke: string
  readonly width: number
  readonly dash: string | undefined
  /** Fill of an area of a stack. */
  readonly fill: string
  /** Fill between minimum and maximum. */
  readonly band: string
}

const inks: Record<ColumnRole, string> = {
  dram: '#0072b2',
  cxl: '#e69f00',
  gpu: '#009e73',
  remote: '#cc79a7',
  pmem: '#8a6d3b',
  hbm: '#7b5ea7',
  promote: '#0072b2',
  demote: '#d55e00',
  trouble: '#a94700',
  policy: '#5353cf',
  plain: '#4f5563',
}

const greys = ['#000000', '#6e6e6e', '#9a9a9a', '#3c3c3c']
const dashes = [undefined, '4 1.5', '1.2 1.2', '5 1.2 1.2 1.2']
const hatches = ['none', 'lines', 'dots', 'cross'] as const

/**
 * The look of line `index` of a panel, for source `source` of `sources` runs. Lines of one role in one panel are told
 * apart by their dashes, runs by their weight.
 */
export function lineLook(
  role: ColumnRole | undefined,
  index: number,
  sameRoleBefore: number,
  source: number,
  sources: number,
  blackAndWhite: boolean,
): LineLook {
  const width = sources === 1 ? 0.9 : source === sources - 1 ? 1.3 : 0.6
  const dash = dashes[(blackAndWhite ? index : sameRoleBefore) % dashes.length]
  if (blackAndWhite) {
    const stroke = greys[index % greys.length]
    return { stroke, width, dash, fill: `url(#hatch-${hatches[index % hatches.length]})`, band: '#d4d4d4' }
  }
  const stroke = inks[role ?? 'plain']
  return {
    stroke,
    width,
    dash,
    fill: paler(stroke, Math.min(0.9, 0.45 + 0.15 * sameRoleBefore)),
    band: paler(stroke, 0.25),
  }
}

/** Mixed with white, so that no transparency is needed (some printers' workflows flatten it badly). */
export function paler(colour: string, share: number): string {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16))
  return `#${parts
    .map((part) =>
      Math.round(part * share + 255 * (1 - share))
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`
}

/** The hatches that `fill` names. */
export function hatchPatterns(): string {
  const pattern = (id: string, ...marks: string[]) =>
    element(
      'pattern',
      { id: `hatch-${id}`, width: 4, height: 4, patternUnits: 'userSpaceOnUse' },
      element('rect', { width: 4, height: 4, fill: '#ffffff' }),
      ...marks,
    )
  const line = (d: string) => element('path', { d, stroke: '#000000', 'stroke-width': 0.4, fill: 'none' })
  return [
    pattern('none'),
    pattern('lines', line('M-1 1L1 -1M0 4L4 0M3 5L5 3')),
    pattern('dots', element('circle', { cx: 2, cy: 2, r: 0.5, fill: '#000000' })),
    pattern('cross', line('M0 0L4 4M4 0L0 4')),
  ].join('')
}
