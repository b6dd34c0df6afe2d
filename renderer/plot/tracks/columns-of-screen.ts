/** The columns in which everything on the timeline stands: header, tick gutter, plot, right gutter; CSS pixels. */
export const HEADER = 186
export const TICKS = 58
export const MARKS = 76
export const PLOT_LEFT = HEADER + TICKS
/** Air above and below what a plot draws, so that the outer ticks are whole. */
export const PLOT_AIR = 7

/** Tracks share the height there is, within what can be read and what looks empty. */
export function trackHeight(available: number, tracks: number): number {
  const each = Math.floor(available / Math.max(1, tracks)) - 1
  return Math.min(140, Math.max(63, each))
}

/** Heights of all tracks: those that a person chose as they are, the rest share what is left. */
export function trackHeights(available: number, chosen: readonly (number | undefined)[]): number[] {
  const taken = chosen.reduce<number>((sum, height) => sum + (height === undefined ? 0 : height + 1), 0)
  const free = chosen.filter((height) => height === undefined).length
  const each = trackHeight(available - taken, free)
  return chosen.map((height) => height ?? each)
}

/** Names beside their lines, moved apart where they would overlap; `heights` and the result count from the top. */
export function spread(heights: readonly number[], distance: number, total: number): number[] {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b])
  const placed = [...heights]
  let least = distance / 2
  for (const i of order) {
    placed[i] = Math.max(placed[i], least)
    least = placed[i] + distance
  }
  let most = total - distance / 2
  for (const i of order.toReversed()) {
    placed[i] = Math.min(placed[i], most)
    most = placed[i] - distance
  }
  return placed
}
