/**
 * How a figure is set in print. One SVG unit is one point (1/72 inch), so that a font of 8 points is 8 units high and
 * comes out as 8 points where the figure is included at its own width.
 */
export interface FigureStyle {
  /** Width of the whole figure, mm. */
  readonly widthMm: number
  /** Height of the plot of one track, mm; a heatmap is 1.6 times as high. */
  readonly plotMm: number
  /** Size of all text, points. */
  readonly fontPt: number
  /** Greys, dashes and hatches instead of colours: readable from a black-and-white printer. */
  readonly blackAndWhite: boolean
}

/** Widths that journals and conferences ask for: a column and a page of two of them. */
export const figureWidthsMm = { single: 85, double: 178 } as const

export const figureLimits = {
  widthMm: { min: 40, max: 420 },
  plotMm: { min: 10, max: 200 },
  fontPt: { min: 4, max: 24 },
} as const

export const startStyle: FigureStyle = {
  widthMm: figureWidthsMm.single,
  plotMm: 24,
  fontPt: 7,
  blackAndWhite: false,
}

export function pointsOf(mm: number): number {
  return (mm * 72) / 25.4
}
