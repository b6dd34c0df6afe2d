import { assert } from '../../../shared/base/assert.ts'
import type { MapSpec } from '../../../shared/documents/map.ts'
import type { Keyframe, MapWrites } from '../../../shared/documents/recorded.ts'
import { grown } from './growing.ts'
import { createLentMemory, firstByte } from './lent-memory.ts'
import { createPackedCells } from './packed-cells.ts'
import { bytesPerWrite, createWriteList } from './write-list.ts'

const pendingWrites = 256
const fewestWrites = 1024

/**
 * One map's cells, and the net writes of its frames: of each cell the state that the last frame left it in and that
 * in which this one leaves it, in the order of first writes. A frame whose net writes would take more room than a
 * packed keyframe is kept as that keyframe alone, and so is frame 0 and one in which so many cells are written to that
 * listing them would take about twice that room; otherwise a keyframe follows once the writes since the last outweigh one.
 *
 * A frame ends with `gather` and then one of the two endings.
 */
export interface CellTrack {
  /** Checked against the cell's state, and applied, some hundreds at a time: the run does not wait for the cell's memory. */
  write(cell: number, was: number, now: number): void
  isDirty(): boolean
  /** Lists the frame's net writes, unless it is to be a keyframe alone. Returns the bytes that the frame takes if it is kept whole, apart from a keyframe that older writes call for. */
  gather(): number
  /** Keeps every net write, or the keyframe instead. Returns the bytes it took. */
  endWholeFrame(frame: number): number
  /** Keeps the net writes of the sampled cells, if they are listed, and the keyframe where one is due. All later frames must end so. Returns the bytes. */
  endSampledFrame(frame: number, sampled: (cell: number) => boolean, longestGap: number): number
  readonly packedBytes: number
  drain(firstFrame: number): MapWrites
  drainKeyframes(): Keyframe[]
}

