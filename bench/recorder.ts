import { performance } from 'node:perf_hooks'
import { createRecorder } from '../main/engine/recording/create-recorder.ts'
import type { Recorder } from '../main/engine/recording/recorder.ts'
import type { Simulation } from '../main/engine/study.ts'
import { mapChanges } from '../main/history/map-diff.ts'
import { mapAtFrame, type MapHistory } from '../main/history/map-history.ts'
import { createSequence, createStream } from '../shared/base/random.ts'
import type { RecordedChunk, RecordingSpec } from '../shared/documents/recorded.ts'

const frames = 10_000
const cells = 1 << 20
const writesPerFrame = 1024
const mostMiB = 256
const mostRewindMs = 10

const map = {
  id: 'placement',
  title: 'Placement',
  cells,
  cellTitle: 'page',
  legend: ['none', 'dram', 'cxl'].map((title) => ({ title, role: 'plain', sign: '·' }) as const),
}

const spec: RecordingSpec = {
  columns: Array.from({ length: 60 }, (_, c) => ({
    name: `c${c}`,
    title: `c${c}`,
    unit: 'count',
    about: 'made up',
    fold: (['sum', 'mean', 'last'] as const)[c % 3],
  })),
  tracks: [],
  maps: [map],
  matrices: [],
  nodes: [],
  scale: 1,
  pageBytes: 4096,
}

/** Size of the widest case, cost of a call, and the time to rewind anywhere in it. */
export async function benchRecorder(print: (line: string) => void): Promise<void> {
  const chunks = record(print)
  const bytes = chunks.reduce((sum, chunk) => sum + mapBytes(chunk), 0)
  const MiB = bytes / 2 ** 20
  print(
    `recorder: ${frames} frames x ${cells} cells x ${writesPerFrame} writes take ${MiB.toFixed(0)} MiB; ${verdict(MiB, mostMiB, 'MiB')}`,
  )
  rewind(chunks, print)
  await Promise.resolve()
}

/** What recording costs of a whole run: the same run against a recorder that keeps nothing, in turns. */
export function benchRecorderShare(print: (line: string) => void, createSimulation: () => Simulation): void {
  const best = { kept: Infinity, dropped: Infinity }
  for (let round = 0; round < 3; round++) {
    best.dropped = Math.min(
      best.dropped,
      runMs(createSimulation(), () => deaf),
    )
    best.kept = Math.min(best.kept, runMs(createSimulation(), recorderFor))
  }
  const percent = (100 * (best.kept - best.dropped)) / best.kept
  print(`recorder: ${percent.toFixed(1)} % of a run with decisions; ${verdict(percent, 15, '%')}`)
}

const deaf: Recorder = {
  write: () => undefined,
  decide: () => 0,
  outcome: () => undefined,
  addToMatrix: () => undefined,
  matrixDue: () => false,
  endEpoch: () => undefined,
  close: () => undefined,
  drain: () => createRecorder(spec, options).drain(),
}

const options = {
  frames: { everyEpochs: 1 },
  framesPerMatrixColumn: 10,
  budgetBytes: 2 ** 34,
  keepSeed: 1,
} as const

function recorderFor(simulation: Simulation): Recorder {
  return createRecorder(simulation.spec, { ...options, frames: simulation.frameRule, budgetBytes: 2 ** 28 })
}

function runMs(simulation: Simulation, recorderOf: (simulation: Simulation) => Recorder): number {
  const recorder = recorderOf(simulation)
  simulation.attach(recorder)
  const begun = performance.now()
  while (simulation.step() === 'more') if (recorder !== deaf) recorder.drain()
  simulation.finish()
  return performance.now() - begun
}

function record(print: (line: string) => void): RecordedChunk[] {
  const recorder = createRecorder(spec, options)
  const chunks: RecordedChunk[] = []
  const states = new Uint8Array(cells)
  const draws = createSequence(createStream(1, 'bench'), 0)
  const drawn = new Uint32Array(writesPerFrame)
  const row = new Float64Array(spec.columns.length)
  const root = {}
  let writesMs = 0
  let endsMs = 0
  for (let frame = 0; frame < frames; frame++) {
    draws.fill(drawn, writesPerFrame)
    const begun = performance.now()
    for (let i = 0; i < writesPerFrame; i++) {
      const cell = drawn[i] % cells
      const now = (states[cell] + 1) % 3
      recorder.write(0, cell, states[cell], now)
      states[cell] = now
    }
    const written = performance.now()
    recorder.endEpoch((frame + 1) * 1e6, row, root)
    writesMs += written - begun
    endsMs += performance.now() - written
    if (frame % 100 === 99) chunks.push(recorder.drain())
  }
  const perWriteNs = (writesMs * 1e6) / (frames * writesPerFrame)
  print(
    `recorder: ${perWriteNs.toFixed(0)} ns a write, ${((endsMs * 1e3) / frames).toFixed(0)} µs a frame's end`,
  )

  const rows = 1_000_000
  const begun = performance.now()
  for (let i = 0; i < rows; i++) {
    recorder.decide(i, i % cells, 1, 1, 0, 2, 412, 500, 0, 1500)
    if (i % 20_000 === 0) recorder.drain()
  }
  print(`recorder: ${(((performance.now() - begun) * 1e6) / rows).toFixed(0)} ns a decision, drains included`)
  return chunks
}

function rewind(chunks: readonly RecordedChunk[], print: (line: string) => void): void {
  const history: MapHistory = {
    spec: map,
    keyframes: chunks.flatMap((chunk) => chunk.keyframes),
    writes: chunks.flatMap((chunk) => chunk.writes),
    wholeFrames: frames,
  }
  const states = new Uint8Array(cells)
  const times: number[] = []
  for (let i = 0; i < 200; i++) {
    const begun = performance.now()
    mapAtFrame(history, (i * 7919) % frames, states)
    times.push(performance.now() - begun)
  }
  times.sort((a, b) => a - b)
  const begun = performance.now()
  const changes = mapChanges(history, 3000, 3001)
  const diffMs = performance.now() - begun
  print(
    `rewind: median ${times[100].toFixed(2)} ms, 99th of 100 ${times[197].toFixed(2)} ms; ${verdict(times[197], mostRewindMs, 'ms')}`,
  )
  print(`diff: ${changes.cell.length} cells between neighbouring frames in ${diffMs.toFixed(1)} ms`)
}

function mapBytes(chunk: RecordedChunk): number {
  let bytes = 0
  for (const { perFrame, cell, was, now } of chunk.writes)
    bytes += perFrame.byteLength + cell.byteLength + was.byteLength + now.byteLength
  for (const { packed } of chunk.keyframes) bytes += packed.byteLength
  return bytes
}

function verdict(value: number, most: number, unit: string): string {
  return `target at most ${most} ${unit}: ${value <= most ? 'holds' : 'MISSED'}`
}
