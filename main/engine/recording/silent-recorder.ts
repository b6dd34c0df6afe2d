import type { RecordedChunk } from '../../../shared/documents/recorded.ts'
import { assert } from '../../../shared/base/assert.ts'
import type { Recorder } from './recorder.ts'

/** Takes everything and keeps nothing: before a recorder is attached, and to measure a simulation without one. */
export function createSilentRecorder(): Recorder {
  return {
    write: () => undefined,
    decide: () => -1,
    outcome: () => undefined,
    addToMatrix: () => undefined,
    addToBins: () => undefined,
    matrixDue: () => false,
    endEpoch: () => undefined,
    close: () => undefined,
    drain(): RecordedChunk {
      assert(false, 'a silent recorder has nothing to drain')
    },
  }
}
