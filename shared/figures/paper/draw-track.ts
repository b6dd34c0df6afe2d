import type { FigureStyle } from '../../documents/figure/figure-style.ts'
import type { ColumnData, ColumnSpec } from '../../documents/series.ts'
import { unitText } from '../column-text.ts'
import { tickTexts, valueTicks } from '../ticks.ts'
import { extentWithin, stacked, trackData, valueRange } from '../track-data.ts'
import type { TrackPanel } from './content.ts'
import { xOf, yOf, type Frame } from './frame.ts'
import type { Heading, HeadingItem } from './heading.ts'
import { lineLook, type LineLook } from './line-looks.ts'
import { element, fixed, words } from './svg.ts'

interface Line {
  readonly look: LineLook
  readonly timeNs: Float64Array
  readonly data: ColumnData
  /** It is a state: what it was at the end of a frame it is until the end of the next. */
  readonly holds: boolean
}

/** One track: grid, envelopes, lines or stacked areas, and marks. */
export function drawTrack(panel: TrackPanel, frame: Frame): string {
  const { track, sources } = panel
  const lines = linesOf(panel, frame)
  const range = rangeOf(panel, frame)
  const at = (value: number) => yOf(frame, range, value)
  const clip = `clip-${track.id}-${Math.round(frame.top)}`
  const body =
    track.draw === 'stack' && sources.length === 1
      ? drawStack(lines, frame, at)
      : lines.map((line) => drawBand(line, frame, at)).join('') +
        lines.map((line) => drawLine(line, frame, at, track.draw === 'steps')).join('')
  return [
    element(
      'clipPath',
      { id: clip },
      element('rect', { x: frame.left, y: frame.top, width: frame.width, height: frame.height }),
    ),
    drawGrid(track.unit, range, frame, at),
    element('g', { 'clip-path': `url(#${clip})` }, body, drawMarks(panel, frame, at)),
    element('rect', {
      x: frame.left, y: frame.top, width: frame.width, height: frame.height, fill: 'none', stroke: '#000000', 'stroke-width': 0.5,
    }),
  ].join('') // prettier-ignore
}

function linesOf({ sources }: TrackPanel, { style }: Frame): readonly Line[] {
  return sources.flatMap(({ columns, slice }, s) =>
    columns.flatMap((column, i) => {
      const data = slice.columns[column.name]
      return data
        ? [
            {
              look: lookOf(columns, i, s, sources.length, style),
              timeNs: slice.timeNs,
              data,
              holds: column.fold === 'last',
            },
          ]
        : []
    }),
  )
}

function lookOf(
  columns: readonly ColumnSpec[],
  i: number,
  source: number,
  sources: number,
  { blackAndWhite }: FigureStyle,
): LineLook {
  const { role } = columns[i]
  const before = columns.slice(0, i).filter((column) => column.role === role).length
  return lineLook(role, i, before, source, sources, blackAndWhite)
}

function rangeOf({ track, sources }: TrackPanel, frame: Frame): [number, number] {
  let least = Infinity
  let greatest = -Infinity
  for (const { columns, slice } of sources) {
    const drawn = trackData(track, columns, slice)
    if (!drawn) continue
    const extent = extentWithin(drawn, frame.range)
    least = Math.min(least, extent.least)
    greatest = Math.max(greatest, extent.greatest)
  }
  return valueRange(track, least, greatest)
}

function drawGrid(
  unit: TrackPanel['track']['unit'],
  [low, high]: readonly [number, number],
  frame: Frame,
  at: (value: number) => number,
): string {
  const { fontPt } = frame.style
  const most = Math.max(2, Math.floor(frame.height / (fontPt * 1.9)))
  const ticks = valueTicks(low, high, most, unit)
  const texts = tickTexts(ticks, unit)
  return ticks
    .map((tick, i) => {
      const y = at(tick)
      const line = element('path', {
        d: `M${fixed(frame.left)} ${fixed(y)}h${fixed(frame.width)}`,
        stroke: '#d9d9d9',
        'stroke-width': 0.4,
      })
      return line + words(frame.left - 3, y + fontPt * 0.35, texts[i] ?? '', { 'text-anchor': 'end' })
    })
    .join('')
}

function drawLine(
  { look, timeNs, data }: Line,
  frame: Frame,
  at: (v: number) => number,
  steps: boolean,
): string {
  return element('path', {
    d: linePath(timeNs, data.value, frame, at, steps),
    fill: 'none', stroke: look.stroke, 'stroke-width': look.width, 'stroke-dasharray': look.dash, 'stroke-linejoin': 'round',
  }) // prettier-ignore
}

function linePath(
  timeNs: Float64Array,
  value: Float64Array,
  frame: Frame,
  at: (v: number) => number,
  steps: boolean,
): string {
  let path = ''
  let pen = false
  for (let i = 0; i < timeNs.length; i++) {
    if (!Number.isFinite(value[i])) {
      pen = false
      continue
    }
    const [x, y] = [fixed(xOf(frame, timeNs[i])), fixed(at(value[i]))]
    path += !pen ? `M${x} ${y}` : steps ? `H${x}V${y}` : `L${x} ${y}`
    pen = true
  }
  return path
}

