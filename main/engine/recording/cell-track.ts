import { assert } from '../../../shared/base/assert.ts'
import type { MapSpec } from '../../../shared/documents/map.ts'
import type { Keyframe, MapWrites } from '../../../shared/documents/recorded.ts'
import { grown } from './growing.ts'
import { createNetWrites } from './net-writes.ts'
import { createPackedCells } from './packed-cells.ts'

/** Bytes of one net write: cell, was, now. */
export const bytesPerWrite = 6

const pendingWrites = 1024

/**
 * One map's cells, and the net writes of its frames. A frame whose net writes would take more room than a packed
 * keyframe is kept as that keyframe alone, and so is frame 0; otherwise a keyframe follows once the writes since the
 * last outweigh one.
 */
export interface CellTrack {
  /** Checked against the cell's state, and applied, a few thousand at a time: the run does not wait for the cell's memory. */
  write(cell: number, was: number, now: number): void
  isDirty(): boolean
  /** What this frame may cost at most, before a keyframe that older writes call for. */
  mostBytes(): number
  /** Ends a frame, keeping every net write. Returns the bytes it took. */
  endWholeFrame(frame: number): number
  /** Ends a frame, keeping the net writes of the sampled cells, and the keyframe where one is due. All later frames must end so. Returns the bytes. */
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
  /** More writes than a keyframe is worth are not listed: from there on the frame is compared with `before`. */
  const net = createNetWrites(Math.floor(keyframeBytes / bytesPerWrite) + 1)
  /** The cells as the last frame left them, where this frame outgrew its list. */
  let before: Uint8Array | undefined
  let dirty = false

  const pendingCell = new Uint32Array(pendingWrites)
  const pendingStates = new Uint16Array(pendingWrites)
  let pending = 0

  let perFrame = new Uint32Array(64)
  let frames = 0
  let cellOf = new Uint32Array(1024)
  let wasOf = new Uint8Array(1024)
  let nowOf = new Uint8Array(1024)
  let writes = 0
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
      const was = pendingStates[i] >>> 8
      const now = pendingStates[i] & 0xff
      if (isKept !== undefined && !isKept(cell)) stale = true
      else if (before === undefined && !first && !net.add(cell, was, now)) outgrow()
      cells.change(cell, was, now)
    }
    pending = 0
  }

  function outgrow(): void {
    const copy = packed.slice()
    net.forEach((cell, was) => cells.put(copy, cell, was))
    before = copy
  }

  function keep(cell: number, was: number, now: number): void {
    if (was === now) return
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

  function forEachNet(visit: (cell: number, was: number, now: number) => void): void {
    if (before === undefined) net.forEach(visit)
    else cells.forEachChange(before, visit)
  }

  function differing(since: Uint8Array): number {
    let count = 0
    cells.forEachChange(since, () => count++)
    return count
  }

  function addKeyframe(frame: number): number {
    keyframes.push({ map, frame, packed: packed.slice() })
    lastKeyframe = frame
    bytesSinceKeyframe = 0
    stale = false
    return keyframeBytes
  }

  function endFrame(kept: number): number {
    perFrame = grown(perFrame, frames + 1)
    perFrame[frames++] = kept
    net.clear()
    before = undefined
    first = false
    dirty = false
    bytesSinceKeyframe += kept * bytesPerWrite
    return kept * bytesPerWrite
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

    mostBytes() {
      apply()
      return first || before ? keyframeBytes : Math.min(net.size() * bytesPerWrite, keyframeBytes)
    },

    endWholeFrame(frame) {
      apply()
      if (first || (before && differing(before) * bytesPerWrite > keyframeBytes)) {
        endFrame(0)
        return addKeyframe(frame)
      }
      const begun = writes
      forEachNet(keep)
      const bytes = endFrame(writes - begun)
      return bytesSinceKeyframe > keyframeBytes ? bytes + addKeyframe(frame) : bytes
    },

    endSampledFrame(frame, sampled, longestGap) {
      apply()
      const begun = writes
      forEachNet((cell, was, now) => {
        if (sampled(cell)) keep(cell, was, now)
        else if (was !== now) stale = true
      })
      isKept = sampled
      const bytes = endFrame(writes - begun)
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
      return drained
    },

    drainKeyframes() {
      const drained = keyframes
      keyframes = []
      return drained
    },
  }
}
