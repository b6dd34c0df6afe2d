import { assert } from '../../shared/base/assert.ts'
import { bitsPerCell, type MapSpec } from '../../shared/documents/map.ts'
import { unpackCells } from '../../shared/documents/pack-cells.ts'
import type { Keyframe, MapWrites } from '../../shared/documents/recorded.ts'

/** What was recorded of one map, or the part of it around the frames in question. Both lists ascend by frame. */
export interface MapHistory {
  readonly spec: Pick<MapSpec, 'cells' | 'legend'>
  readonly keyframes: readonly Keyframe[]
  readonly writes: readonly MapWrites[]
  /** End of the frames whose writes are complete: from this frame on only kept cells have writes. */
  readonly wholeFrames: number
}

/**
 * Fills `states` with the map as it stood at the end of `frame`; -1 is before the first write. Starts from the
 * keyframe on either side that needs fewer writes. Beyond `wholeFrames` cells without writes stand as at the last
 * keyframe.
 */
export function mapAtFrame(history: MapHistory, frame: number, states: Uint8Array): void {
  assert(states.length === history.spec.cells, 'the states have one byte for each cell of the map')
  if (frame < 0) {
    states.fill(0)
    return
  }
  const after = history.keyframes.findIndex((keyframe) => keyframe.frame > frame)
  const before = after < 0 ? history.keyframes.length - 1 : after - 1
  assert(before >= 0, 'every frame has a keyframe at or before it')
  const earlier = history.keyframes[before]
  const later = after < 0 ? undefined : history.keyframes[after]
  const bits = bitsPerCell(history.spec.legend.length)
  if (later && isCloser(history, earlier.frame, frame, later.frame)) {
    unpackCells(later.packed, bits, states)
    moveMap(history, states, later.frame, frame)
  } else {
    unpackCells(earlier.packed, bits, states)
    moveMap(history, states, earlier.frame, frame)
  }
}

/** Carries `states` from one frame to another by the writes between them; the caller knows them to be complete. */
export function moveMap(history: MapHistory, states: Uint8Array, from: number, to: number): void {
  if (to >= from) for (const block of history.writes) replay(block, states, from + 1, to)
  else for (let i = history.writes.length - 1; i >= 0; i--) undo(history.writes[i], states, to + 1, from)
}

/** Writes of frames `first` to `last`, both included. */
export function countWrites(history: Pick<MapHistory, 'writes'>, first: number, last: number): number {
  let count = 0
  for (const block of history.writes) {
    const [begin, end] = writesWithin(block, first, last)
    count += end - begin
  }
  return count
}

/**
 * Whether the writes of frames `first` to `last` tell everything that happened in them. A keyframe whose frame has no
 * writes stands for writes that were not kept.
 */
export function isWhole(
  history: Pick<MapHistory, 'writes' | 'wholeFrames'> & { readonly keyframes: readonly { frame: number }[] },
  first: number,
  last: number,
): boolean {
  if (last >= history.wholeFrames) return false
  return history.keyframes.every(
    ({ frame }) => frame < first || frame > last || countWrites(history, frame, frame) > 0,
  )
}

function isCloser(history: MapHistory, earlier: number, frame: number, later: number): boolean {
  const forwards = countWrites(history, earlier + 1, frame)
  const backwards = countWrites(history, frame + 1, later)
  return backwards < forwards && isWhole(history, frame + 1, later)
}

/** Where in a block's columns the writes of frames `first` to `last` stand: from the first place up to the second. */
export function writesWithin(block: MapWrites, first: number, last: number): readonly [number, number] {
  let begin = 0
  const skipped = Math.min(first - block.firstFrame, block.perFrame.length)
  for (let i = 0; i < skipped; i++) begin += block.perFrame[i]
  let end = begin
  const stop = Math.min(last - block.firstFrame + 1, block.perFrame.length)
  for (let i = Math.max(0, skipped); i < stop; i++) end += block.perFrame[i]
  return [begin, end]
}

function replay(block: MapWrites, states: Uint8Array, first: number, last: number): void {
  const [begin, end] = writesWithin(block, first, last)
  const { cell, now } = block
  for (let i = begin; i < end; i++) states[cell[i]] = now[i]
}

function undo(block: MapWrites, states: Uint8Array, first: number, last: number): void {
  const [begin, end] = writesWithin(block, first, last)
  const { cell, was } = block
  for (let i = end - 1; i >= begin; i--) states[cell[i]] = was[i]
}
