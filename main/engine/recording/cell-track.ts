import { assert } from '../../../shared/base/assert.ts'
import { bitsPerCell, type MapSpec } from '../../../shared/documents/map.ts'
import { packCells, packedBytes } from '../../../shared/documents/pack-cells.ts'
import type { Keyframe, MapWrites } from '../../../shared/documents/recorded.ts'
import { grown } from './growing.ts'

/** Bytes of one net write: cell, was, now. */
export const bytesPerWrite = 6

const pendingWrites = 4096

/**
 * One map's cells, and the net writes of its frames. A frame whose net writes would take more room than a packed
 * keyframe is kept as that keyframe alone, and so is frame 0; otherwise a keyframe follows once the writes since the
 * last outweigh one.
 */
export interface CellTrack {
  /** Checked against the cell's state, and applied, a few thousand at a time: the run does not wait for the cell's memory. */
  write(cell: number, was: number, now: number): void
  readonly dirty: boolean
  /** What this frame may cost at most, before a keyframe that older writes call for. */
  mostBytes(): number
  /** Ends a frame, keeping every net write. Returns the bytes it took. */
  endWholeFrame(frame: number): number
  /** Ends a frame, keeping the net writes of kept cells, and the keyframe where one is due. Returns the bytes. */
  endSampledFrame(frame: number, isKept: (cell: number) => boolean, longestGap: number): number
  readonly packedBytes: number
  drain(firstFrame: number): MapWrites
  drainKeyframes(): Keyframe[]
}

export function createCellTrack(map: number, spec: MapSpec): CellTrack {
  const bits = bitsPerCell(spec.legend.length)
  const bytesOfKeyframe = packedBytes(spec)
  const states = spec.legend.length
  /** Of each cell the state it is in and, eight bits up, the state in which the last frame left it: one cache line. */
  const cells = new Uint16Array(spec.cells)
  /** Cells that came to differ from the last frame, in order; one may stand here twice. */
  const touched = new Uint32Array(Math.floor(bytesOfKeyframe / bytesPerWrite) + 1)
  let touches = 0
  // Frame 0 becomes a keyframe whatever is written, so its touches need no list.
  let overflowed = true
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

  function apply(): void {
    const until = pending
    pending = 0
    for (let i = 0; i < until; i++) {
      const cell = pendingCell[i]
      const was = pendingStates[i] >>> 8
      const both = cells[cell]
      assert((both & 0xff) === was, 'a map write starts from the state its cell is in')
      cells[cell] = (both & 0xff00) | (pendingStates[i] & 0xff)
      if (overflowed || both >>> 8 !== was) continue
      if (touches === touched.length) overflowed = true
      else touched[touches++] = cell
    }
  }

  function keep(cell: number): void {
    if (writes === cellOf.length) {
      cellOf = grown(cellOf, writes + 1)
      wasOf = grown(wasOf, writes + 1)
      nowOf = grown(nowOf, writes + 1)
    }
    cellOf[writes] = cell
    wasOf[writes] = cells[cell] >>> 8
    nowOf[writes] = cells[cell] & 0xff
    writes++
  }

  function settle(cell: number, isKept: ((cell: number) => boolean) | undefined): void {
    const state = cells[cell] & 0xff
    if (cells[cell] >>> 8 === state) return
    if (isKept === undefined || isKept(cell)) keep(cell)
    else stale = true
    cells[cell] = (state << 8) | state
  }

  function settleAll(isKept?: (cell: number) => boolean): void {
    if (overflowed) for (let cell = 0; cell < cells.length; cell++) settle(cell, isKept)
    else for (let i = 0; i < touches; i++) settle(touched[i], isKept)
  }

  function differing(): number {
    let count = 0
    for (const both of cells) if (both >>> 8 !== (both & 0xff)) count++
    return count
  }

  function addKeyframe(frame: number): number {
    keyframes.push({ map, frame, packed: packCells(cells, bits) })
    lastKeyframe = frame
    bytesSinceKeyframe = 0
    stale = false
    return bytesOfKeyframe
  }

  function endFrame(kept: number): void {
    perFrame = grown(perFrame, frames + 1)
    perFrame[frames++] = kept
    touches = 0
    overflowed = false
    dirty = false
  }

  return {
    packedBytes: bytesOfKeyframe,
    get dirty() {
      return dirty
    },

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
      return overflowed ? bytesOfKeyframe : Math.min(touches * bytesPerWrite, bytesOfKeyframe)
    },

    endWholeFrame(frame) {
      apply()
      if (frame === 0 || (overflowed && differing() * bytesPerWrite > bytesOfKeyframe)) {
        for (let cell = 0; cell < cells.length; cell++) cells[cell] = (cells[cell] & 0xff) * 0x101
        endFrame(0)
        return addKeyframe(frame)
      }
      const before = writes
      settleAll()
      const bytes = (writes - before) * bytesPerWrite
      bytesSinceKeyframe += bytes
      endFrame(writes - before)
      return bytesSinceKeyframe > bytesOfKeyframe ? bytes + addKeyframe(frame) : bytes
    },

    endSampledFrame(frame, isKept, longestGap) {
      apply()
      const before = writes
      settleAll(isKept)
      const bytes = (writes - before) * bytesPerWrite
      bytesSinceKeyframe += bytes
      endFrame(writes - before)
      const due = stale && frame - lastKeyframe >= longestGap
      return due || bytesSinceKeyframe > bytesOfKeyframe ? bytes + addKeyframe(frame) : bytes
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
