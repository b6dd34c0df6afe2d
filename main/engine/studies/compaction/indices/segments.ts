import { FREE } from '../../../frames/frame-kinds.ts'
import type { Zone } from '../../../frames/zone.ts'

/** Frames between two that cannot be moved: what compaction has reached within them, and could at best. */
export interface Segment {
  readonly first: number
  readonly frames: number
  /** min(its frames, free frames of the zone, with those set aside for moves). */
  readonly best: number
  /** The longest run of free frames in it now. */
  readonly run: number
}

export interface Segments {
  readonly count: number
  /** The longest of them, from the lowest up. */
  readonly longest: readonly Segment[]
}

/** Zones up to so many frames, as many as one written by hand can have, tell their segments at each moment. */
export const segmentsUpTo = 4096
const named = 12

export function segmentsOf({ frames, kind, free, canMove }: Zone, freeInAll: number): Segments {
  const all: Segment[] = []
  let first = 0
  let run = 0
  let longest = 0
  for (let frame = 0; frame <= frames; frame++) {
    const isInside = frame < frames && (kind[frame] === FREE || canMove(frame))
    if (isInside) {
      run = free.isFree(frame) ? run + 1 : 0
      if (run > longest) longest = run
      continue
    }
    const length = frame - first
    if (length > 0) all.push({ first, frames: length, best: Math.min(length, freeInAll), run: longest })
    first = frame + 1
    run = 0
    longest = 0
  }
  const chosen = all.toSorted((a, b) => b.frames - a.frames || a.first - b.first).slice(0, named)
  return { count: all.length, longest: chosen.toSorted((a, b) => a.first - b.first) }
}
