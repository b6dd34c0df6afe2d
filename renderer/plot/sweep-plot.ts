import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatCount, formatQuantity } from '../../shared/units/format.ts'
import type { Palette } from './palette.ts'
import type { SweepCurves } from './sweep-curves.ts'
import { tickText, valueTicks } from '../../shared/figures/ticks.ts'

/** How a curve looks: a colour, and a dash for those who cannot tell the colours apart. */
export const curveLooks = [
  { colour: '--dram', ink: '--dram-ink', dash: [], sign: '━' },
  { colour: '--cxl', ink: '--cxl-ink', dash: [8, 4], sign: '╍' },
  { colour: '--gpu', ink: '--gpu-ink', dash: [2, 3], sign: '┈' },
  { colour: '--remote', ink: '--remote-ink', dash: [10, 3, 2, 3], sign: '┅' },
  { colour: '--accent', ink: '--accent-ink', dash: [4, 2], sign: '╌' },
  { colour: '--trouble', ink: '--trouble-ink', dash: [1, 2], sign: '·' },
] as const

export const lookOf = (curve: number) => curveLooks[curve % curveLooks.length]

export interface SweepPlot {
  resize(width: number, height: number): void
  /** The size at which the curves are read out. */
  pointAt(index: number): void
  destroy(): void
}

export function createSweepPlot(
  element: HTMLElement,
  { sizes, workingSetPages, curves }: SweepCurves,
  palette: Palette,
  onPick: (index: number) => void,
): SweepPlot {
  let cursor = 0
  const axis = {
    font: `11px ${palette('--mono')}`,
    stroke: palette('--faint'),
    grid: { stroke: palette('--line'), width: 1 },
    ticks: { show: false },
  } as const
  const shareOf = (pages: number) => formatQuantity(pages / workingSetPages, 'share', 2)
  const [least = 1, greatest = 1] = [sizes[0], sizes.at(-1)]
  const most = Math.max(...curves.flatMap(({ missRatio }) => missRatio.map((ratio) => ratio ?? 0)), 1e-6)
  const plot = new uPlot(
    {
      width: 600,
      height: 300,
      padding: [10, 24, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, distr: 3, log: 2, range: () => [least / 1.05, greatest * 1.05] },
        y: { range: () => [0, most * 1.04] },
      },
      axes: [
        {
          ...axis,
          size: 40,
          splits: (u) => spaced(sizes, (size) => u.valToPos(size, 'x'), 52),
          values: (_u, splits) => splits.map((size) => `${formatCount(size)}\n${shareOf(size)}`),
        },
        {
          ...axis,
          size: 56,
          splits: (_u, _axis, low, high) => valueTicks(low, high, 6, 'share'),
          values: (_u, splits) => splits.map((value) => tickText(value, 'share')),
        },
      ],
      series: [
        {},
        ...curves.map((_, i) => ({
          stroke: palette(lookOf(i).colour),
          width: 1.75,
          dash: [...lookOf(i).dash],
          spanGaps: true,
          points: { show: true, size: 5, fill: palette('--panel') },
        })),
      ],
      hooks: { drawAxes: [(u) => drawCursor(u, sizes[cursor] ?? sizes[0], palette)] },
    },
    [[...sizes], ...curves.map(({ missRatio }) => [...missRatio])],
    element,
  )
  plot.over.addEventListener('click', (event) => {
    const distances = sizes.map((size) => Math.abs(plot.valToPos(size, 'x') - event.offsetX))
    onPick(distances.indexOf(Math.min(...distances)))
  })
  return {
    resize: (width, height) => plot.setSize({ width, height }),
    pointAt(index) {
      cursor = index
      plot.redraw(false)
    },
    destroy: () => plot.destroy(),
  }
}

/** As many of the sizes as have room for their numbers. */
function spaced(sizes: readonly number[], at: (size: number) => number, apart: number): number[] {
  const shown: number[] = []
  for (const size of sizes) {
    const last = shown.at(-1)
    if (last === undefined || at(size) - at(last) >= apart) shown.push(size)
  }
  return shown
}

function drawCursor(u: uPlot, size: number, palette: Palette): void {
  const x = Math.round(u.valToPos(size, 'x', true)) + 0.5
  u.ctx.save()
  u.ctx.strokeStyle = palette('--accent')
  u.ctx.lineWidth = devicePixelRatio
  u.ctx.beginPath()
  u.ctx.moveTo(x, u.bbox.top)
  u.ctx.lineTo(x, u.bbox.top + u.bbox.height)
  u.ctx.stroke()
  u.ctx.restore()
}
