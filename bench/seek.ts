import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRecorder } from '../main/engine/recording/create-recorder.ts'
import { openStore } from '../main/workspace/open-store.ts'
import type { Store } from '../main/workspace/store.ts'
import { finished } from '../main/workspace/work.ts'
import { createSequence, createStream } from '../shared/base/random.ts'
import { reasons } from '../shared/documents/decision.ts'
import type { RecordingSpec } from '../shared/documents/recorded.ts'
import { experiment, runOf } from '../test/workspace/stored-run.ts'
import { median, type Report } from './report.ts'

/** The widest run that the window promises to be quick in: 16 M cells, 10,000 frames, ten million decisions, in a file. */
const frames = 10_000
const cells = 1 << 24
const writesPerFrame = 4000
const decisionsPerFrame = 1000
const columns = 40
const mostSeekMs = 50

const spec: RecordingSpec = {
  columns: Array.from({ length: columns }, (_, c) => ({
    name: `c${c}`, title: `c${c}`, unit: 'count', about: 'made up', fold: (['sum', 'mean', 'last'] as const)[c % 3],
  })),
  tracks: [],
  maps: [{
    id: 'placement', title: 'Placement', cells, cellTitle: 'page',
    legend: ['none', 'dram', 'cxl'].map((title) => ({ title, role: 'plain', sign: '·' }) as const),
  }],
  matrices: [],
  nodes: [{ title: 'dram', role: 'dram' }, { title: 'cxl', role: 'cxl' }],
  scale: 1,
  pageBytes: 4096,
} // prettier-ignore

export function benchSeek(report: Report): void {
  const folder = mkdtempSync(join(tmpdir(), 'tierlab-seek-'))
  try {
    const store = openStore(join(folder, 'seek.tierlab'), 'create')
    record(store)
    report.figure('file', `${(store.contents().bytes / 2 ** 20).toFixed(0)} MiB`)
    seeks(store, report)
    searches(store, report)
    store.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function record(store: Store): void {
  store.putExperiment(experiment)
  store.beginRun(runOf(spec))
  const recorder = createRecorder(spec, {
    frames: { everyEpochs: 1 }, framesPerMatrixColumn: 10, budgetBytes: 2 ** 31, keepSeed: 1,
  }) // prettier-ignore
  const states = new Uint8Array(cells)
  const draws = createSequence(createStream(1, 'bench seek'), 0)
  const drawn = new Uint32Array(writesPerFrame)
  const row = new Float64Array(columns)
  for (let frame = 0; frame < frames; frame++) {
    draws.fill(drawn, writesPerFrame)
    const timeNs = frame * 1e6
    for (const bits of drawn) {
      const cell = bits % cells
      const now = (states[cell] + 1) % 3
      recorder.write(0, cell, states[cell], now)
      states[cell] = now
    }
    for (let i = 0; i < decisionsPerFrame; i++) {
      const page = drawn[i] % cells
      const number = recorder.decide(
        timeNs,
        page,
        1,
        i & 1,
        1 - (i & 1),
        drawn[i] % reasons.length,
        i,
        500,
        0,
        1500,
      )
      if (i % 3 === 0) recorder.outcome(number, timeNs, i % 2, i)
    }
    recorder.endEpoch(timeNs + 1e6, row, () => ({ frame: Math.floor(frame / 50) }))
    if (frame % 100 === 99) store.appendRun('r1', recorder.drain())
  }
}

/** CPU time of the work, ms: neighbours on a shared machine count for less than in wall time. */
function timed(work: () => void): number {
  const begun = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1000
}

function seeks(store: Store, report: Report): void {
  const seek = (frame: number) =>
    timed(() => {
      const moment = store.momentAt({ run: 'r1', timeNs: (frame + 1) * 1e6 })
      store.mapAt({ run: 'r1', map: 'placement', frame: moment.frame, bins: 128 })
    })
  const figure = (what: string, times: number[]) => {
    times.sort((a, b) => a - b)
    const worst = times[Math.floor(times.length * 0.99)]
    report.figure(what, `${median(times).toFixed(1)}, ${worst.toFixed(1)} ms`, {
      text: `≤ ${mostSeekMs} ms`,
      holds: worst <= mostSeekMs,
    })
  }
  figure(
    'seek anywhere, median and 99 of 100',
    Array.from({ length: 300 }, (_, i) => seek((i * 7919) % frames)),
  )
  figure(
    'seek to the next frame',
    Array.from({ length: 300 }, (_, i) => seek(5000 + i)),
  )
  figure(
    'seek to the frame before',
    Array.from({ length: 300 }, (_, i) => seek(5300 - i)),
  )
  const diff = Array.from({ length: 5 }, (_, i) =>
    timed(() =>
      store.mapDiff({ run: 'r1', map: 'placement', fromFrame: i * 1500, toFrame: 9000 - i, bins: 128 }),
    ),
  )
  report.figure('difference of two frames', `${median(diff).toFixed(0)} ms`)
}

/** The longest time for which a search keeps the thread: that of one piece. */
function searches(store: Store, report: Report): void {
  const all = { run: 'r1', fromNs: 0, toNs: Infinity, offset: 0, limit: 120 }
  const search = (what: string, filter: object) => {
    let longestMs = 0
    let sumMs = 0
    const work = store.decisions({ ...all, ...filter })
    for (let done = false; !done;) {
      const pieceMs = timed(() => (done = work.next().done === true))
      longestMs = Math.max(longestMs, pieceMs)
      sumMs += pieceMs
    }
    report.figure(`${what}: all, longest piece`, `${sumMs.toFixed(0)}, ${longestMs.toFixed(0)} ms`, {
      text: `piece ≤ ${mostSeekMs} ms`,
      holds: longestMs <= mostSeekMs,
    }) // prettier-ignore
  }
  search('ten million decisions by reason', { reason: 3 })
  search('the same again, further down', { reason: 3, offset: 500_000 })
  search('by pages and verdict', { page: 1000, lastPage: 90_000, verdict: 'refused' })
  search('by tier and outcome', { from: 1, outcome: 'stayed' })
  const groups = timed(() => finished(store.decisionGroups({ ...all, pages: cells, bins: 64 })))
  report.figure('counted by region', `${groups.toFixed(0)} ms`)
}
