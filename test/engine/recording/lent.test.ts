import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRecorder } from '../../../main/engine/recording/create-recorder.ts'
import type { Recorder } from '../../../main/engine/recording/recorder.ts'
import { decisionColumnsOf, outcomeColumnsOf } from '../../../shared/documents/comparing/decision-rows.ts'
import { giveBack, type Lent } from '../../../shared/base/lent.ts'
import type { RecordedChunk } from '../../../shared/documents/recorded.ts'
import { uniformAt, createStream } from '../../../shared/base/random.ts'
import { specOf } from './tape.ts'

const cells = 1 << 20
const states = 3

/** What a reader of the chunk has when it is done with it. */
interface Read {
  readonly decided: readonly number[]
  readonly saved: readonly number[]
  readonly perFrame: readonly number[]
  readonly changes: readonly number[]
  readonly keyframes: readonly { readonly frame: number; readonly packed: readonly number[] }[]
}

function lentIn({ writes, keyframes, decisions, outcomes }: RecordedChunk): Lent[] {
  return [...writes, ...keyframes, ...decisions, ...outcomes]
}

function read(chunk: RecordedChunk): Read {
  const [writes] = chunk.writes
  return {
    decided: [...decisionColumnsOf(chunk.decisions).page],
    saved: [...outcomeColumnsOf(chunk.outcomes).savedNs],
    perFrame: [...(writes?.perFrame ?? [])],
    changes: [...(writes?.cell ?? [])].flatMap((cell, i) => [cell, writes.was[i], writes.now[i]]),
    keyframes: chunk.keyframes.map(({ frame, packed }) => ({ frame, packed: [...packed] })),
  }
}

function joined(reads: readonly Read[]): Read {
  return {
    decided: reads.flatMap(({ decided }) => decided),
    saved: reads.flatMap(({ saved }) => saved),
    perFrame: reads.flatMap(({ perFrame }) => perFrame),
    changes: reads.flatMap(({ changes }) => changes),
    keyframes: reads.flatMap(({ keyframes }) => keyframes),
  }
}

/** Frames of `perFrame` decisions, outcomes and writes each; after each third of a frame `between` may drain. */
function record(
  frames: number,
  perFrame: number,
  between: (recorder: Recorder, step: number) => void,
): Recorder {
  const spec = specOf({ cells, states })
  const options = { frames: { everyEpochs: 1 }, framesPerMatrixColumn: 1, budgetBytes: 1 << 28, keepSeed: 1 }
  const recorder = createRecorder(spec, options)
  const draws = createStream(11, 'cells')
  const stateOf = new Uint8Array(cells)
  const row = new Float64Array(spec.columns.length)
  let step = 0
  for (let frame = 0, draw = 0; frame < frames; frame++) {
    for (let i = 0; i < perFrame; i++, draw++) {
      const cell = Math.floor(uniformAt(draws, draw, 0) * cells)
      const now = Math.floor(uniformAt(draws, draw, 1) * states)
      recorder.write(0, cell, stateOf[cell], now)
      stateOf[cell] = now
      const decision = recorder.decide(frame, cell, 1, 0, 1, 2, 1, 2, 3, 4)
      recorder.outcome(decision, frame, 0, draw)
      if (i % Math.ceil(perFrame / 3) === 0) between(recorder, step++)
    }
    recorder.endEpoch(frame + 1, row, () => ({}))
  }
  recorder.close()
  return recorder
}

describe('what is lent', () => {
  it('[R12] is read whole by a reader who gives all back at once, whenever he reads', () => {
    const whole = read(record(3, 16_000, () => undefined).drain())
    expect(whole.decided.length).toBe(48_000)
    expect(whole.changes.length).toBeGreaterThan(3 * 10_000)
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 7 }), fc.nat(6), (every, phase) => {
        const reads: Read[] = []
        const take = (chunk: RecordedChunk) => {
          reads.push(read(chunk))
          giveBack(lentIn(chunk))
        }
        const last = record(3, 16_000, (recorder, step) => {
          if ((step + phase) % every === 0) take(recorder.drain())
        })
        take(last.drain())
        expect(joined(reads)).toEqual(whole)
      }),
      { seed: 5, numRuns: 12 },
    )
  })

  it('[R12] stays as it was as long as it is not given back', () => {
    const chunks: RecordedChunk[] = []
    const early: Read[] = []
    const last = record(3, 27_000, (recorder) => {
      chunks.push(recorder.drain())
      early.push(read(chunks[chunks.length - 1]))
    })
    chunks.push(last.drain())
    expect(chunks.slice(0, -1).map(read)).toEqual(early)
    expect(joined(chunks.map(read))).toEqual(read(record(3, 27_000, () => undefined).drain()))
  })

  it('[R12] is used again once it was given back', () => {
    const buffers: ArrayBufferLike[] = []
    record(6, 30_000, (recorder) => {
      const chunk = recorder.drain()
      for (const { lent } of lentIn(chunk)) if (lent) buffers.push(lent.buffer)
      giveBack(lentIn(chunk))
    })
    expect(buffers.length).toBeGreaterThan(40)
    expect(new Set(buffers).size).toBeLessThan(buffers.length / 3)
  })
})
