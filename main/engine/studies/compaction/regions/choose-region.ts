import { FREE } from '../../../frames/frame-kinds.ts'
import type { Zone } from '../../../frames/zone.ts'

/** Which of the regions that could be cleared is cleared. */
export type RegionChoice = 'least-disruption' | 'first-fit' | 'fewest-pages'

export interface Region {
  readonly start: number
  readonly frames: number
  readonly pages: number
  /** What it was preferred for: expected disruption, ns. */
  readonly disruptionNs: number
  /** The same of the region that would have been next. Infinity where there is none. */
  readonly nextNs: number
  readonly candidates: number
}

/**
 * Looks at every window of so many frames, aligned to its size or at every frame, that has nothing unmovable in it and
 * whose pages find room outside of it. The first of equals counts.
 */
export function chooseRegion(
  zone: Zone,
  frames: number,
  aligned: boolean,
  choice: RegionChoice,
  disruptionNs: (frame: number) => number,
): Region | undefined {
  const { kind } = zone
  const free = zone.free.freeFrames
  const costs = new Float64Array(zone.frames)
  let pages = 0
  let barriers = 0
  let best = -1
  let bestPages = 0
  let bestCost = Infinity
  let nextCost = Infinity
  let candidates = 0
  const isBetter = (cost: number, count: number) =>
    best < 0 || (choice === 'first-fit' ? false : choice === 'fewest-pages' ? count < bestPages : cost < bestCost)

  for (let end = 0; end < zone.frames; end++) {
    if (kind[end] !== FREE) {
      if (zone.canMove(end)) {
        pages++
        costs[end] = disruptionNs(end)
      } else barriers++
    }
    const start = end + 1 - frames
    const left = start - 1
    if (left >= 0 && kind[left] !== FREE) {
      if (zone.canMove(left)) pages--
      else barriers--
    }
    if (start < 0 || barriers > 0 || (aligned && start % frames !== 0)) continue
    // The free frames inside are of no use to the pages inside.
    if (pages > free - (frames - pages)) continue
    candidates++
    let sum = 0
    for (let frame = start; frame <= end; frame++) sum += costs[frame]
    if (isBetter(sum, pages)) {
      nextCost = best < 0 ? Infinity : bestCost
      best = start
      bestPages = pages
      bestCost = sum
    } else if (sum < nextCost) nextCost = sum
  }
  if (best < 0) return undefined
  return { start: best, frames, pages: bestPages, disruptionNs: bestCost, nextNs: nextCost, candidates }
} // prettier-ignore