/** Between minimum and maximum of what each sample stands for. Nothing where every sample stands for itself. */
function drawBand({ look, timeNs, data }: Line, frame: Frame, at: (v: number) => number): string {
  if (data.max.every((high, i) => !(high > data.min[i]))) return ''
  return element('path', { d: areaPath(timeNs, data.min, data.max, frame, at), fill: look.band })
}

/** Between two lines; pieces that are not numbers are left open. */
function areaPath(
  timeNs: Float64Array,
  low: Float64Array,
  high: Float64Array,
  frame: Frame,
  at: (v: number) => number,
): string {
  let path = ''
  for (let first = 0; first < timeNs.length; first++) {
    if (!Number.isFinite(low[first] + high[first])) continue
    let end = first
    while (end < timeNs.length && Number.isFinite(low[end] + high[end])) end++
    const point = (i: number, value: number) => `${fixed(xOf(frame, timeNs[i]))} ${fixed(at(value))}`
    const over = Array.from({ length: end - first }, (_, i) => point(first + i, high[first + i]))
    const back = Array.from({ length: end - first }, (_, i) => point(end - 1 - i, low[end - 1 - i]))
    path += `M${over.join('L')}L${back.join('L')}Z`
    first = end
  }
  return path
}

function drawStack(lines: readonly Line[], frame: Frame, at: (v: number) => number): string {
  if (lines.length === 0) return ''
  const tops = stacked(lines.map(({ data }) => data.value))
  const floor = new Float64Array(tops[0].length)
  return lines
    .map(({ look, timeNs, holds }, i) => {
      const shape = holds ? held : (times: Float64Array, value: Float64Array) => ({ times, value })
      const { times, value: high } = shape(timeNs, tops[i])
      const low = shape(timeNs, tops[i - 1] ?? floor).value
      const area = element('path', { d: areaPath(times, low, high, frame, at), fill: look.fill })
      const edge = element('path', {
        d: linePath(times, high, frame, at, false), fill: 'none', stroke: look.stroke, 'stroke-width': 0.5,
      }) // prettier-ignore
      return area + edge
    })
    .join('')
}

/** A state stands until the next frame: each value at both ends of its stretch. */
function held(timeNs: Float64Array, value: Float64Array): { times: Float64Array; value: Float64Array } {
  const points = Math.max(0, 2 * timeNs.length - 1)
  return {
    times: Float64Array.from({ length: points }, (_, i) => timeNs[Math.ceil(i / 2)]),
    value: Float64Array.from({ length: points }, (_, i) => value[Math.floor(i / 2)]),
  }
}

function drawMarks({ track }: TrackPanel, frame: Frame, at: (v: number) => number): string {
  const { fontPt } = frame.style
  let lastY = Infinity
  return (track.marks ?? [])
    .toSorted((a, b) => a.value - b.value)
    .map((mark) => {
      const y = at(mark.value)
      const line = element('path', {
        d: `M${fixed(frame.left)} ${fixed(y)}h${fixed(frame.width)}`,
        stroke: '#000000', 'stroke-width': 0.4, 'stroke-dasharray': '2 2',
      }) // prettier-ignore
      const named = lastY - y >= fontPt * 0.9
      if (named) lastY = y
      const x = frame.left + frame.width - 2
      return line + (named ? words(x, y - 1.5, mark.title, { 'text-anchor': 'end', 'font-size': fontPt * 0.85, stroke: '#ffffff', 'stroke-width': 1.6, 'paint-order': 'stroke' }) : '')
    })
    .join('') // prettier-ignore
}

/** Title with unit, and the names of the lines; of several runs each name once, in the look of the last run. */
export function trackHeading(panel: TrackPanel, style: FigureStyle): Heading {
  const { track, sources } = panel
  const swatch = style.fontPt * 1.4
  const areas = track.draw === 'stack' && sources.length === 1
  const named = sources.at(-1)?.columns.filter(({ name }) => sources.at(-1)?.slice.columns[name]) ?? []
  const unit = unitText(track.unit)
  const title = unit === '' ? track.title : `${track.title} (${unit})`
  if (named.length < 2) return { title, items: [] }
  const items = named.map((column, i): HeadingItem => {
    const look = lookOf(named, i, sources.length - 1, sources.length, style)
    return { text: column.title, sampleWidth: swatch, sample: (x, y) => (areas ? areaSample : lineSample)(look, x, y, swatch) }
  })
  return { title, items }
} // prettier-ignore

function areaSample(look: LineLook, x: number, y: number, wide: number): string {
  const height = wide / 2
  return element('rect', { x, y: y - height, width: wide, height, fill: look.fill, stroke: look.stroke, 'stroke-width': 0.5 })
} // prettier-ignore

function lineSample({ stroke, width, dash }: LineLook, x: number, y: number, wide: number): string {
  const d = `M${fixed(x)} ${fixed(y - wide * 0.22)}h${fixed(wide)}`
  return element('path', { d, stroke, 'stroke-width': width, 'stroke-dasharray': dash })
}