export function createCellTrack(map: number, spec: MapSpec): CellTrack {
  const states = spec.legend.length
  const cells = createPackedCells(spec)
  const { packed } = cells
  const keyframeBytes = packed.length
  const mostListed = 2 * Math.floor(keyframeBytes / bytesPerWrite) + 1

  const listMemory = createLentMemory()
  const keyframeMemory = createLentMemory()

  const pendingCell = new Uint32Array(pendingWrites)
  const pendingStates = new Uint16Array(pendingWrites)
  let pending = 0
  /** Writes that may follow without a question. */
  let unasked = pendingWrites
  let dirty = false

  let perFrame = new Uint32Array(64)
  let frames = 0
  /** Of this frame: each cell written to, once, and the state it was in. Of those before: the net writes. */
  let list = createWriteList(listMemory.take(fewestWrites * bytesPerWrite))
  let writes = 0
  /** Where those of this frame begin. */
  let begun = 0
  /** The frame will be a keyframe, and lists nothing. */
  let unlisted = true
  let keyframes: Keyframe[] = []

  let bytesSinceKeyframe = 0
  let lastKeyframe = -1
  /** The last keyframe no longer tells all cells: writes were left out since. */
  let stale = false
  /** The cells whose writes are kept, once others' are not. */
  let isKept: ((cell: number) => boolean) | undefined

  function makeRoom(): void {
    if (writes + pendingWrites > list.room)
      list = list.copyTo(listMemory.take(2 * list.piece.bytes), 0, writes)
    if (isKept === undefined && writes - begun > mostListed) unlisted = true
  }

  function apply(): void {
    makeRoom()
    const { cell: cellTo, was: wasTo } = list
    let at = writes
    for (let i = 0; i < pending; i++) {
      const cell = pendingCell[i]
      const was = pendingStates[i] >>> 8
      if (!cells.change(cell, was, pendingStates[i] & 0xff)) continue
      cellTo[at] = cell
      wasTo[at] = was
      at++
    }
    writes = unlisted ? begun : at
    pending = 0
    dirty = true
  }

  /** Where a write may not go straight among those pending: they are many, or the cell's writes are not kept. */
  function admits(cell: number, was: number, now: number): boolean {
    if (isKept !== undefined && !isKept(cell)) {
      cells.change(cell, was, now)
      cells.settle(cell)
      stale = true
      dirty = true
      return false
    }
    if (pending === pendingWrites) apply()
    return true
  }

  /** Leaves of this frame's cells those that are not as they were, and says how they are now. */
  function settle(): void {
    const { cell: cellOf, was: wasOf, now: nowOf } = list
    let at = begun
    for (let i = begun; i < writes; i++) {
      const cell = cellOf[i]
      const was = wasOf[i]
      const now = cells.settle(cell)
      if (was === now) continue
      cellOf[at] = cell
      wasOf[at] = was
      nowOf[at] = now
      at++
    }
    writes = at
  }

  function keepOnly(sampled: (cell: number) => boolean): void {
    isKept = sampled
    unasked = 0
    const { cell: cellOf, was: wasOf, now: nowOf } = list
    const gathered = writes
    writes = begun
    for (let i = begun; i < gathered; i++) {
      if (!sampled(cellOf[i])) continue
      cellOf[writes] = cellOf[i]
      wasOf[writes] = wasOf[i]
      nowOf[writes] = nowOf[i]
      writes++
    }
    if (writes < gathered) stale = true
  }

  /** Lends the writes of ended frames. Those of this frame begin the next list. */
  function lendWrites(): Pick<MapWrites, 'cell' | 'was' | 'now' | 'lent'> {
    if (begun === 0) return { cell: new Uint32Array(0), was: new Uint8Array(0), now: new Uint8Array(0) }
    const { piece, cell, was, now } = list
    const lent = {
      cell: cell.subarray(0, begun),
      was: was.subarray(0, begun),
      now: now.subarray(0, begun),
      lent: piece.lent,
    }
    list = list.copyTo(listMemory.take(piece.bytes), begun, writes)
    listMemory.lend(piece)
    writes -= begun
    begun = 0
    return lent
  }

  function addKeyframe(frame: number): number {
    const piece = keyframeMemory.take(keyframeBytes)
    const copy = new Uint8Array(piece.buffer, firstByte, keyframeBytes)
    copy.set(packed)
    keyframeMemory.lend(piece)
    keyframes.push({ map, frame, packed: copy, lent: piece.lent })
    lastKeyframe = frame
    bytesSinceKeyframe = 0
    stale = false
    return keyframeBytes
  }

  function endFrame(): number {
    perFrame = grown(perFrame, frames + 1)
    perFrame[frames++] = writes - begun
    const bytes = (writes - begun) * bytesPerWrite
    bytesSinceKeyframe += bytes
    begun = writes
    unlisted = false
    dirty = false
    return bytes
  }

  return {
    packedBytes: keyframeBytes,
    isDirty: () => dirty || pending > 0,

    write(cell, was, now) {
      assert(now < states, 'a map write ends in a state of the legend')
      if (was === now || (pending >= unasked && !admits(cell, was, now))) return
      const at = pending
      pendingCell[at] = cell
      pendingStates[at] = (was << 8) | now
      pending = at + 1
    },

    gather() {
      apply()
      if (unlisted) cells.settleAll()
      else settle()
      return unlisted ? keyframeBytes : Math.min((writes - begun) * bytesPerWrite, keyframeBytes)
    },

    endWholeFrame(frame) {
      if (unlisted || (writes - begun) * bytesPerWrite > keyframeBytes) {
        writes = begun
        endFrame()
        return addKeyframe(frame)
      }
      const bytes = endFrame()
      return bytesSinceKeyframe > keyframeBytes ? bytes + addKeyframe(frame) : bytes
    },

    endSampledFrame(frame, sampled, longestGap) {
      const alone = unlisted
      if (isKept === undefined) keepOnly(sampled)
      const bytes = endFrame()
      const due = stale && frame - lastKeyframe >= longestGap
      return alone || due || bytesSinceKeyframe > keyframeBytes ? bytes + addKeyframe(frame) : bytes
    },

    drain(firstFrame) {
      const drained = { map, firstFrame, perFrame: perFrame.slice(0, frames), ...lendWrites() }
      frames = 0
      return drained
    },

    drainKeyframes() {
      const drained = keyframes
      keyframes = []
      return drained
    },
  }
}
