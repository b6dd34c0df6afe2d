import { assert } from '../../../shared/base/assert.ts'
import type { MapSpec } from '../../../shared/documents/map.ts'
import type { Keyframe, MapWrites } from '../../../shared/documents/recorded.ts'
import { grown } from './growing.ts'
import { createPackedCells } from './packed-cells.ts'

/** Bytes of one net write: cell, was, now. */
export const bytesPerWrite = 6

const pendingWrites = 1024

/**
 * One map's cells, and the net writes of its frames: of each cell the state that the last frame left it in and that
 * in which this one leaves it, in the order of first writes. A frame whose net writes would take more room than a
 * packed keyframe is kept as that keyframe alone, and so is frame 0; otherwise a keyframe follows once the writes since
 * the last outweigh one.
 *
 * A frame ends with `gather` and then one of the two endings.
 */
export interface CellTrack {
  /** Checked against the cell's state, and applied, a few thousand at a time: the run does not wait for the cell's memory. */
  write(cell: number, was: number, now: number): void
  isDirty(): boolean
  /** Lists the frame's net writes. Returns the bytes that the frame takes if it is kept whole, apart from a keyframe that older writes call for. */
  gather(): number
  /** Keeps every net write, or the keyframe instead. Returns the bytes it took. */
  endWholeFrame(frame: number): number
  /** Keeps the net writes of the sampled cells, and the keyframe where one is due. All later frames must end so. Returns the bytes. */
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

  const pendingCell = new Uint32Array(pendingWrites)
  const pendingStates = new Uint16Array(pendingWrites)
  let pending = 0
  let dirty = false

  /** Cells written to in this frame, as often as they were. From where the list is full on, all cells are looked at. */
  const touchedOf = new Uint32Array(2 * Math.floor(keyframeBytes / bytesPerWrite) + 1)
  let touched = 0
  let outgrown = false

  let perFrame = new Uint32Array(64)
  let frames = 0
  let cellOf = new Uint32Array(1024)
  let wasOf = new Uint8Array(1024)
  let nowOf = new Uint8Array(1024)
  let writes = 0
  /** Where the writes of this frame begin. */
  let begun = 0
  let keyframes: Keyframe[] = []

  let bytesSinceKeyframe = 0
  let lastKeyframe = -1
  /** The last keyframe no longer tells all cells: writes were left out since. */
  let stale = false
  // Frame 0 becomes a keyframe whatever is written, so its writes need no list.
  let first = true
  /** The cells whose writes are kept, once others' are not. */
  let isKept: ((cell: number) => boolean) | undefined

  function apply(): void {
    for (let i = 0; i < pending; i++) {
      const cell = pendingCell[i]
      const states = pendingStates[i]
      if (isKept !== undefined && !isKept(cell)) stale = true
      else if (touched < touchedOf.length) touchedOf[touched++] = cell
      else outgrown = true
      cells.change(cell, states >>> 8, states & 0xff)
    }
    pending = 0
  }

  function keep(cell: number, was: number, now: number): void {
    if (isKept !== undefined && !isKept(cell)) return
    if (writes === cellOf.length) {
      cellOf = grown(cellOf, writes + 1)
      wasOf = grown(wasOf, writes + 1)
      nowOf = grown(nowOf, writes + 1)
    }
    cellOf[writes] = cell
    wasOf[writes] = was
    nowOf[writes] = now
    writes++
  }

  function keepTouched(): void {
    for (let i = 0; i < touched; i++) {
      const change = cells.settle(touchedOf[i])
      if (change >= 0) keep(touchedOf[i], change >>> 8, change & 0xff)
    }
  }

  function keepOnly(sampled: (cell: number) => boolean): void {
    isKept = sampled
    const gathered = writes
    writes = begun
    for (let i = begun; i < gathered; i++) keep(cellOf[i], wasOf[i], nowOf[i])
    if (writes < gathered) stale = true
  }

  function addKeyframe(frame: number): number {
    keyframes.push({ map, frame, packed: packed.slice() })
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
    first = false
    dirty = false
    return bytes
  }

  return {
    packedBytes: keyframeBytes,
    isDirty: () => dirty,

    write(cell, was, now) {
      assert(now < states, 'a map write ends in a state of the legend')
      if (was === now) return
      dirty = true
      if (pending === pendingWrites) apply()
      pendingCell[pending] = cell
      pendingStates[pending] = (was << 8) | now
      pending++
    },

    gather() {
      apply()
      if (first) cells.settleAll()
      else if (outgrown) cells.settleAll(keep)
      else keepTouched()
      touched = 0
      outgrown = false
      return first ? keyframeBytes : Math.min((writes - begun) * bytesPerWrite, keyframeBytes)
    },

    endWholeFrame(frame) {
      if (first || (writes - begun) * bytesPerWrite > keyframeBytes) {
        writes = begun
        endFrame()
        return addKeyframe(frame)
      }
      const bytes = endFrame()
      return bytesSinceKeyframe > keyframeBytes ? bytes + addKeyframe(frame) : bytes
    },

    endSampledFrame(frame, sampled, longestGap) {
      if (isKept === undefined) keepOnly(sampled)
      const bytes = endFrame()
      const due = stale && frame - lastKeyframe >= longestGap
      return due || bytesSinceKeyframe > keyframeBytes ? bytes + addKeyframe(frame) : bytes
    },

    drain(firstFrame) {
      const drained: MapWrites = {
        map,
        firstFrame,
        perFrame: perFrame.slice(0, frames),
        cell: cellOf.slice(0, writes),
        was: wasOf.slice(0, writes),
        now: nowOf.slice(0, writes),
      }
      frames = 0
      writes = 0
      begun = 0
      return drained
    },

    drainKeyframes() {
      const drained = keyframes
      keyframes = []
      return drained
    },
  }
}
