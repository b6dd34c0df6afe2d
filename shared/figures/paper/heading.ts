import { textWidth } from './frame.ts'
import type { FigureStyle } from '../../documents/figure/figure-style.ts'
import { words } from './svg.ts'

/** What stands beside a panel's title: a sample of a line or a scale of shades, with its words. */
export interface HeadingItem {
  readonly text: string
  readonly sampleWidth: number
  /** The sample with its left end at `x` on the line of text at `y`. */
  sample(x: number, y: number): string
}

export interface Heading {
  readonly title: string
  readonly items: readonly HeadingItem[]
}

interface Placed {
  readonly item: HeadingItem
  readonly x: number
  readonly row: number
}

/** Items follow the title; what finds no room in a line begins the next. */
function placeItems({ title, items }: Heading, { fontPt }: FigureStyle, width: number): readonly Placed[] {
  let x = textWidth(title, fontPt) * 1.08 + fontPt
  let row = 0
  return items.map((item) => {
    const wide = item.sampleWidth + fontPt * 0.4 + textWidth(item.text, fontPt)
    if (x > 0 && x + wide > width) {
      x = 0
      row++
    }
    const placed = { item, x, row }
    x += wide + fontPt
    return placed
  })
}

/** Height of the heading above its plot, points. */
export function headingHeight(heading: Heading, style: FigureStyle, width: number): number {
  const rows = Math.max(0, ...placeItems(heading, style, width).map(({ row }) => row))
  return style.fontPt * (1.9 + 1.3 * rows)
}

/** The heading whose last line stands just above `bottom`. */
export function drawHeading(
  heading: Heading,
  style: FigureStyle,
  left: number,
  bottom: number,
  width: number,
): string {
  const { fontPt } = style
  const placed = placeItems(heading, style, width)
  const rows = Math.max(0, ...placed.map(({ row }) => row))
  const lineY = (row: number) => bottom - fontPt * (0.5 + 1.3 * (rows - row))
  const items = placed.map(({ item, x, row }) => {
    const at = left + x
    return item.sample(at, lineY(row)) + words(at + item.sampleWidth + fontPt * 0.4, lineY(row), item.text)
  })
  return words(left, lineY(0), heading.title, { 'font-weight': 'bold' }) + items.join('')
}
