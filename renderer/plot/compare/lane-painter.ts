import type { DeltaColumn, SeriesDelta } from '../../../shared/contract/comparing.ts'
import type { ColumnData, ColumnSpec } from '../../../shared/documents/series.ts'
import { roleLook, shownUnit } from '../../../shared/figures/column-text.ts'
import { tickTexts, valueTicks } from '../../../shared/figures/ticks.ts'
import { pixelAtTime, type TimeRange } from '../../../shared/figures/time-range.ts'
import { TICKS } from '../tracks/columns-of-screen.ts'
import { faded, type Palette } from '../palette.ts'
import { hatch } from './hatch.ts'

/** One column of two runs: A thin, B bold, what lies between them, and B − A in a strip below. */
export interface LanePicture {
  readonly column: ColumnSpec
  readonly series: SeriesDelta
  readonly delta: DeltaColumn
  readonly range: TimeRange
  readonly layout: 'overlay' | 'stacked'
  /** Until then both are one run. */
  readonly sameUntilNs: number
  /** Of the plot without its ticks, CSS pixels. */
  readonly width: number
  readonly height: number
  readonly palette: Palette
}

export const DELTA_HEIGHT = 30
const AIR = 6

export function paintLane(context: CanvasRenderingContext2D, picture: LanePicture): void {
  const { range, width, height, palette, delta, series, layout, column, sameUntilNs } = picture
  context.clearRect(0, 0, TICKS + width, height)
  context.save()
  context.translate(TICKS, 0)
  const x = (timeNs: number) => pixelAtTime(range, timeNs, width)
  const plot = height - DELTA_HEIGHT
  const inView = samplesInView(series.timeNs, range)
  const [low, high] = extent([delta.a, delta.b], inView)
  const half = layout === 'stacked' ? plot / 2 : plot
  const y = (lane: number) => (value: number) =>
    lane * half + AIR + (1 - (value - low) / (high - low)) * (half - 2 * AIR)
  const tops = layout === 'stacked' ? [0, 1] : [0]

  if (sameUntilNs > range.fromNs) {
    context.fillStyle = palette('--sunk')
    context.fillRect(0, 0, Math.min(width, x(sameUntilNs)), height)
  }
  for (const lane of tops) drawTicks(context, picture, y(lane), low, high)
  const clip = new Path2D()
  clip.rect(0, 0, width, height)
  context.clip(clip)

  const [yA, yB] = layout === 'stacked' ? [y(0), y(1)] : [y(0), y(0)]
  const at = (i: number) => x(series.timeNs[i])
  if (layout === 'overlay') fillBetween(context, picture, inView, at, yA)
  const look = roleLook(column.role)
  const colourB = look.colour === '--plain' ? palette('--text') : palette(look.colour)
  drawLine(context, delta.a, inView, at, yA, palette('--plain'), 1)
  drawLine(context, delta.b, inView, at, yB, colourB, 2)
  drawDelta(context, picture, inView, at)
  context.restore()
}

/** The y at which B − A is nothing, and what the strip is high for. */
function drawDelta(
  context: CanvasRenderingContext2D,
  picture: LanePicture,
  { first, end }: Span,
  at: (i: number) => number,
): void {
  const { delta, width, height, palette, column } = picture
  const zero = height - DELTA_HEIGHT / 2
  const most = deltaExtent(picture)
  const tall = DELTA_HEIGHT / 2 - 2
  const worseFill = hatch(context, palette('--trouble'))
  const { value, min, max } = delta.delta
  for (let i = first; i < end; i++) {
    const left = i === 0 ? at(i) - 2 : at(i - 1)
    const w = Math.max(1, at(i) - left)
    context.fillStyle = faded(palette('--accent'), 0.25)
    const [top, bottom] = [zero - (max[i] / most) * tall, zero - (min[i] / most) * tall]
    if (bottom - top > 0.3) context.fillRect(left, top, w, bottom - top)
    if (Number.isNaN(value[i]) || value[i] === 0) continue
    const reach = Math.max(0.75, (Math.abs(value[i]) / most) * tall)
    context.fillStyle = isWorse(column, value[i]) ? worseFill : faded(palette('--accent'), 0.75)
    context.fillRect(left, value[i] > 0 ? zero - reach : zero, w, reach)
  }
  context.fillStyle = palette('--faint')
  context.fillRect(0, zero, width, 1)
}

