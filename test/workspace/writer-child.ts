import { writeSync } from 'node:fs'
import { createRecorder } from '../../main/engine/recording/create-recorder.ts'
import { openStore } from '../../main/workspace/open-store.ts'
import { bitsAt, createStream } from '../../shared/base/random.ts'
import { specOf } from '../engine/recording/tape.ts'
import { experiment, runOf } from './stored-run.ts'

/** Appends to a workspace until it is killed, and says after each append how much it acknowledged. */
const [, , path, seed] = process.argv
const draws = createStream(Number(seed), 'writer')
const spec = specOf({ cells: 2000, states: 4 })
const store = openStore(path, 'create')
store.putExperiment(experiment)
store.beginRun(runOf(spec))
const recorder = createRecorder(spec, {
  frames: { everyEpochs: 1 },
  framesPerMatrixColumn: 3,
  budgetBytes: 1 << 28,
  keepSeed: 1,
})
const cells = new Uint8Array(2000)
let frames = 0
let decisions = 0
for (;;) {
  const epochs = 1 + (bitsAt(draws, frames, 0) % 40)
  for (let e = 0; e < epochs; e++, frames++) {
    for (let w = 0; w < 50; w++) {
      const cell = bitsAt(draws, frames, w) % 2000
      const now = (cells[cell] + 1) % 4
      recorder.write(0, cell, cells[cell], now)
      cells[cell] = now
    }
    for (let d = 0; d < 400; d++, decisions++)
      recorder.outcome(recorder.decide(frames, d, 1, 1, 0, d % 13, frames, d, 0, 1), frames, 1, d)
    recorder.endEpoch((frames + 1) * 10, Float64Array.of(frames, 1, 2, 3), () => ({ frames }))
  }
  store.appendRun('r1', recorder.drain())
  writeSync(1, `${frames} ${decisions}\n`)
}
