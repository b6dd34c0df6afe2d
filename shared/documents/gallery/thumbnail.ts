import type { LegendEntry } from '../map.ts'
import type { ColumnRole } from '../series.ts'

/**
 * A small picture of what a ready experiment shows, made by running it (`npm run thumbnails`) and kept beside it in
 * `examples/thumbnails/`. Its YAML says which idea it draws, in a comment: `# thumbnail: track hotThreshold`,
 * `heat accesses`, `map frames` or `curve missRatio`, and how it is made smaller: `with run.scale=512`.
 */
export type Thumbnail = TrackThumbnail | HeatThumbnail | MapThumbnail | CurveThumbnail

interface ThumbnailHead {
  /** Of the run that it was made from. */
  readonly planHash: string
  readonly title: string
}

export interface TrackThumbnail extends ThumbnailHead {
  readonly kind: 'track'
  readonly draw: 'lines' | 'stack' | 'steps'
  readonly lines: readonly {
    readonly title: string
    readonly role: ColumnRole
    readonly values: readonly number[]
  }[]
}

/** Rows from the highest addresses down; each a digit 0–9 per moment, relative to the hottest. */
export interface HeatThumbnail extends ThumbnailHead {
  readonly kind: 'heat'
  readonly rows: readonly string[]
}

/** Rows from the first moment down; each a digit to base 36 per bin: the place of its commonest state in the legend. */
export interface MapThumbnail extends ThumbnailHead {
  readonly kind: 'map'
  readonly legend: readonly Pick<LegendEntry, 'title' | 'role'>[]
  readonly rows: readonly string[]
}

/** One line per choice of a sweep; `x` ascends. */
export interface CurveThumbnail extends ThumbnailHead {
  readonly kind: 'curve'
  readonly lines: readonly {
    readonly title: string
    readonly x: readonly number[]
    readonly y: readonly number[]
  }[]
}

export interface ThumbnailOrder {
  readonly kind: Thumbnail['kind']
  /** A track, a matrix, a map, or a figure of the summary. */
  readonly of: string
  readonly changes: readonly { readonly path: string; readonly value: string }[]
}

const orderLine = /^#\s*thumbnail:\s*(track|heat|map|curve)\s+(\S+)(?:\s+with\s+(.+?))?\s*$/m

/** What the comment in a YAML file asks for; undefined where there is none. */
export function thumbnailOrder(yaml: string): ThumbnailOrder | undefined {
  const match = orderLine.exec(yaml)
  if (!match) return undefined
  const changes = (match[3] ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .map((pair) => {
      const [path = '', value = ''] = pair.split('=')
      return { path, value }
    })
  return { kind: match[1] as Thumbnail['kind'], of: match[2], changes }
}
