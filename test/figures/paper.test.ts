import { expect, test } from 'vitest'
import type { ColumnSpec, TrackSpec } from '../../shared/documents/series.ts'
import { startStyle, type FigureStyle } from '../../shared/documents/figure/figure-style.ts'
import type { FigureContent } from '../../shared/figures/paper/content.ts'
import { drawFigure } from '../../shared/figures/paper/draw-figure.ts'
import { sampleRecipe } from './sample-recipe.ts'

const track: TrackSpec = {
  id: 'latency', title: 'Latency <loaded> & more', unit: 'ns', draw: 'lines', about: '', formula: '', source: '', columns: ['a', 'b'], pinned: true,
} // prettier-ignore
const columns: readonly ColumnSpec[] = [
  { name: 'a', title: 'DRAM "0"', unit: 'ns', fold: 'mean', about: '', role: 'dram' },
  { name: 'b', title: 'CXL 1', unit: 'ns', fold: 'mean', about: '', role: 'cxl' },
]
const samples = 50
const spikeNs = 4321
const timeNs = Float64Array.from({ length: samples }, (_, i) => (i + 1) * 1e9)

function flat(value: number, max = value) {
  const of = (v: number) => new Float64Array(samples).fill(v)
  const high = of(value)
  high[30] = max
  return { value: of(value), min: of(value), max: high }
}

function content(overrides: Partial<FigureContent> = {}): FigureContent {
  const slice = { frames: samples, framesPerSample: 10, timeNs, columns: { a: flat(100), b: flat(250, spikeNs) } }
  return {
    range: { fromNs: 0, toNs: 50e9 },
    panels: [
      { kind: 'track', track, sources: [{ columns, slice }] },
      {
        kind: 'heatmap', label: '', pages: 400,
        matrix: { id: 'm', title: 'accesses', unit: 'accesses', about: '', bins: 4, pagesPerBin: 100, draw: 'intensity' },
        slice: { columns: 3, rows: 4, untilNs: Float64Array.of(10e9, 30e9, 50e9), max: 9, values: Float32Array.of(0, 1, 4, 9, 0, 1, 4, 9, 9, 9, 9, 9) },
      },
    ],
    caption: ['an experiment · seed 1'],
    description: 'Latency; 50 s.',
    ...overrides,
  }
} // prettier-ignore

const draw = (style: Partial<FigureStyle> = {}, of = content()) =>
  drawFigure(of, { ...startStyle, ...style }, sampleRecipe)

/** Every tag closed in the order in which it was opened, every attribute quoted: what a strict reader asks. */
function tagsOf(svg: string): string[] {
  const open: string[] = []
  const names: string[] = []
  const rest = svg.replace(
    /<(\/?)([A-Za-z]+)((?:\s[\w:-]+="[^"<]*")*)\s*(\/?)>/g,
    (_, end, name, __, empty) => {
      names.push(name)
      if (end) expect(open.pop()).toBe(name)
      else if (!empty) open.push(name)
      return ''
    },
  )
  expect(open).toEqual([])
  expect(rest).not.toMatch(/[<>]/)
  expect(rest).not.toMatch(/&(?!(amp|lt|gt|quot);)/)
  return names
}

test('[Y1] a figure is well-formed, of vectors and text, at the width and size asked for', () => {
  const svg = draw({ widthMm: 120, fontPt: 9 })
  const names = tagsOf(svg)
  expect(names).toContain('path')
  expect(names).not.toContain('image')
  expect(names).not.toContain('foreignObject')
  expect(svg).toMatch(/^<svg [^>]*width="120mm"/)
  expect(svg).toMatch(/font-size="9"/)
  for (const said of ['Latency &lt;loaded&gt; &amp; more (ns)', 'DRAM &quot;0&quot;', 'CXL 1', 'simulated time (mm:ss)', 'an experiment · seed 1'])
    expect(svg).toContain(`>${said}</text>`)
}) // prettier-ignore

test('[Y2] the envelope reaches a spike that one frame of hundreds had, and the axis holds it', () => {
  const svg = draw()
  const plot = /<clipPath[^>]*><rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)"/.exec(svg)!
  const [top, height] = [Number(plot[2]), Number(plot[4])]
  const band = /<path d="(M[^"]+Z)" fill="#f9e7bf"/.exec(svg)
  const heights = [...band![1].matchAll(/[ML][\d.]+ ([\d.]+)/g)].map((match) => Number(match[1]))
  const highest = Math.min(...heights)
  expect(highest).toBeGreaterThan(top)
  expect(highest).toBeLessThan(top + height * 0.1)
  expect(heights.filter((y) => y < top + height * 0.5)).toHaveLength(1)
})

test('[Y3] in black and white every ink is a grey, and lines differ by their dashes', () => {
  const inks = [
    ...draw({ blackAndWhite: true }).matchAll(/(?:fill|stroke)="(#[0-9a-f]{6}|rgb\([^)]*\))"/g),
  ].map(([, ink]) => ink.match(ink.startsWith('#') ? /[0-9a-f]{2}/g : /\d+/g)!)
  expect(inks.length).toBeGreaterThan(10)
  for (const [r, g, b] of inks) expect([g, b]).toEqual([r, r])
  expect(draw({ blackAndWhite: true })).toContain('stroke-dasharray="4 1.5"')
})

test('[Y4] a heatmap’s rectangles cover its plot once, and equal neighbours are one', () => {
  const svg = draw()
  const cells = [...svg.matchAll(/M([\d.]+) ([\d.]+)h([\d.]+)v([\d.]+)h-[\d.]+z/g)]
  const areas = cells.map(([, , , w, h]) => Number(w) * Number(h))
  const frames = [
    ...svg.matchAll(/<rect x="[\d.]+" y="[\d.]+" width="([\d.]+)" height="([\d.]+)" fill="none"/g),
  ]
  const heat = frames.at(-1)!
  expect(areas.reduce((sum, area) => sum + area, 0)).toBeCloseTo(Number(heat[1]) * Number(heat[2]), -1)
  // The first two of the three columns are alike in every row; in the highest row so is the last.
  expect(cells).toHaveLength(2 * 4 - 1)
})

test('[Y5] two runs over each other: the first thin, the last bold, each line named once', () => {
  const [panel] = content().panels
  if (panel.kind !== 'track') throw new Error('the sample has a track first')
  const svg = draw({}, content({ panels: [{ ...panel, sources: [panel.sources[0], panel.sources[0]] }] }))
  expect(svg.match(/>CXL 1</g)).toHaveLength(1)
  const widths = [...svg.matchAll(/stroke="#e69f00" stroke-width="([\d.]+)"/g)].map(([, width]) =>
    Number(width),
  )
  expect(Math.min(...widths)).toBeLessThan(Math.max(...widths))
})
