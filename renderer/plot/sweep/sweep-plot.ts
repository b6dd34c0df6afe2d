import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { valueTicks } from '../../../shared/figures/ticks.ts'
import type { Palette } from '../palette.ts'
import type { SweepCurves } from './sweep-curves.ts'

const colours = [
  { colour: '--dram', ink: '--dram-ink' },
  { colour: '--cxl', ink: '--cxl-ink' },
  { colour: '--gpu', ink: '--gpu-ink' },
  { colour: '--remote', ink: '--remote-ink' },
  { colour: '--accent', ink: '--accent-ink' },
  { colour: '--trouble', ink: '--trouble-ink' },
] as const

const strokes = [
  { dash: [], sign: '━' },
  { dash: [8, 4], sign: '╍' },
  { dash: [2, 3], sign: '┈' },
  { dash: [10, 3, 2, 3], sign: '┅' },
  { dash: [4, 2], sign: '╌' },
  { dash: [1, 2], sign: '·' },
] as const

/** How a curve looks: a colour, and a dash for those who cannot tell the colours apart. Thirty-six differ. */
export function lookOf(curve: number) {
  const round = Math.floor(curve / colours.length)
  return { ...colours[curve % colours.length], ...strokes[(curve + round) % strokes.length] }
}

export interface SweepPlot {
  resize(width: number, height: number): void
  /** The value at which the curves are read out, by its place from the left. */
  pointAt(index: number): void
  destroy(): void
}

export function createSweepPlot(
  element: HTMLElement,
  sweep: SweepCurves,
  palette: Palette,
  onPick: (index: number) => void,
): SweepPlot {
  const { at, ticks, curves, logarithmic } = sweep
  let cursor = 0
  const axis = {
    font: `11px ${palette('--mono')}`,
    stroke: palette('--faint'),
    grid: { stroke: palette('--line'), width: 1 },
    ticks: { show: false },
  } as const
  const plot = new uPlot(
    {
      width: 600,
      height: 300,
      padding: [10, 24, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, ...(logarithmic && { distr: 3, log: 2 }), range: () => spanOf(at, logarithmic) },
        y: {
          range: () => heightOf(curves.flatMap(({ values }) => values.filter((value) => value !== null))),
        },
      },
      axes: [
        {
          ...axis,
          size: 40,
          splits: (u) => spaced(at, (value) => u.valToPos(value, 'x'), 12 + 7 * longest(ticks)),
          values: (_u, splits) => splits.map((value) => ticks[at.indexOf(value)] ?? ''),
        },
        {
          ...axis,
          size: 62,
          splits: (_u, _axis, low, high) => valueTicks(low, high, 6, sweep.tickUnit),
          values: (_u, splits) => splits.map(sweep.tick),
        },
      ],
      series: [
        {},
        ...curves.map((_, i) => ({
          stroke: palette(lookOf(i).colour),
          width: 1.75,
          // Between words there is nothing to read off a line.
          ...(!sweep.numeric && { paths: () => null }),
          dash: [...lookOf(i).dash],
          spanGaps: true,
          points: { show: true, size: sweep.numeric ? 5 : 8, width: 1.75, fill: palette('--panel') },
        })),
      ],
      hooks: { drawAxes: [(u) => drawCursor(u, at[cursor] ?? at[0], palette)] },
    },
    [[...at], ...curves.map(({ values }) => [...values])],
    element,
  )
  plot.over.addEventListener('click', (event) => {
    const distances = at.map((value) => Math.abs(plot.valToPos(value, 'x') - event.offsetX))
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

function spanOf(at: readonly number[], logarithmic: boolean): [number, number] {
  const [least = 0, greatest = 1] = [at[0], at.at(-1)]
  if (logarithmic) return [least / 1.05, greatest * 1.05]
  const edge = 0.04 * (greatest - least)
  return [least - edge, greatest + edge]
}

/** From 0 on, unless all values are so near each other that their differences would not be seen. */
function heightOf(values: readonly number[]): [number, number] {
  const [least, greatest] = [Math.min(...values), Math.max(...values)]
  const edge = Math.max(0.08 * (greatest - least), 0.02 * Math.abs(greatest)) || 1
  const near = least > 0.5 * greatest
  return [near || least < 0 ? least - edge : 0, greatest + edge]
}

const longest = (ticks: readonly string[]) =>
  Math.max(...ticks.flatMap((tick) => tick.split('\n').map((line) => line.length)), 1)

/** As many of the values as have room for their words. */
function spaced(values: readonly number[], at: (value: number) => number, apart: number): number[] {
  const shown: number[] = []
  for (const value of values) {
    const last = shown.at(-1)
    if (last === undefined || at(value) - at(last) >= apart) shown.push(value)
  }
  return shown
}

function drawCursor(u: uPlot, value: number, palette: Palette): void {
  const x = Math.round(u.valToPos(value, 'x', true)) + 0.5
  u.ctx.save()
  u.ctx.strokeStyle = palette('--accent')
  u.ctx.lineWidth = devicePixelRatio
  u.ctx.beginPath()
  u.ctx.moveTo(x, u.bbox.top)
  u.ctx.lineTo(x, u.bbox.top + u.bbox.height)
  u.ctx.stroke()
  u.ctx.restore()
}
