import type { MapSpec } from '../../../shared/documents/map.ts'
import type { Keyframe, MapWrites } from '../../../shared/documents/recorded.ts'
import { createCellTrack } from './cell-track.ts'
import type { Recorder } from './recorder.ts'

/**
 * The maps of a run within one budget. Three quarters of it hold complete writes and their keyframes. From the frame
 * that would overrun them on, only the writes of kept cells are recorded, and the last quarter pays for keyframes
 * that keep the other cells right at intervals: so far apart that a run of 10,000 frames stays within the budget.
 */
export interface MapLog {
  readonly write: Recorder['write']
  isDirty(): boolean
  endFrame(frame: number, timeNs: number): void
  /** End of the last frame whose writes are complete; Infinity while all are. */
  readonly completeUntilNs: number
  drain(firstFrame: number): MapWrites[]
  drainKeyframes(): Keyframe[]
}

const framesPlannedFor = 10_000
const shortestGap = 16

export function createMapLog(
  specs: readonly MapSpec[],
  budgetBytes: number,
  isKept: (cell: number) => boolean,
): MapLog {
  const tracks = specs.map((spec, map) => createCellTrack(map, spec))
  const completeBytes = (budgetBytes * 3) / 4
  const keyframeBytes = tracks.reduce((sum, track) => sum + track.packedBytes, 0)
  const longestGap = Math.max(
    shortestGap,
    Math.ceil((framesPlannedFor * keyframeBytes) / (budgetBytes - completeBytes)),
  )
  let spentBytes = 0
  let lastEndNs = 0
  let completeUntilNs = Infinity

  return {
    isDirty: () => tracks.some((track) => track.isDirty()),
    get completeUntilNs() {
      return completeUntilNs
    },

    write(map, cell, was, now) {
      tracks[map].write(cell, was, now)
    },

    endFrame(frame, timeNs) {
      let bytes = spentBytes
      for (const track of tracks) bytes += track.gather()
      // Frame 0 becomes a keyframe whatever it costs: without one no state could be told.
      if (frame > 0 && completeUntilNs === Infinity && bytes > completeBytes) completeUntilNs = lastEndNs
      const whole = completeUntilNs === Infinity
      for (const track of tracks)
        spentBytes += whole ? track.endWholeFrame(frame) : track.endSampledFrame(frame, isKept, longestGap)
      lastEndNs = timeNs
    },

    drain: (firstFrame) => tracks.map((track) => track.drain(firstFrame)),
    drainKeyframes: () => tracks.flatMap((track) => track.drainKeyframes()),
  }
}
