import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import type { ColumnSpec, TrackSpec } from '../../../shared/documents/series.ts'
import { roleLook } from '../../../shared/figures/column-text.ts'
import { PLOT_AIR, TICKS } from './columns-of-screen.ts'
import { faded, mixed, type Palette } from '../palette.ts'
import { tickTexts, valueTicks } from '../../../shared/figures/ticks.ts'
import type { TimeRange } from '../../../shared/figures/time-range.ts'
import { extentWithin, valueRange, type TrackData } from '../../../shared/figures/track-data.ts'

/** One track as a uPlot chart. It draws; cursor, range and gestures belong to the screen, one for all tracks. */
export interface TrackPlot {
  show(data: TrackData, range: TimeRange): void
  resize(width: number, height: number): void
  destroy(): void
}

export interface TrackPlotOptions {
  readonly track: TrackSpec
  readonly columns: readonly ColumnSpec[]
  readonly palette: Palette
  /** Every line is dashed: what is drawn was not simulated. */
  readonly dashed?: boolean
  readonly width: number
  readonly height: number
  /** The y axis after every drawing, for what stands beside the plot. */
  readonly scaled: (low: number, high: number) => void
}

export function createTrackPlot(element: HTMLElement, options: TrackPlotOptions): TrackPlot {
  const { track, palette, width, height, scaled } = options
  let yRange: [number, number] = [0, 1]
  const plot = new uPlot(
    {
      width,
      height,
      padding: [PLOT_AIR, 0, PLOT_AIR, 0],
      legend: { show: false },
      cursor: { show: false },
      select: { show: false, left: 0, top: 0, width: 0, height: 0 },
      scales: { x: { time: false }, y: { range: () => yRange } },
      axes: [{ show: false }, yAxis(options)],
      series: [{}, ...lineSeries(options)],
      bands: track.draw === 'stack' ? [] : envelopeBands(options),
      hooks: { drawAxes: [(u) => drawMarks(u, track, palette)] },
    },
    [[]],
    element,
  )
  return {
    show(data, range) {
      const { least, greatest } = extentWithin(data, range)
      yRange = valueRange(track, least, greatest)
      plot.batch(() => {
        plot.setData(data.aligned as uPlot.AlignedData, false)
        plot.setScale('x', { min: range.fromNs, max: range.toNs })
        plot.setScale('y', { min: yRange[0], max: yRange[1] })
      })
      scaled(yRange[0], yRange[1])
    },
    resize: (nextWidth, nextHeight) => plot.setSize({ width: nextWidth, height: nextHeight }),
    destroy: () => plot.destroy(),
  }
}

function yAxis({ track, palette }: TrackPlotOptions): uPlot.Axis {
  return {
    size: TICKS,
    gap: 4,
    font: `11px ${palette('--mono')}`,
    stroke: palette('--faint'),
    grid: { stroke: palette('--line'), width: 1 },
    ticks: { show: false },
    splits: (_u, _axis, low, high) => valueTicks(low, high, 4, track.unit),
    values: (_u, splits) => tickTexts(splits, track.unit),
  }
}

function lineSeries({ track, columns, palette, dashed }: TrackPlotOptions): uPlot.Series[] {
  const stepped = uPlot.paths.stepped?.({ align: 1 })
  const look = (column: ColumnSpec) => palette(roleLook(column.role).colour)
  const plain = { points: { show: false }, spanGaps: true } as const
  if (track.draw === 'stack') {
    // From the top of the stack down, each covering what lies below its line.
    // Columns of one role are told apart by their shade; what is a state holds until the next frame.
    return columns
      .map((column, i) => ({
        ...plain, stroke: look(column), width: 1, fill: mixed(look(column), palette('--panel'), stackShade(columns, i)),
        ...(column.fold === 'last' && stepped && { paths: stepped }),
      }))
      .toReversed() // prettier-ignore
  }
  const steps = track.draw === 'steps' && stepped ? { paths: stepped } : {}
  const lines = columns.map((column, i) => ({
    ...plain,
    stroke: look(column),
    width: 1.5,
    dash: !dashed && (i === 0 || column.role !== columns[0]?.role) ? [] : [6, 3],
    ...steps,
  }))
  const envelope = columns.flatMap(() => [
    { ...plain, ...steps, width: 0 },
    { ...plain, ...steps, width: 0 },
  ])
  return [...lines, ...envelope]
}

/** Opacity of column i's area: rising over the columns of its role where there are several. */
function stackShade(columns: readonly ColumnSpec[], i: number): number {
  const alike = columns.filter(({ role }) => role === columns[i].role)
  return alike.length < 2 ? 0.45 : 0.15 + (0.75 * alike.indexOf(columns[i])) / (alike.length - 1)
}

/** Between maximum and minimum of each column; see `trackData` for their places. */
function envelopeBands({ columns, palette }: TrackPlotOptions): uPlot.Band[] {
  return columns.map((column, i) => {
    const max = 1 + columns.length + 2 * i
    return { series: [max, max + 1], fill: faded(palette(roleLook(column.role).colour), 0.28) }
  })
}

function drawMarks(u: uPlot, track: TrackSpec, palette: Palette): void {
  if (!track.marks) return
  const { ctx, bbox } = u
  ctx.save()
  ctx.strokeStyle = palette('--faint')
  ctx.lineWidth = devicePixelRatio
  ctx.setLineDash([4 * devicePixelRatio, 3 * devicePixelRatio])
  for (const mark of track.marks) {
    const y = Math.round(u.valToPos(mark.value, 'y', true)) + 0.5
    if (y < bbox.top || y > bbox.top + bbox.height) continue
    ctx.beginPath()
    ctx.moveTo(bbox.left, y)
    ctx.lineTo(bbox.left + bbox.width, y)
    ctx.stroke()
  }
  ctx.restore()
}
