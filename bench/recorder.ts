import { createRecorder } from '../main/engine/recording/create-recorder.ts'
import { mapChanges } from '../main/history/map-diff.ts'
import { mapAtFrame, type MapHistory } from '../main/history/map-history.ts'
import { giveBack } from '../shared/base/lent.ts'
import { createSequence, createStream } from '../shared/base/random.ts'
import type { RecordedChunk, RecordingSpec } from '../shared/documents/recorded.ts'
import type { Report } from './report.ts'

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
export function benchRecorder(report: Report): void {
  const chunks = record(report)
  const MiB = chunks.reduce((sum, chunk) => sum + mapBytes(chunk), 0) / 2 ** 20
  report.figure('10,000 frames x 1 M cells x 1,024 writes', `${MiB.toFixed(0)} MiB`, {
    text: `≤ ${mostMiB} MiB`,
    holds: MiB <= mostMiB,
  })
  rewind(chunks, report)
}

const options = {
  frames: { everyEpochs: 1 },
  framesPerMatrixColumn: 10,
  budgetBytes: 2 ** 34,
  keepSeed: 1,
} as const

function record(report: Report): RecordedChunk[] {
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
    recorder.endEpoch((frame + 1) * 1e6, row, () => root)
    writesMs += written - begun
    endsMs += performance.now() - written
    if (frame % 100 === 99) chunks.push(recorder.drain())
  }
  const perWriteNs = (writesMs * 1e6) / (frames * writesPerFrame)
  report.figure('map write', `${perWriteNs.toFixed(0)} ns`)
  report.figure('end of a frame of 1,024 writes', `${((endsMs * 1e3) / frames).toFixed(0)} µs`)

  const rows = 1_000_000
  const begun = performance.now()
  for (let i = 0; i < rows; i++) {
    recorder.decide(i, i % cells, 1, 1, 0, 2, 412, 500, 0, 1500)
    if (i % 20_000 === 0) giveBack(recorder.drain().decisions)
  }
  const perDecisionNs = ((performance.now() - begun) * 1e6) / rows
  report.figure('decision, drains included', `${perDecisionNs.toFixed(0)} ns`)
  return chunks
}

function rewind(chunks: readonly RecordedChunk[], report: Report): void {
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
  report.figure('rewind, median', `${times[100].toFixed(2)} ms`)
  report.figure('rewind, slowest but 2 of 200', `${times[197].toFixed(2)} ms`, {
    text: `≤ ${mostRewindMs} ms`,
    holds: times[197] <= mostRewindMs,
  })
  report.figure(`diff of neighbouring frames, ${changes.cell.length} cells`, `${diffMs.toFixed(1)} ms`)
}

function mapBytes(chunk: RecordedChunk): number {
  let bytes = 0
  for (const { perFrame, cell, was, now } of chunk.writes)
    bytes += perFrame.byteLength + cell.byteLength + was.byteLength + now.byteLength
  for (const { packed } of chunk.keyframes) bytes += packed.byteLength
  return bytes
}
