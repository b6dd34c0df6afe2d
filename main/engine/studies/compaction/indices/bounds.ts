import type { Zone } from '../../../frames/zone.ts'
import { FREE } from '../../../frames/frame-kinds.ts'

/**
 * What compaction can reach at best. Frames that cannot be moved cut the zone into segments; within one, everything in
 * use could be shifted out as long as there are free frames elsewhere, so its best run is min(length, free frames).
 */
export interface ZoneBounds {
  /** min(longest segment, free frames). */
  readonly bestRunFrames: number
  readonly longestSegmentFrames: number
  readonly segments: number
  /** Aligned blocks of so many frames with nothing unmovable in them, as many as the free frames can fill. */
  readonly bestBlocks: number
}

export function zoneBounds(zone: Zone, blockFrames = zone.pageblockFrames): ZoneBounds {
  const { frames, kind } = zone
  let longest = 0
  let segments = 0
  let length = 0
  let clearable = 0
  let free = 0
  for (let frame = 0; frame < frames; frame++) {
    const isFree = kind[frame] === FREE
    if (isFree) free++
    if (isFree || zone.canMove(frame)) {
      if (length++ === 0) segments++
      if (length > longest) longest = length
    } else length = 0
    if ((frame + 1) % blockFrames === 0 && length >= blockFrames) clearable++
  }
  return {
    bestRunFrames: Math.min(longest, free),
    longestSegmentFrames: longest,
    segments,
    bestBlocks: Math.min(clearable, Math.floor(free / blockFrames)),
  }
}
