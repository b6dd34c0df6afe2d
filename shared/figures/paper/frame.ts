import type { TimeRange } from '../time-range.ts'
import type { FigureStyle } from '../../documents/figure/figure-style.ts'

/** Where a panel's plot stands in the figure, in points, and how values become places. */
export interface Frame {
  readonly style: FigureStyle
  readonly range: TimeRange
  readonly left: number
  readonly top: number
  readonly width: number
  readonly height: number
}

export function xOf({ range, left, width }: Frame, timeNs: number): number {
  return left + ((timeNs - range.fromNs) / (range.toNs - range.fromNs)) * width
}

export function yOf({ top, height }: Frame, [low, high]: readonly [number, number], value: number): number {
  return top + height - ((value - low) / (high - low)) * height
}

/** Width of text, roughly: no host that draws figures can measure type, and margins allow for the error. */
export function textWidth(text: string, fontPt: number): number {
  return text.length * fontPt * 0.56
}
