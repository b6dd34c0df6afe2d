import type { MatrixChunk } from '../../../shared/documents/recorded.ts'
import type { MatrixSpec } from '../../../shared/documents/series.ts'
import { grown } from './growing.ts'
import type { Recorder } from './recorder.ts'

/** Adds up what falls into each bin during a column of time; a column spans a fixed number of frames. */
export interface MatrixLog {
  readonly add: Recorder['addToMatrix']
  readonly addAll: Recorder['addToBins']
  /** The next frame to end would close a column. */
  readonly due: boolean
  endFrame(timeNs: number): void
  /** Ends the last column early, if any frame is in it. */
  close(timeNs: number): void
  drain(): MatrixChunk[]
}

export function createMatrixLog(specs: readonly MatrixSpec[], framesPerColumn: number): MatrixLog {
  /** The bins of all matrices, one matrix after another. */
  const firstBin = Uint32Array.from(specs, (_, m) => binsOf(specs.slice(0, m)))
  const sums = new Float64Array(binsOf(specs))
  const values = specs.map((spec) => new Float32Array(16 * spec.bins))
  let untilNs = new Float64Array(16)
  let drained = 0
  let columns = 0
  let frames = 0

  function endColumn(timeNs: number): void {
    untilNs = grown(untilNs, columns + 1)
    untilNs[columns] = timeNs
    for (let m = 0; m < specs.length; m++) {
      const { bins } = specs[m]
      values[m] = grown(values[m], (columns + 1) * bins)
      const column = values[m]
      const from = firstBin[m]
      const at = columns * bins
      for (let bin = 0; bin < bins; bin++) column[at + bin] = sums[from + bin]
    }
    sums.fill(0)
    columns++
    frames = 0
  }

  return {
    add(matrix, bin, amount) {
      sums[firstBin[matrix] + bin] += amount
    },
    addAll(matrix, amounts) {
      const from = firstBin[matrix]
      for (let bin = 0; bin < amounts.length; bin++) sums[from + bin] += amounts[bin]
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

function binsOf(specs: readonly MatrixSpec[]): number {
  return specs.reduce((sum, { bins }) => sum + bins, 0)
}
