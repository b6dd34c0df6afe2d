import type { MatrixChunk } from '../../../shared/documents/recorded.ts'
import type { MatrixSpec } from '../../../shared/documents/series.ts'
import { grown } from './growing.ts'
import type { Recorder } from './recorder.ts'

/** Adds up what falls into each bin during a column of time; a column spans a fixed number of frames. */
export interface MatrixLog {
  readonly add: Recorder['addToMatrix']
  /** The next frame to end would close a column. */
  readonly due: boolean
  endFrame(timeNs: number): void
  /** Ends the last column early, if any frame is in it. */
  close(timeNs: number): void
  drain(): MatrixChunk[]
}

export function createMatrixLog(specs: readonly MatrixSpec[], framesPerColumn: number): MatrixLog {
  const sums = specs.map((spec) => new Float64Array(spec.bins))
  const values = specs.map((spec) => new Float32Array(16 * spec.bins))
  let untilNs = new Float64Array(16)
  let drained = 0
  let columns = 0
  let frames = 0

  function endColumn(timeNs: number): void {
    untilNs = grown(untilNs, columns + 1)
    untilNs[columns] = timeNs
    for (let m = 0; m < specs.length; m++) {
      const bins = specs[m].bins
      values[m] = grown(values[m], (columns + 1) * bins)
      const sum = sums[m]
      const column = values[m]
      for (let bin = 0, at = columns * bins; bin < bins; bin++, at++) {
        column[at] = sum[bin]
        sum[bin] = 0
      }
    }
    columns++
    frames = 0
  }

  return {
    add(matrix, bin, amount) {
      sums[matrix][bin] += amount
    },
    get due() {
      return frames + 1 >= framesPerColumn
    },
    endFrame(timeNs) {
      frames++
      if (frames >= framesPerColumn) endColumn(timeNs)
    },
    close(timeNs) {
      if (frames > 0) endColumn(timeNs)
    },
    drain() {
      if (columns === 0) return []
      const chunks = specs.map((spec, matrix) => ({
        matrix,
        first: drained,
        untilNs: untilNs.slice(0, columns),
        values: values[matrix].slice(0, columns * spec.bins),
      }))
      drained += columns
      columns = 0
      return chunks
    },
  }
}
