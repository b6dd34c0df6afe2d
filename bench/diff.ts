import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createRecorder } from '../main/engine/recording/create-recorder.ts'
import { diffDecisions } from '../main/history/diff/diff-decisions.ts'
import { addUp } from '../main/history/regret/ledger.ts'
import { createRunLender } from '../main/workspace/comparing/run-lender.ts'
import { openRunSource } from '../main/workspace/comparing/run-source.ts'
import { openStore } from '../main/workspace/open-store.ts'
import type { Store } from '../main/workspace/store.ts'
import { createSequence, createStream } from '../shared/base/random.ts'
import type { RecordingSpec } from '../shared/documents/recorded.ts'
import { experiment, runOf } from '../test/workspace/stored-run.ts'
import type { Report } from './report.ts'

/** Two runs of ten million decisions about a million pages; the second is another run after three tenths. */
const frames = 10_000
const decisionsPerFrame = 1000
const pages = 1 << 20
const spec: RecordingSpec = {
  columns: [],
  tracks: [],
  maps: [],
  matrices: [],
  nodes: [
    { title: 'dram', role: 'dram' },
    { title: 'cxl', role: 'cxl' },
  ],
  scale: 1,
  pageBytes: 4096,
}

/** CPU time, and bytes of the largest working set. */
export async function benchDiff(report: Report): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'tierlab-diff-'))
  try {
    const store = openStore(join(folder, 'diff.tierlab'), 'create')
    store.putExperiment(experiment)
    record(store, 'r1', frames)
    record(store, 'r2', (frames * 3) / 10)
    const lender = createRunLender(() => store.tables)
    const [a, b] = [await openRunSource(lender, 'r1'), await openRunSource(lender, 'r2')]
    let longestMs = 0
    let lastMs = performance.now()
    const breathe = async () => {
      longestMs = Math.max(longestMs, performance.now() - lastMs)
      lastMs = performance.now()
    }
    const begun = process.cpuUsage()
    const diff = await diffDecisions(a.decisions, b.decisions, { breathe })
    report.figure('diff of ten million with ten million', seconds(begun))
    report.figure('held while it works', `${(diff.peakBytes / 2 ** 20).toFixed(0)} MiB`, {
      text: '≤ 256 MiB',
      holds: diff.peakBytes <= 2 ** 28,
    })
    report.figure('blocks read', `${diff.blocksRead}`)
    report.figure('longest without a breath (wall time)', `${longestMs.toFixed(0)} ms`)
    const same = process.cpuUsage()
    await diffDecisions(a.decisions, a.decisions, { breathe: async () => {} })
    report.figure('diff of ten million with themselves', seconds(same))
    const ledger = process.cpuUsage()
    await addUp(a.decisions, a.record, async () => {})
    report.figure('ledger of ten million', seconds(ledger))
    store.close()
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function record(store: Store, id: string, apartFrame: number): void {
  store.beginRun({ ...runOf(spec, id), status: 'done' })
  const recorder = createRecorder(spec, {
    frames: { everyEpochs: 1 }, framesPerMatrixColumn: 10, budgetBytes: 2 ** 31, keepSeed: 1,
  }) // prettier-ignore
  const draws = [1, 2].map((seed) => createSequence(createStream(seed, 'bench diff'), 0))
  const drawn = new Uint32Array(decisionsPerFrame)
  for (let frame = 0; frame < frames; frame++) {
    draws[frame < apartFrame ? 0 : 1].fill(drawn, decisionsPerFrame)
    drawn.forEach((bits, i) => {
      const refused = bits % 3 === 0
      const timeNs = frame * 1e6 + i * 1000
      const number = recorder.decide(timeNs, (bits >>> 8) % pages, 1, 1, 0, refused ? 2 : 0, i, 500, 0, 1500)
      if (!refused) recorder.outcome(number, timeNs + 5e5, i % 2, i)
    })
    recorder.endEpoch((frame + 1) * 1e6, new Float64Array(0), () => ({}))
    if (frame % 100 === 99) store.appendRun(id, recorder.drain())
  }
}

function seconds(since: NodeJS.CpuUsage): string {
  const { user, system } = process.cpuUsage(since)
  return `${((user + system) / 1e6).toFixed(1)} s`
}
