import { expect, test } from 'vitest'
import { createRecorder } from '../../../main/engine/recording/create-recorder.ts'
import { openStore } from '../../../main/workspace/open-store.ts'
import { extentWithin, trackData, valueRange } from '../../../shared/figures/track-data.ts'
import type { TrackSpec } from '../../../shared/documents/series.ts'
import type { RecordingSpec } from '../../../shared/documents/recorded.ts'
import { experiment, runOf } from '../../workspace/stored-run.ts'

const epochs = 50_000
const epochNs = 1e6
const spikeAt = 31_417
const spike = 977

const track: TrackSpec = { id: 't', title: 'T', unit: 'ns', about: 't', columns: ['gauge'], draw: 'lines', pinned: true, formula: 't', source: 't' } // prettier-ignore
const spec: RecordingSpec = {
  columns: [{ name: 'gauge', title: 'gauge', unit: 'ns', fold: 'mean', about: 'quiet but for one epoch' }],
  tracks: [track], maps: [], matrices: [], nodes: [], scale: 1, pageBytes: 4096,
} // prettier-ignore

function storeWithSpike() {
  const store = openStore(':memory:', 'create')
  store.putExperiment(experiment)
  store.beginRun(runOf(spec))
  const recorder = createRecorder(spec, {
    frames: { everyEpochs: 5 },
    framesPerMatrixColumn: 10,
    budgetBytes: 1 << 20,
    keepSeed: 1,
  })
  for (let epoch = 0; epoch < epochs; epoch++) {
    recorder.endEpoch(
      (epoch + 1) * epochNs,
      Float64Array.of(epoch === spikeAt ? spike : 10 + (epoch % 3)),
      () => ({}),
    )
    if (epoch % 3001 === 0) store.appendRun('r1', recorder.drain())
  }
  recorder.close()
  store.appendRun('r1', recorder.drain())
  return store
}

test('[V25] a spike of one epoch is drawn at every zoom and width', () => {
  const store = storeWithSpike()
  const timeNs = (spikeAt + 0.5) * epochNs
  for (const points of [16, 100, 807, 1600, 8192])
    for (const spanNs of [epochs * epochNs, 1e10, 1e9, 1e8]) {
      const range = {
        fromNs: Math.max(0, timeNs - spanNs / 3),
        toNs: Math.min(epochs * epochNs, timeNs + spanNs / 2),
      }
      const slice = store.series({ run: 'r1', columns: ['gauge'], ...range, points })
      expect(slice.frames).toBeLessThanOrEqual(points)
      const drawn = trackData(track, spec.columns, slice)!
      const { least, greatest } = extentWithin(drawn, range)
      expect([least, greatest]).toEqual([10, spike])
      expect(valueRange(track, least, greatest)[1]).toBeGreaterThan(spike)
      const [times, , max] = drawn.aligned
      const at = max.indexOf(spike)
      expect(times[at]).toBeGreaterThanOrEqual(timeNs)
      expect(times[at - 1] ?? 0).toBeLessThan(timeNs + epochNs * 5)
    }
  store.close()
})
