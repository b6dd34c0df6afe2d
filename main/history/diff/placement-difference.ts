import { assert } from '../../../shared/base/assert.ts'
import { bitsPerCell, type MapSpec } from '../../../shared/documents/map.ts'
import { unpackCells } from '../../../shared/documents/pack-cells.ts'
import type { Keyframe, MapWrites } from '../../../shared/documents/recorded.ts'

/** The recorded changes of one map of one run, in the order of frames: read once, from the first to the last. */
export interface MapTape {
  readonly spec: Pick<MapSpec, 'cells' | 'legend'>
  /** Ends of all frames. */
  readonly timeNs: Float64Array
  /** Both ascend by frame and are read as they are needed. */
  writes(): AsyncIterable<MapWrites>
  keyframes(): AsyncIterable<Keyframe>
}

/** The whole of a placement difference: one sample a step of the merged frames of both runs. */
export interface PlacementHistory {
  readonly timeNs: Float64Array
  readonly differing: Float64Array
  /** By state of B. */
  readonly byState: readonly Float64Array[]
  /** Cells that were compared, of so many in all. */
  readonly cells: number
  readonly allCells: number
  /** Columns of the picture, each as it stood at `untilNs`; `counts[(column * rows + row) * states + state of B]`. */
  readonly untilNs: Float64Array
  readonly rows: number
  readonly states: number
  readonly cellsPerRow: number
  readonly counts: Uint32Array
}

export interface PlacementOptions {
  readonly isCompared?: (cell: number) => boolean
  readonly mostColumns: number
  readonly mostRows: number
  breathe(doneShare: number): Promise<void>
}

/**
 * Carries both maps forwards side by side and counts the cells that stand differently, in one pass over the writes:
 * each write changes the counts by what it changes.
 */
export async function placementDifference(
  a: MapTape,
  b: MapTape,
  { isCompared, mostColumns, mostRows, breathe }: PlacementOptions,
): Promise<PlacementHistory> {
  assert(a.spec.cells === b.spec.cells, 'maps that are compared have the same cells')
  const { cells } = a.spec
  const states = Math.max(a.spec.legend.length, b.spec.legend.length)
  const cellsPerRow = Math.max(1, Math.ceil(cells / mostRows))
  const rows = Math.ceil(cells / cellsPerRow)
  const tally = createTally(cells, states, cellsPerRow, rows, isCompared)
  const timeNs = mergedTimes(a.timeNs, b.timeNs)
  const perColumn = Math.max(1, Math.ceil(timeNs.length / mostColumns))
  const columns = Math.ceil(timeNs.length / perColumn)
  const differing = new Float64Array(timeNs.length)
  const byState = Array.from({ length: states }, () => new Float64Array(timeNs.length))
  const untilNs = new Float64Array(columns)
  const counts = new Uint32Array(columns * rows * states)
  const players = [createPlayer(a, 0, tally), createPlayer(b, 1, tally)]

  for (let step = 0; step < timeNs.length; step++) {
    for (const player of players) await player.playUntil(timeNs[step])
    differing[step] = tally.differing
    for (let state = 0; state < states; state++) byState[state][step] = tally.byState[state]
    const column = Math.floor(step / perColumn)
    if (step === Math.min(timeNs.length, (column + 1) * perColumn) - 1) {
      untilNs[column] = timeNs[step]
      counts.set(tally.byRow, column * rows * states)
    }
    if (step % 16 === 0) await breathe(step / timeNs.length)
  }
  return {
    timeNs, differing, byState, cells: tally.cells, allCells: cells, untilNs, rows, states, cellsPerRow, counts,
  } // prettier-ignore
}

/** Ends of both runs' frames, each once, up to the end of the shorter run. */
function mergedTimes(a: Float64Array, b: Float64Array): Float64Array {
  const endNs = Math.min(a[a.length - 1] ?? -1, b[b.length - 1] ?? -1)
  const merged = new Float64Array(a.length + b.length)
  let [i, j, count] = [0, 0, 0]
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    if (next > endNs) break
    merged[count++] = next
    if (a[i] === next) i++
    if (b[j] === next) j++
  }
  return merged.slice(0, count)
}

