import { formatClock, formatQuantity } from '../../units/format.ts'
import type { FigureRecipe } from '../../documents/figure/figure-recipe.ts'
import { recipeElement } from '../recipe/svg-recipe.ts'
import { clockTicks } from '../ticks.ts'
import { spanOf } from '../time-range.ts'
import type { FigureContent, Panel } from './content.ts'
import { drawHeatmap, heatHeading } from './draw-heatmap.ts'
import { drawTrack, trackHeading } from './draw-track.ts'
import { xOf, type Frame } from './frame.ts'
import { drawHeading, headingHeight, type Heading } from './heading.ts'
import { hatchPatterns } from './line-looks.ts'
import { pointsOf, type FigureStyle } from '../../documents/figure/figure-style.ts'
import { element, escaped, fixed, words } from './svg.ts'

/**
 * The whole figure as an SVG document: real vectors, text as text, white behind it, and its recipe in the metadata.
 * Called by the core for window and command line alike; equal content and style give equal text.
 */
export function drawFigure(content: FigureContent, style: FigureStyle, recipe: FigureRecipe): string {
  const { fontPt } = style
  const width = pointsOf(style.widthMm)
  const left = fontPt * 5.2
  const inner = width - left - fontPt * 2
  const headings = content.panels.map((panel) => headingOf(panel, style))
  const frames: Frame[] = []
  let top = 0
  content.panels.forEach((panel, i) => {
    const heading = headingHeight(headings[i], style, inner)
    const height = pointsOf(style.plotMm) * (panel.kind === 'heatmap' ? 1.6 : 1)
    frames.push({ style, range: content.range, left, top: top + heading, width: inner, height })
    top += heading + height + fontPt * 0.4
  })
  const caption = content.caption.flatMap((line) => wrapped(line, (width - left) / (fontPt * 0.75 * 0.53)))
  const height = top + fontPt * (3.6 + caption.length)
  const axis = frames.at(-1)
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width: `${fixed(style.widthMm)}mm`,
      height: `${fixed((height * 25.4) / 72)}mm`,
      viewBox: `0 0 ${fixed(width)} ${fixed(height)}`,
      'font-family': 'Helvetica, Arial, "Liberation Sans", sans-serif',
      'font-size': fontPt,
      fill: '#000000',
      role: 'img',
    },
    element('title', {}, escaped(content.caption.join('; '))),
    element('desc', {}, escaped(content.description)),
    recipeElement(recipe),
    element('defs', {}, hatchPatterns()),
    element('rect', { width, height, fill: '#ffffff' }),
    ...content.panels.map(
      (panel, i) => drawPanel(panel, frames[i]) + drawHeading(headings[i], style, left, frames[i].top, inner),
    ),
    axis ? drawTimeAxis(axis, frames) : '',
    ...caption.map((line, i) =>
      words(left, top + fontPt * (3.9 + i), line, { 'font-size': fontPt * 0.75, fill: '#555555' }),
    ),
  )}\n`
}

function drawPanel(panel: Panel, frame: Frame): string {
  return panel.kind === 'track' ? drawTrack(panel, frame) : drawHeatmap(panel, frame)
}

function headingOf(panel: Panel, style: FigureStyle): Heading {
  return panel.kind === 'track' ? trackHeading(panel, style) : heatHeading(panel, style)
}

/** Cut at spaces so that no line is longer than `most` characters (a longer word stands alone). */
function wrapped(text: string, most: number): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(' ')) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + 1 + word.length <= most)
      lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

function drawTimeAxis(last: Frame, frames: readonly Frame[]): string {
  const { fontPt } = last.style
  const bottom = last.top + last.height
  const short = spanOf(last.range) < 1e8
  const text = (timeNs: number) =>
    short ? formatQuantity(timeNs, 'ns', 6) : formatClock(timeNs).replace(/\.000$/, '')
  const ticks = clockTicks(last.range.fromNs, last.range.toNs, last.width / (fontPt * 6.5))
  return [
    ...ticks.map((tick) => {
      const x = xOf(last, tick)
      const marks = frames.map((frame) => `M${fixed(x)} ${fixed(frame.top + frame.height)}v-2.5`).join('')
      return (
        element('path', { d: marks, stroke: '#000000', 'stroke-width': 0.5 }) +
        words(x, bottom + fontPt * 1.2, text(tick), { 'text-anchor': 'middle' })
      )
    }),
    words(last.left + last.width / 2, bottom + fontPt * 2.5, `simulated time${short ? '' : ' (mm:ss)'}`, { 'text-anchor': 'middle' }),
  ].join('') // prettier-ignore
}
