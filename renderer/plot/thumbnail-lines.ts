import type { Thumbnail } from '../../shared/documents/gallery/thumbnail.ts'
import type { ColumnRole } from '../../shared/documents/series.ts'

/** Lines of a small picture, ready to be drawn; the first is drawn first. */
export interface ThumbnailLine {
  readonly title: string
  readonly role: ColumnRole
  readonly path: string
  /** Of stacks: what lies under the line. */
  readonly area?: string
  readonly dash?: string
}

const AIR = 8
const dashes = [undefined, '6 3', '2 3', '8 3 2 3']

export function thumbnailLines(
  thumbnail: Thumbnail,
  width: number,
  height: number,
): readonly ThumbnailLine[] {
  if (thumbnail.kind === 'track') return trackLines(thumbnail, width, height)
  if (thumbnail.kind !== 'curve') return []
  const longest = Math.max(...thumbnail.lines.flatMap(({ x }) => x), 1)
  const y = scale(thumbnail.lines.flatMap((line) => line.y), height) // prettier-ignore
  return thumbnail.lines.map((line, i) => {
    const dash = dashes[i % dashes.length]
    const points = line.x.map((x, k) => [(x / longest) * width, y(line.y[k] ?? 0)] as const)
    return { title: line.title, role: 'policy', path: pathOf(points), ...(dash !== undefined && { dash }) }
  })
}

function trackLines(
  track: Extract<Thumbnail, { kind: 'track' }>,
  width: number,
  height: number,
): ThumbnailLine[] {
  const x = (i: number, of: number) => (i / Math.max(1, of - 1)) * width
  if (track.draw === 'stack') {
    const sums = track.lines.map((_, n) =>
      track.lines[0].values.map((_, i) => track.lines.slice(0, n + 1).reduce((sum, line) => sum + (line.values[i] ?? 0), 0)),
    ) // prettier-ignore
    const top = Math.max(...sums.flat(), Number.MIN_VALUE)
    const lines = track.lines.map((line, n) => {
      const points = sums[n].map((sum, i) => [x(i, sums[n].length), height - (sum / top) * height] as const)
      const path = pathOf(points)
      return { title: line.title, role: line.role, path, area: `${path} L${width},${height} L0,${height} Z` }
    })
    return lines.toReversed()
  }
  const y = scale(track.lines.flatMap(({ values }) => values), height) // prettier-ignore
  return track.lines.map((line) => {
    const points = line.values.flatMap((value, i): (readonly [number, number])[] => {
      const at = [x(i, line.values.length), y(value)] as const
      const before = line.values[i - 1]
      return track.draw === 'steps' && before !== undefined ? [[at[0], y(before)], at] : [at]
    })
    return { title: line.title, role: line.role, path: pathOf(points) }
  })
}

/** From the least value, or 0, to the greatest, with air above and below. */
function scale(values: readonly number[], height: number): (value: number) => number {
  const low = Math.min(0, ...values)
  const high = Math.max(...values, low + Number.MIN_VALUE)
  return (value) => height - AIR - ((value - low) / (high - low)) * (height - 2 * AIR)
}

function pathOf(points: readonly (readonly [number, number])[]): string {
  return `M${points.map(([x, y]) => `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10}`).join(' L')}`
}