interface Tally {
  readonly differing: number
  readonly byState: Float64Array
  readonly byRow: Uint32Array
  /** Cells that are compared. */
  readonly cells: number
  set(side: 0 | 1, cell: number, state: number): void
  setAll(side: 0 | 1, states: Uint8Array): void
}

function createTally(
  cells: number,
  states: number,
  cellsPerRow: number,
  rows: number,
  isCompared: ((cell: number) => boolean) | undefined,
): Tally {
  const sides = [new Uint8Array(cells), new Uint8Array(cells)] as const
  const skipped = isCompared && Uint8Array.from({ length: cells }, (_, cell) => (isCompared(cell) ? 0 : 1))
  const byState = new Float64Array(states)
  const byRow = new Uint32Array(rows * states)
  let differing = 0

  function count(cell: number, by: 1 | -1): void {
    const state = sides[1][cell]
    differing += by
    byState[state] += by
    byRow[Math.floor(cell / cellsPerRow) * states + state] += by
  }

  function set(side: 0 | 1, cell: number, state: number): void {
    const own = sides[side]
    if (own[cell] === state) return
    if (skipped?.[cell] === 1) return
    const other = sides[1 - side]
    if (own[cell] !== other[cell]) count(cell, -1)
    own[cell] = state
    if (state !== other[cell]) count(cell, 1)
  }

  return {
    get differing() {
      return differing
    },
    byState,
    byRow,
    cells: skipped ? skipped.reduce((sum, skip) => sum + 1 - skip, 0) : cells,
    set,
    setAll(side, given) {
      for (let cell = 0; cell < cells; cell++) set(side, cell, given[cell])
    },
  }
}

interface Player {
  /** Carries its side to the end of the last frame that ends by then. */
  playUntil(timeNs: number): Promise<void>
}

function createPlayer(tape: MapTape, side: 0 | 1, tally: Tally): Player {
  const { spec, timeNs } = tape
  const blocks = createReader(tape.writes())
  const keyframes = createReader(tape.keyframes())
  const bits = bitsPerCell(spec.legend.length)
  let unpacked: Uint8Array | undefined
  let frame = -1
  /** Within the block: its next frame, and the next write. */
  let next = 0
  let write = 0

  /** Writes of a frame; how many there were. */
  async function playWrites(): Promise<number> {
    let block = blocks.item
    while (block && block.firstFrame + block.perFrame.length <= frame) {
      block = await blocks.advance()
      next = 0
      write = 0
    }
    if (!block || block.firstFrame > frame) return 0
    for (; block.firstFrame + next < frame; next++) write += block.perFrame[next]
    const count = block.perFrame[next++]
    for (const end = write + count; write < end; write++) tally.set(side, block.cell[write], block.now[write])
    return count
  }

  /** A keyframe matters where it stands for writes that were not kept. */
  async function playKeyframe(written: number): Promise<void> {
    while (keyframes.item && keyframes.item.frame < frame) await keyframes.advance()
    if (keyframes.item?.frame !== frame || written > 0) return
    unpacked ??= new Uint8Array(spec.cells)
    unpackCells(keyframes.item.packed, bits, unpacked)
    tally.setAll(side, unpacked)
  }

  return {
    async playUntil(untilNs) {
      await blocks.start()
      await keyframes.start()
      while (frame + 1 < timeNs.length && timeNs[frame + 1] <= untilNs) {
        frame++
        await playKeyframe(await playWrites())
      }
    },
  }
}

interface Reader<T> {
  readonly item: T | undefined
  start(): Promise<void>
  advance(): Promise<T | undefined>
}

function createReader<T>(items: AsyncIterable<T>): Reader<T> {
  const iterator = items[Symbol.asyncIterator]()
  let item: T | undefined
  let started = false
  const reader = {
    get item() {
      return item
    },
    async start() {
      if (!started) await reader.advance()
    },
    async advance() {
      started = true
      const step = await iterator.next()
      item = step.done ? undefined : step.value
      return item
    },
  }
  return reader
}
