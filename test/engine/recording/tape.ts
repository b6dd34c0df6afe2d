import fc from 'fast-check'
import { createRecorder } from '../../../main/engine/recording/create-recorder.ts'
import type { FrameRule } from '../../../main/engine/recording/recorder.ts'
import type { MapSpec } from '../../../shared/documents/map.ts'
import type { RecordedChunk, RecordingSpec } from '../../../shared/documents/recorded.ts'

/** What a small made-up simulation says, step by step. */
export interface Tape {
  readonly cells: number
  readonly states: number
  readonly budgetBytes: number
  readonly frames: FrameRule
  readonly framesPerMatrixColumn: number
  readonly epochs: readonly Epoch[]
}

export interface Epoch {
  readonly spanNs: number
  readonly row: readonly number[]
  readonly writes: readonly { readonly cell: number; readonly now: number }[]
  readonly decisions: readonly { readonly page: number; readonly reason: number; readonly a: number }[]
  readonly outcomes: readonly { readonly decision: number; readonly kind: number }[]
  readonly amounts: readonly { readonly bin: number; readonly amount: number }[]
  readonly root: object | undefined
}

export const plainMap = (cells: number, states: number): MapSpec => ({
  id: 'placement',
  title: 'Placement',
  cells,
  cellTitle: 'page',
  legend: Array.from({ length: states }, (_, i) => ({ title: `state ${i}`, role: 'plain', sign: `${i}` })),
})

export function specOf(tape: Pick<Tape, 'cells' | 'states'>): RecordingSpec {
  const column = (name: string) => ({ name, title: name, unit: 'count', about: name }) as const
  return {
    columns: [
      { ...column('moved'), fold: 'sum', perSec: true },
      { ...column('faults'), fold: 'sum' },
      { ...column('speed'), fold: 'mean' },
      { ...column('free'), fold: 'last' },
    ],
    tracks: [],
    maps: [plainMap(tape.cells, tape.states)],
    matrices: [
      {
        id: 'heat',
        title: 'Heat',
        unit: 'accesses',
        about: 'heat',
        bins: 4,
        pagesPerBin: 8,
        draw: 'intensity',
      },
    ],
    nodes: [
      { title: 'dram0', role: 'dram' },
      { title: 'cxl0', role: 'cxl' },
    ],
    scale: 1,
    pageBytes: 4096,
  }
}

export interface Played {
  readonly chunks: readonly RecordedChunk[]
  /** The cells after each epoch, by plain bookkeeping, and when it ended. */
  readonly statesAfter: readonly Uint8Array[]
  readonly timesNs: readonly number[]
  readonly roots: readonly object[]
  /** Row numbers that `decide` gave. */
  readonly kept: readonly number[]
}

/** Plays a tape into a recorder, draining wherever `drains` says so of the number of the call. */
export function play(tape: Tape, drains: (call: number) => boolean = () => false): Played {
  const recorder = createRecorder(specOf(tape), {
    frames: tape.frames,
    framesPerMatrixColumn: tape.framesPerMatrixColumn,
    budgetBytes: tape.budgetBytes,
    keepSeed: 7,
  })
  const chunks: RecordedChunk[] = []
  const statesAfter: Uint8Array[] = []
  const timesNs: number[] = []
  const roots: object[] = []
  const kept: number[] = []
  const cells = new Uint8Array(tape.cells)
  let timeNs = 0
  let root: object = { at: 0 }
  let call = 0
  const said = () => {
    if (drains(call++)) chunks.push(recorder.drain())
  }
  for (const epoch of tape.epochs) {
    for (const { cell, now } of epoch.writes) {
      recorder.write(0, cell % tape.cells, cells[cell % tape.cells], now % tape.states)
      cells[cell % tape.cells] = now % tape.states
      said()
    }
    for (const { page, reason, a } of epoch.decisions) {
      kept.push(recorder.decide(timeNs, page, 1, 1, 0, reason, a, 2, 3, 1500))
      said()
    }
    for (const { decision, kind } of epoch.outcomes) {
      recorder.outcome(kept.length === 0 ? -1 : kept[decision % kept.length], timeNs, kind, 10 * decision)
      said()
    }
    for (const { bin, amount } of epoch.amounts) recorder.addToMatrix(0, bin, amount)
    timeNs += epoch.spanNs
    root = epoch.root ?? root
    const rootNow = root
    recorder.endEpoch(timeNs, Float64Array.from(epoch.row), () => rootNow)
    statesAfter.push(cells.slice())
    timesNs.push(timeNs)
    roots.push(root)
    said()
  }
  recorder.close()
  chunks.push(recorder.drain())
  return { chunks, statesAfter, timesNs, roots, kept }
}

const epochs = fc.array(
  fc.record({
    spanNs: fc.integer({ min: 1, max: 30 }),
    row: fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 4, maxLength: 4 }),
    writes: fc.array(fc.record({ cell: fc.nat(4095), now: fc.nat(255) }), { maxLength: 40 }),
    decisions: fc.array(
      fc.record({ page: fc.nat(5000), reason: fc.nat(12), a: fc.double({ noNaN: true }) }),
      {
        maxLength: 5,
      },
    ),
    outcomes: fc.array(fc.record({ decision: fc.nat(1000), kind: fc.nat(2) }), { maxLength: 3 }),
    amounts: fc.array(fc.record({ bin: fc.nat(3), amount: fc.nat(100) }), { maxLength: 3 }),
    root: fc.option(fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.jsonValue({ maxDepth: 2 })), {
      nil: undefined,
    }),
  }),
  { minLength: 1, maxLength: 60 },
)

export const tapes: fc.Arbitrary<Tape> = fc.record({
  cells: fc.integer({ min: 1, max: 700 }),
  states: fc.constantFrom(2, 3, 5, 16, 17, 200),
  budgetBytes: fc.constantFrom(500, 4000, 1 << 20),
  frames: fc.oneof(
    fc.constant({ everyNs: 50 }),
    fc.integer({ min: 1, max: 4 }).map((n) => ({ everyEpochs: n })),
  ),
  framesPerMatrixColumn: fc.integer({ min: 1, max: 5 }),
  epochs,
})
