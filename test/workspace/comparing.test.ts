import { expect, test } from 'vitest'
import { createRecorder } from '../../main/engine/recording/create-recorder.ts'
import { createComparer } from '../../main/workspace/comparing/comparer.ts'
import { createRunLender } from '../../main/workspace/comparing/run-lender.ts'
import { openStore } from '../../main/workspace/open-store.ts'
import type { Store } from '../../main/workspace/store.ts'
import type { RecordingSpec } from '../../shared/documents/recorded.ts'
import { experiment, runOf } from './stored-run.ts'

const epochs = 20_000
const epochsPerFrame = 10
const spec: RecordingSpec = {
  columns: [{ name: 'latencyNs', title: 'latency', unit: 'ns', fold: 'mean', about: 'made up' }],
  tracks: [],
  maps: [
    {
      id: 'placement',
      title: 'Placement',
      cells: 256,
      cellTitle: 'page',
      legend: ['·', '▲', '▽'].map((sign) => ({ title: sign, role: 'plain' as const, sign })),
    },
  ],
  matrices: [],
  nodes: [],
  scale: 1,
  pageBytes: 4096,
}

/** A quiet run with one epoch of 9000 ns, and one page that is elsewhere in one frame; nothing else happens. */
function record(store: Store, id: string, spikeEpoch: number, budgetBytes = 2 ** 28): void {
  store.beginRun({ ...runOf(spec, id), status: 'done' })
  const rule = { everyEpochs: epochsPerFrame }
  const recorder = createRecorder(spec, { frames: rule, framesPerMatrixColumn: 10, budgetBytes, keepSeed: 7 })
  const frame = Math.floor(spikeEpoch / epochsPerFrame)
  for (let epoch = 0; epoch < epochs; epoch++) {
    if (epoch === frame * epochsPerFrame) recorder.write(0, 77, 0, 2)
    if (epoch === (frame + 1) * epochsPerFrame) recorder.write(0, 77, 2, 0)
    if (epoch % 40 === 0) recorder.decide(epoch * 1e6, epoch % 256, 1, 1, 0, 2, epoch % 90, 50, 0, 100)
    recorder.endEpoch((epoch + 1) * 1e6, Float64Array.of(epoch === spikeEpoch ? 9000 : 100), () => ({}))
  }
  recorder.close()
  store.appendRun(id, recorder.drain())
}

const span = { fromNs: 0, toNs: Infinity }

test('[H17] one epoch’s spike and one frame’s move stay in sight through recorder, file and folding to a few pixels', async () => {
  const store = openStore(':memory:', 'create')
  store.putExperiment(experiment)
  record(store, 'a', -20)
  const comparer = createComparer(() => createRunLender(() => store.tables))
  for (const spikeEpoch of [3, 7777, 15_209]) {
    const id = `b${spikeEpoch}`
    record(store, id, spikeEpoch)
    const pair = { a: { run: 'a' }, b: { run: id } }
    for (const points of [16, 100, 20_000]) {
      const { timeNs, columns } = await comparer.seriesDelta({
        ...pair,
        ...span,
        columns: ['latencyNs'],
        points,
      })
      const { max } = columns['latencyNs'].delta
      const place = timeNs.findIndex((end) => end >= (spikeEpoch + 1) * 1e6)
      expect(max[place]).toBe(8900)
      expect(max.filter((value) => value > 0)).toHaveLength(1)
      const asked = { ...pair, ...span, map: 'placement', points, columns: 16, rows: 16 }
      const { differing } = await comparer.placementDelta(asked)
      expect(differing.max.filter((cells) => cells > 0)).toHaveLength(1)
    }
  }
  store.close()
})

test('[H13] a comparison on the kept pages alone says so in a sentence and in its share', async () => {
  const store = openStore(':memory:', 'create')
  store.putExperiment(experiment)
  record(store, 'a', -20, 20_000)
  record(store, 'b', -20)
  const comparer = createComparer(() => createRunLender(() => store.tables))
  for await (const event of comparer.compareRuns({ a: { run: 'a' }, b: { run: 'b' } })) {
    if (event.type === 'progress') continue
    expect(event.comparison.decisions?.comparedPageShare).toBe(1 / 64)
    expect(event.comparison.notes).toEqual([
      expect.stringMatching(/^Decisions are compared on 1\/64 of the pages, chosen by hash/),
    ])
    expect(event.comparison).toMatchObject({ firstDivergence: null, decisions: { onlyA: 0, onlyB: 0 } })
  }
  store.close()
})
