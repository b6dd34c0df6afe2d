import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapChanges } from '../../main/history/map-diff.ts'
import { countWrites, isWhole, mapAtFrame, moveMap, type MapHistory } from '../../main/history/map-history.ts'
import { packedBytes, unpackCells } from '../../shared/documents/pack-cells.ts'
import { play, plainMap, tapes, type Played, type Tape } from '../engine/recording/tape.ts'
import { packCells } from '../documents/plain-packing.ts'

/** One frame an epoch and a budget for everything: then the plain bookkeeping is the truth of every frame. */
const whole = tapes.map((tape): Tape => ({ ...tape, frames: { everyEpochs: 1 }, budgetBytes: 1 << 24 }))

function historyOf(tape: Tape, { chunks, statesAfter }: Played): MapHistory {
  return {
    spec: plainMap(tape.cells, tape.states),
    keyframes: chunks.flatMap((chunk) => chunk.keyframes),
    writes: chunks.flatMap((chunk) => chunk.writes),
    wholeFrames: statesAfter.length,
  }
}

describe('rewind', () => {
  it('[H1] the map at any frame equals the replay of all writes from the start', () => {
    fc.assert(
      fc.property(whole, fc.integer({ min: 1, max: 9 }), (tape, every) => {
        const played = play(tape, (call) => call % every === 0)
        const history = historyOf(tape, played)
        const states = new Uint8Array(tape.cells)
        played.statesAfter.forEach((truth, frame) => {
          mapAtFrame(history, frame, states)
          expect(states).toEqual(truth)
        })
        mapAtFrame(history, -1, states)
        expect(states).toEqual(new Uint8Array(tape.cells))
      }),
      { seed: 5, numRuns: 120 },
    )
  })

  it('[H2] moving by writes alone, forwards or backwards, meets the same states wherever these are whole', () => {
    let moves = 0
    fc.assert(
      fc.property(whole, fc.nat(100), fc.nat(100), (tape, one, other) => {
        const played = play(tape)
        const history = historyOf(tape, played)
        const from = one % played.statesAfter.length
        const to = other % played.statesAfter.length
        if (!isWhole(history, Math.min(from, to) + 1, Math.max(from, to))) return
        const states = played.statesAfter[from].slice()
        moveMap(history, states, from, to)
        expect(states).toEqual(played.statesAfter[to])
        if (from !== to) moves++
      }),
      { seed: 6, numRuns: 200 },
    )
    expect(moves).toBeGreaterThan(20)
  })

  it('[H2] the nearer keyframe is taken, also when it is the later one', () => {
    const cell = Uint32Array.from({ length: 10 }, (_, i) => i)
    const history: MapHistory = {
      spec: plainMap(10, 3),
      keyframes: [
        { map: 0, frame: 0, packed: packCells(new Uint8Array(10), 2) },
        { map: 0, frame: 10, packed: packCells(new Uint8Array(10).fill(2), 2) },
      ],
      // The first write lies about what it leaves; whoever goes backwards from frame 10 never meets it.
      writes: [
        { map: 0, firstFrame: 0, perFrame: Uint32Array.of(0, ...new Array<number>(10).fill(1)), cell, was: new Uint8Array(10), now: Uint8Array.of(1, ...new Array<number>(9).fill(2)) },
      ],
      wholeFrames: 11,
    } // prettier-ignore
    const states = new Uint8Array(10)
    mapAtFrame(history, 9, states)
    expect(Array.from(states)).toEqual([2, 2, 2, 2, 2, 2, 2, 2, 2, 0])
    mapAtFrame(history, 2, states)
    expect(Array.from(states)).toEqual([1, 2, 0, 0, 0, 0, 0, 0, 0, 0])
    expect(countWrites(history, 1, 9)).toBe(9)
    mapAtFrame({ ...history, wholeFrames: 10 }, 9, states)
    expect(states[0]).toBe(1)
  })

  it('[H3] the changes between two frames turn one into the other, and nothing else is among them', () => {
    fc.assert(
      fc.property(whole, fc.nat(100), fc.nat(100), (tape, one, other) => {
        const played = play(tape)
        const from = (one % (played.statesAfter.length + 1)) - 1
        const to = other % played.statesAfter.length
        const { cell, was, now } = mapChanges(historyOf(tape, played), from, to)
        const states = from < 0 ? new Uint8Array(tape.cells) : played.statesAfter[from].slice()
        cell.forEach((c, i) => {
          expect(was[i]).toBe(states[c])
          expect(now[i]).not.toBe(was[i])
          states[c] = now[i]
        })
        expect(states).toEqual(played.statesAfter[to])
      }),
      { seed: 7, numRuns: 80 },
    )
  })

  it('[H4] packed cells unpack to what they were, in the bits that the legend needs', () => {
    fc.assert(
      fc.property(fc.constantFrom(1, 2, 4, 8), fc.array(fc.nat(255), { maxLength: 70 }), (bits, values) => {
        const states = Uint8Array.from(values, (value) => value % (1 << bits))
        const packed = packCells(states, bits)
        expect(packed.length).toBe(packedBytes(plainMap(states.length, 1 << bits)))
        const unpacked = new Uint8Array(states.length)
        unpackCells(packed, bits, unpacked)
        expect(unpacked).toEqual(states)
      }),
      { seed: 8 },
    )
  })
})
