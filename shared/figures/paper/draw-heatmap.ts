import type { FigureStyle } from '../../documents/figure/figure-style.ts'
import { formatQuantity } from '../../units/format.ts'
import { colourRamp, shadeOf, type Rgb } from '../shades.ts'
import type { HeatPanel } from './content.ts'
import { xOf, type Frame } from './frame.ts'
import type { Heading } from './heading.ts'
import { element, fixed, words } from './svg.ts'

/** Shades that paper tells apart; neighbours of one shade in a row become one rectangle. */
const steps = 24

/** Address × time as rectangles, one path for each shade. */
export function drawHeatmap(panel: HeatPanel, frame: Frame): string {
  const { matrix, pages } = panel
  const { fontPt, blackAndWhite } = frame.style
  const ramp = rampOf(matrix.draw, blackAndWhite)
  return [
    element('g', { 'shape-rendering': 'crispEdges' }, ...drawCells(panel, frame, ramp)),
    element('rect', {
      x: frame.left, y: frame.top, width: frame.width, height: frame.height, fill: 'none', stroke: '#000000', 'stroke-width': 0.5,
    }),
    ...[0, 0.5, 1].map((share) =>
      words(frame.left - 3, frame.top + frame.height * (1 - share) + fontPt * (share === 1 ? 0.7 : share === 0 ? 0 : 0.35),
        formatQuantity(share * pages, 'count'), { 'text-anchor': 'end' })),
    words(frame.left - 3, frame.top + frame.height * 0.25 + fontPt * 0.35, 'page', { 'text-anchor': 'end' }),
  ].join('') // prettier-ignore
}

function rampOf(draw: 'intensity' | 'share', blackAndWhite: boolean): readonly Rgb[] {
  if (blackAndWhite) return colourRamp([255, 255, 255], [0, 0, 0])
  return draw === 'share'
    ? colourRamp([230, 159, 0], [0, 114, 178])
    : colourRamp([255, 255, 255], [38, 38, 120], [83, 83, 207])
}

function stepOf(value: number, panel: HeatPanel): number {
  const shade = shadeOf(value, panel.slice.max, panel.matrix.draw)
  return Math.round((shade / 255) * (steps - 1))
}

function inkOf(ramp: readonly Rgb[], step: number): string {
  const [r, g, b] = ramp[Math.round((step / (steps - 1)) * 255)]
  return `rgb(${r},${g},${b})`
}

function drawCells(panel: HeatPanel, frame: Frame, ramp: readonly Rgb[]): readonly string[] {
  const { columns, rows, untilNs, values } = panel.slice
  const paths = Array.from({ length: steps }, () => '')
  const edges = Array.from({ length: columns + 1 }, (_, c) => {
    const timeNs = c === 0 ? frame.range.fromNs : untilNs[c - 1]
    return Math.min(frame.left + frame.width, Math.max(frame.left, xOf(frame, timeNs)))
  })
  const high = frame.height / rows
  for (let row = 0; row < rows; row++) {
    const top = frame.top + frame.height - (row + 1) * high
    for (let first = 0; first < columns;) {
      const value = values[first * rows + row]
      const step = stepOf(value, panel)
      let end = first + 1
      while (end < columns && stepOf(values[end * rows + row], panel) === step) end++
      const wide = edges[end] - edges[first]
      if (wide > 0 && Number.isFinite(value))
        paths[step] += `M${fixed(edges[first])} ${fixed(top)}h${fixed(wide)}v${fixed(high)}h${fixed(-wide)}z`
      first = end
    }
  }
  return paths.flatMap((d, step) => (d === '' ? [] : [element('path', { d, fill: inkOf(ramp, step) })]))
}

/** What is drawn, and the scale from 0 to the most. */
export function heatHeading({ matrix, slice, label }: HeatPanel, { fontPt, blackAndWhite }: FigureStyle): Heading {
  const ramp = rampOf(matrix.draw, blackAndWhite)
  const text = matrix.draw === 'share' ? '0 to 100 %' : `0 to ${formatQuantity(slice.max, matrix.unit)} (√ scale)`
  const sampleWidth = fontPt * 4
  const cell = sampleWidth / steps
  const sample = (x: number, y: number) =>
    element('g', { 'shape-rendering': 'crispEdges' },
      ...Array.from({ length: steps }, (_, step) =>
        element('rect', { x: x + step * cell, y: y - fontPt * 0.7, width: cell * 1.05, height: fontPt * 0.7, fill: inkOf(ramp, step) })))
  const title = `${label === '' ? '' : `${label}: `}${matrix.title}, page × time`
  return { title, items: [{ text, sampleWidth, sample }] }
} // prettier-ignore
