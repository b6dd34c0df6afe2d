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
  /** The least of any other region. Infinity where there is none. */
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
  const costs = costsOf(zone, frames, disruptionNs)
  let pages = 0
  let sum = 0
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
      if (zone.canMove(end)) pages++
      else barriers++
    }
    sum += costs[end]
    const start = end + 1 - frames
    const left = start - 1
    if (left >= 0 && kind[left] !== FREE) {
      if (zone.canMove(left)) pages--
      else barriers--
      sum -= costs[left]
    }
    if (start < 0 || barriers > 0 || (aligned && start % frames !== 0)) continue
    // The free frames inside are of no use to the pages inside.
    if (pages > free - (frames - pages)) continue
    candidates++
    if (isBetter(sum, pages)) {
      if (best >= 0 && bestCost < nextCost) nextCost = bestCost
      best = start
      bestPages = pages
      bestCost = sum
    } else if (sum < nextCost) nextCost = sum
  }
  if (best < 0) return undefined
  return { start: best, frames, pages: bestPages, disruptionNs: bestCost, nextNs: nextCost, candidates }
} // prettier-ignore

/** 2^52: whole numbers up to twice this are exact. */
const mostSteps = 0x10000000000000

/**
 * The cost of each page, in steps so small that a window’s sum is exact: no more than 2^52 of them make the dearest window. So windows can slide,
 * with a page added and one taken away, and windows of the same pages cost the same to the last bit.
 */
function costsOf(zone: Zone, frames: number, disruptionNs: (frame: number) => number): Float64Array {
  const costs = new Float64Array(zone.frames)
  let dearest = 0
  for (let frame = 0; frame < zone.frames; frame++) {
    if (zone.kind[frame] === FREE || !zone.canMove(frame)) continue
    costs[frame] = disruptionNs(frame)
    if (costs[frame] > dearest) dearest = costs[frame]
  }
  let stepsPerNs = 1
  while (frames * dearest * stepsPerNs > mostSteps) stepsPerNs /= 2
  while (dearest > 0 && 2 * frames * dearest * stepsPerNs <= mostSteps) stepsPerNs *= 2
  for (let frame = 0; frame < zone.frames; frame++) costs[frame] = Math.round(costs[frame] * stepsPerNs) / stepsPerNs
  return costs
} // prettier-ignore