/** The greatest distance from nothing that the strip shows; 1 where nothing differs. */
export function deltaExtent({ delta, series, range }: Pick<LanePicture, 'delta' | 'series' | 'range'>): number {
  const { first, end } = samplesInView(series.timeNs, range)
  let most = 0
  for (let i = first; i < end; i++)
    for (const value of [delta.delta.min[i], delta.delta.max[i], delta.delta.value[i]])
      if (Math.abs(value) > most) most = Math.abs(value)
  return most === 0 ? 1 : most
} // prettier-ignore

export function isWorse({ better }: ColumnSpec, delta: number): boolean {
  return better === 'more' ? delta < 0 : better === 'less' ? delta > 0 : false
}

function fillBetween(
  context: CanvasRenderingContext2D,
  { delta, column, palette }: LanePicture,
  { first, end }: Span,
  at: (i: number) => number,
  y: (value: number) => number,
): void {
  const plain = faded(palette('--accent'), 0.16)
  const worse = hatch(context, palette('--trouble'))
  for (let i = Math.max(1, first); i < end; i++) {
    const [a0, a1, b0, b1] = [delta.a.value[i - 1], delta.a.value[i], delta.b.value[i - 1], delta.b.value[i]]
    if (Number.isNaN(a0 + a1 + b0 + b1) || (a1 === b1 && a0 === b0)) continue
    context.beginPath()
    context.moveTo(at(i - 1), y(a0))
    context.lineTo(at(i), y(a1))
    context.lineTo(at(i), y(b1))
    context.lineTo(at(i - 1), y(b0))
    context.closePath()
    context.fillStyle = isWorse(column, b1 - a1) ? worse : plain
    context.fill()
  }
}

/** The line of values over the envelope of minima and maxima. */
function drawLine(
  context: CanvasRenderingContext2D,
  { value, min, max }: ColumnData,
  { first, end }: Span,
  at: (i: number) => number,
  y: (value: number) => number,
  colour: string,
  width: number,
): void {
  context.fillStyle = faded(colour, 0.22)
  for (let i = first; i < end; i++) {
    const left = i === 0 ? at(i) - 1 : at(i - 1)
    const [top, bottom] = [y(max[i]), y(min[i])]
    if (bottom - top > 0.5) context.fillRect(left, top, Math.max(1, at(i) - left), bottom - top)
  }
  context.beginPath()
  let drawing = false
  for (let i = first; i < end; i++) {
    if (Number.isNaN(value[i])) drawing = false
    else if (drawing) context.lineTo(at(i), y(value[i]))
    else context.moveTo(at(i), y(value[i]))
    if (!Number.isNaN(value[i])) drawing = true
  }
  context.strokeStyle = colour
  context.lineWidth = width
  context.stroke()
}

function drawTicks(
  context: CanvasRenderingContext2D,
  { column, palette, width }: LanePicture,
  y: (value: number) => number,
  low: number,
  high: number,
): void {
  const unit = shownUnit(column)
  context.font = `11px ${palette('--mono')}`
  context.textAlign = 'right'
  context.textBaseline = 'middle'
  const ticks = valueTicks(low, high, 3, unit)
  const texts = tickTexts(ticks, unit)
  for (const [i, value] of ticks.entries()) {
    context.fillStyle = palette('--line')
    context.fillRect(0, Math.round(y(value)), width, 1)
    context.fillStyle = palette('--faint')
    context.fillText(texts[i] ?? '', -5, y(value))
  }
}

interface Span {
  readonly first: number
  readonly end: number
}

/** Samples on screen, and one on either side so that lines go on to the edge. */
export function samplesInView(timeNs: Float64Array, range: TimeRange): Span {
  let first = 0
  while (first < timeNs.length && timeNs[first] < range.fromNs) first++
  let end = first
  while (end < timeNs.length && timeNs[end] <= range.toNs) end++
  return { first: Math.max(0, first - 1), end: Math.min(timeNs.length, end + 1) }
}

function extent(columns: readonly ColumnData[], { first, end }: Span): readonly [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const { min, max } of columns)
    for (let i = first; i < end; i++) {
      if (min[i] < low) low = min[i]
      if (max[i] > high) high = max[i]
    }
  if (low > high) return [0, 1]
  const air = high > low ? (high - low) * 0.04 : Math.max(1, Math.abs(high) * 0.05)
  return [low - air, high + air]
}

/** The sample that covers a moment. */
export function sampleAt(timeNs: Float64Array, momentNs: number): number {
  const i = timeNs.findIndex((end) => end >= momentNs)
  return i < 0 ? timeNs.length - 1 : i
}
