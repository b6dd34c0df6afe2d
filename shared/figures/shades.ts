/** Colours of a heatmap: a table of 256, and where in it a value stands. Screen and figures share them. */

export type Rgb = readonly [number, number, number]

/** 256 colours from `low` over `middle` (if given) to `high`. */
export function colourRamp(low: Rgb, high: Rgb, middle?: Rgb): readonly Rgb[] {
  return Array.from({ length: 256 }, (_, i) => {
    const at = i / 255
    const [from, to, part] = !middle
      ? [low, high, at]
      : at < 0.5
        ? [low, middle, at * 2]
        : [middle, high, at * 2 - 1]
    const mix = (c: 0 | 1 | 2) => Math.round(from[c] + (to[c] - from[c]) * part)
    return [mix(0), mix(1), mix(2)]
  })
}

/** Where in the table a value stands: shares as they are, counts by square root so that the rare stays visible. */
export function shadeOf(value: number, max: number, draw: 'intensity' | 'share'): number {
  if (!(value > 0) || !(max > 0)) return 0
  const part = draw === 'share' ? value : Math.sqrt(value / max)
  return Math.min(255, Math.round(part * 255))
}
