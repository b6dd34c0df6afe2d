import { assert } from '../../../shared/base/assert.ts'
import type { Coverage, RecordingSpec } from '../../../shared/documents/recorded.ts'
import { createDecisionLog } from './decision-log.ts'
import { createFrameLog } from './frame-log.ts'
import { createKeptPages, keptShare } from '../../../shared/documents/comparing/kept-pages.ts'
import { createMapLog } from './map-log.ts'
import { createMatrixLog } from './matrix-log.ts'
import type { Recorder, RecorderOptions } from './recorder.ts'
import { createRootLog } from './root-log.ts'

/** Half of the budget is for map writes and keyframes, half for decisions and their outcomes. */
export function createRecorder(spec: RecordingSpec, options: RecorderOptions): Recorder {
  const isKept = createKeptPages(options.keepSeed)
  const frames = createFrameLog(spec.columns, options.frames)
  const maps = createMapLog(spec.maps, options.budgetBytes / 2, isKept)
  const decisions = createDecisionLog(options.budgetBytes / 2, isKept)
  const matrices = createMatrixLog(spec.matrices, options.framesPerMatrixColumn)
  const roots = createRootLog()
  let lastRoot: () => object = () => ({})
  let closed = false

  function endFrame(): void {
    const { frame, timeNs } = frames
    frames.endFrame()
    maps.endFrame(frame, timeNs)
    matrices.endFrame(timeNs)
    roots.endFrame(frame, lastRoot())
  }

  function coverage(): Coverage {
    return {
      decisionsCompleteUntilNs: decisions.completeUntilNs,
      decisionsKeptShare: decisions.completeUntilNs === Infinity ? 1 : keptShare,
      decisionsMade: decisions.made,
      mapsCompleteUntilNs: maps.completeUntilNs,
      mapsKeptShare: maps.completeUntilNs === Infinity ? 1 : keptShare,
    }
  }

  return {
    write: maps.write,
    decide: decisions.decide,
    outcome: decisions.outcome,
    addToMatrix: matrices.add,
    addToBins: matrices.addAll,

    matrixDue: (timeNs) => matrices.due && frames.endsFrame(timeNs),

    endEpoch(timeNs, row, root) {
      assert(!closed, 'nothing is recorded after close')
      lastRoot = root
      const ends = frames.endsFrame(timeNs)
      frames.addEpoch(timeNs, row)
      if (ends) endFrame()
    },

    close() {
      assert(frames.begun || !maps.isDirty(), 'map writes are followed by the end of their epoch')
      if (frames.begun) endFrame()
      matrices.close(frames.timeNs)
      closed = true
    },

    drain() {
      const frameChunk = frames.drain()
      return {
        frames: frameChunk,
        writes: frameChunk.count === 0 ? [] : maps.drain(frameChunk.first),
        keyframes: maps.drainKeyframes(),
        matrices: matrices.drain(),
        decisions: decisions.drainDecisions(),
        outcomes: decisions.drainOutcomes(),
        roots: roots.drain(),
        coverage: coverage(),
      }
    },
  }
}
