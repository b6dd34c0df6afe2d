import { isWhole, mapAtFrame, moveMap, type MapHistory } from './map-history.ts'

/** Cells that stand differently at two frames, in the order of cells. */
export interface MapChanges {
  readonly cell: Uint32Array
  readonly was: Uint8Array
  readonly now: Uint8Array
}

/** What changed on balance from the end of one frame to the end of another, in either direction of time. */
export function mapChanges(history: MapHistory, fromFrame: number, toFrame: number): MapChanges {
  const before = new Uint8Array(history.spec.cells)
  mapAtFrame(history, fromFrame, before)
  const after = before.slice()
  const [first, last] = [Math.min(fromFrame, toFrame) + 1, Math.max(fromFrame, toFrame)]
  if (first > 0 && isWhole(history, first, last)) moveMap(history, after, fromFrame, toFrame)
  else mapAtFrame(history, toFrame, after)
  return differences(before, after)
}

/** Differences between two states of a map of the same cells. */
export function differences(before: Uint8Array, after: Uint8Array): MapChanges {
  let count = 0
  for (let i = 0; i < before.length; i++) if (before[i] !== after[i]) count++
  const cell = new Uint32Array(count)
  const was = new Uint8Array(count)
  const now = new Uint8Array(count)
  let found = 0
  for (let i = 0; found < count; i++) {
    if (before[i] === after[i]) continue
    cell[found] = i
    was[found] = before[i]
    now[found++] = after[i]
  }
  return { cell, was, now }
}
