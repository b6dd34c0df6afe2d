import fc from 'fast-check'
import { applyPatches, enablePatches, type Patch } from 'immer'
import { describe, expect, it } from 'vitest'
import { createRecorder } from '../../../main/engine/recording/create-recorder.ts'
import { createKeptPages, keptShare } from '../../../shared/documents/comparing/kept-pages.ts'
import { bitsPerCell } from '../../../shared/documents/map.ts'
import { unpackCells } from '../../../shared/documents/pack-cells.ts'
import { packCells } from '../../documents/plain-packing.ts'
import { concatChunks } from './concat-chunks.ts'
import { play, specOf, tapes, type Epoch, type Tape } from './tape.ts'

enablePatches()

const quiet: Epoch = {
  spanNs: 10, row: [0, 0, 0, 0], writes: [], decisions: [], outcomes: [], amounts: [], root: undefined,
} // prettier-ignore

function tapeOf(epochs: readonly Partial<Epoch>[], change: Partial<Tape> = {}): Tape {
  return {
    cells: 64,
    states: 3,
    budgetBytes: 1 << 20,
    frames: { everyEpochs: 2 },
    framesPerMatrixColumn: 2,
    epochs: epochs.map((epoch) => ({ ...quiet, ...epoch })),
    ...change,
  }
}

describe('frames', () => {
  it('[R1] sums add up, means weigh by time, states stand as at the end, extremes are of the epochs', () => {
    const tape = tapeOf([
      { spanNs: 10, row: [5, 2, 100, 8] },
      { spanNs: 30, row: [3, 4, 200, 6] },
    ])
    const { value, min, max, timeNs } = concatChunks(play(tape).chunks)
    expect(timeNs).toEqual([40])
    expect(value).toEqual([[8], [6], [175], [6]])
    expect(min).toEqual([[1e8], [2], [100], [6]])
    expect(max).toEqual([[5e8], [4], [200], [8]])
  })

  it('[R1] a gauge with nothing to measure is skipped, and absent where it never measured', () => {
    const tape = tapeOf([
      { row: [0, 0, NaN, 1] },
      { row: [0, 0, 7, 1] },
      { row: [0, 0, NaN, 1] },
      { row: [0, 0, NaN, 1] },
    ])
    const { value, min, max } = concatChunks(play(tape).chunks)
    expect(value[2]).toEqual([7, NaN])
    expect(min[2]).toEqual([7, NaN])
    expect(max[2]).toEqual([7, NaN])
  })

  it('[R1] values of means and states lie within the extremes', () => {
    fc.assert(
      fc.property(tapes, (tape) => {
        const { value, min, max } = concatChunks(play(tape).chunks)
        for (const c of [2, 3])
          value[c].forEach((v, i) => {
            expect(v).toBeGreaterThanOrEqual(min[c][i])
            expect(v).toBeLessThanOrEqual(max[c][i])
          })
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  it('[R2] a frame ends with the first epoch at or after the next multiple of its length, the last one early', () => {
    const tape = tapeOf(
      [7, 2, 1, 25, 5, 3].map((spanNs) => ({ spanNs })),
      { frames: { everyNs: 10 } },
    )
    expect(concatChunks(play(tape).chunks).timeNs).toEqual([10, 35, 40, 43])
  })
})

describe('maps', () => {
  it('[R3] a cell written and written back within a frame leaves no write', () => {
    const write = (cell: number, now: number) => ({ cell, now })
    const tape = tapeOf([
      { writes: [write(1, 1)] },
      {},
      { writes: [write(1, 2), write(5, 1), write(9, 2)] },
      { writes: [write(1, 1), write(5, 2), write(9, 0), write(9, 1)] },
    ])
    const { perFrame, cell, was, now } = concatChunks(play(tape).chunks)
    expect(perFrame).toEqual([0, 2])
    expect([cell, was, now]).toEqual([[5, 9], [0, 0], [2, 1]]) // prettier-ignore
  })

  it('[R3] writes and keyframes are those of plain books, whatever is written, drained and outgrown', () => {
    fc.assert(
      fc.property(tapes, fc.integer({ min: 1, max: 9 }), (tape, every) => {
        const whole = { ...tape, budgetBytes: 1 << 20 }
        const played = play(whole, (call) => call % every === 0)
        const { perFrame, cell, was, now, keyframes, timeNs } = concatChunks(played.chunks)
        const bits = bitsPerCell(whole.states)
        let before: Uint8Array = new Uint8Array(whole.cells)
        let write = 0
        for (let frame = 0; frame < perFrame.length; frame++) {
          const after = played.statesAfter[played.timesNs.indexOf(timeNs[frame])]
          const keyframe = keyframes.find((key) => key.frame === frame)
          if (keyframe) expect(keyframe.packed).toEqual(packCells(after, bits))
          const changed = before.reduce((count, state, c) => (state === after[c] ? count : count + 1), 0)
          if (perFrame[frame] > 0 || !keyframe) expect(perFrame[frame]).toBe(changed)
          const end = write + perFrame[frame]
          expect(new Set(cell.slice(write, end)).size).toBe(perFrame[frame])
          for (; write < end; write++)
            expect([was[write], now[write]]).toEqual([before[cell[write]], after[cell[write]]])
          before = after
        }
      }),
      { seed: 4, numRuns: 150 },
    )
  })

  it('[R4] a write from a state its cell is not in stops the run', () => {
    const tape = tapeOf([])
    const recorder = createRecorder(specOf(tape), { ...tape, keepSeed: 1 })
    const row = new Float64Array(specOf(tape).columns.length)
    recorder.write(0, 3, 0, 1)
    expect(() => recorder.write(0, 3, 1, 3)).toThrow('legend')
    expect(() => recorder.close()).toThrow('end of their epoch')
    recorder.write(0, 3, 2, 0)
    expect(() => {
      recorder.endEpoch(1e9, row, () => ({}))
      recorder.close()
    }).toThrow('the state its cell is in')
  })

  it('[R5] frame 0 is a keyframe, and another follows once the writes since outweigh one', () => {
    const epochs = Array.from({ length: 40 }, (_, i) => ({ writes: [{ cell: i + 64, now: 1 }] }))
    const tape = tapeOf(epochs, { cells: 256, frames: { everyEpochs: 1 } })
    const { keyframes, perFrame } = concatChunks(play(tape).chunks)
    // 256 cells of 2 bits are 64 bytes; 11 writes of 6 bytes outweigh them.
    expect(keyframes.map(({ frame }) => frame)).toEqual([0, 11, 22, 33])
    expect(perFrame).toEqual([0, ...Array.from({ length: 39 }, () => 1)])
  })
})

describe('decisions', () => {
  it('[R6] rows are numbered from 0 over the whole run, and outcomes refer to these numbers', () => {
    const decisions = [3, 4].map((page) => ({ page, reason: 1, a: page }))
    const tape = tapeOf([{ decisions }, { decisions, outcomes: [{ decision: 2, kind: 1 }] }])
    const played = play(tape, (call) => call % 2 === 0)
    expect(played.kept).toEqual([0, 1, 2, 3])
    const all = concatChunks(played.chunks)
    expect(all.decisions.page).toEqual([3, 4, 3, 4])
    expect(all.outcomes.decision).toEqual([2])
    expect(all.coverage.decisionsMade).toBe(4)
  })
})

describe('budget', () => {
  const epochs = Array.from({ length: 400 }, (_, e) => ({
    writes: Array.from({ length: 30 }, (_, i) => ({ cell: (e * 131 + i * 17) % 512, now: (e + i) % 3 })),
    decisions: Array.from({ length: 10 }, (_, i) => ({ page: (e * 37 + i * 401) % 4096, reason: 0, a: e })),
  }))
  const tape = tapeOf(epochs, { cells: 512, frames: { everyEpochs: 1 }, budgetBytes: 100_000 })
  const isKept = createKeptPages(7)

  it('[R7] beyond the budget decisions are whole for the kept pages, and coverage says from when', () => {
    const played = play(tape)
    const { decisions, coverage } = concatChunks(played.chunks)
    const { decisionsCompleteUntilNs: until } = coverage
    expect(coverage.decisionsKeptShare).toBe(keptShare)
    expect(coverage.decisionsMade).toBe(4000)
    const wanted = epochs.flatMap((epoch, e) => epoch.decisions.map(({ page }) => ({ page, timeNs: 10 * e })))
    const firstOut = played.kept.findIndex((row) => row < 0)
    expect(until).toBeLessThanOrEqual(wanted[firstOut].timeNs)
    const complete = wanted.filter(({ timeNs }) => timeNs < until)
    expect(decisions.page.slice(0, complete.length)).toEqual(complete.map(({ page }) => page))
    const after = decisions.page.filter((_, i) => decisions.timeNs[i] > until)
    const keptAfter = wanted.filter(({ page, timeNs }) => timeNs > until && isKept(page))
    expect(after).toEqual(keptAfter.map(({ page }) => page))
    expect(after.length).toBeGreaterThan(0)
  })

  it('[R8] beyond the budget kept cells are right in every frame and all cells at each keyframe', () => {
    const played = play(tape)
    const { perFrame, cell, now, keyframes, coverage, timeNs } = concatChunks(played.chunks)
    expect(coverage.mapsKeptShare).toBe(keptShare)
    const cells = new Uint8Array(512)
    let write = 0
    let exactFrames = 0
    for (let frame = 0; frame < perFrame.length; frame++) {
      for (let i = 0; i < perFrame[frame]; i++, write++) cells[cell[write]] = now[write]
      const keyframe = keyframes.find((key) => key.frame === frame)
      if (keyframe) unpackCells(keyframe.packed, 2, cells)
      const truth = played.statesAfter[frame]
      const exact = keyframe !== undefined || timeNs[frame] <= coverage.mapsCompleteUntilNs
      if (exact) exactFrames++
      for (let c = 0; c < 512; c++)
        if ((exact || isKept(c)) && cells[c] !== truth[c])
          expect([frame, c, cells[c]]).toEqual([frame, c, truth[c]])
    }
    const complete = timeNs.findIndex((t) => t > coverage.mapsCompleteUntilNs)
    expect(keyframes.filter(({ frame }) => frame >= complete).length).toBeGreaterThan(0)
    expect(exactFrames).toBeLessThan(perFrame.length)
  })

  it('[R7] the kept pages are about one in 64, and others under another seed', () => {
    const pages = Array.from({ length: 64_000 }, (_, page) => page)
    const kept = pages.filter(isKept)
    expect(Math.abs(kept.length - 1000)).toBeLessThan(130)
    expect(pages.filter(createKeptPages(8))).not.toEqual(kept)
  })
})

describe('drain', () => {
  it('[R9] what was recorded never depends on when it was drained', () => {
    fc.assert(
      fc.property(tapes, fc.integer({ min: 1, max: 9 }), fc.nat(8), (tape, every, phase) => {
        const whole = concatChunks(play(tape).chunks)
        const pieces = concatChunks(play(tape, (call) => (call * 7 + phase) % every === 0).chunks)
        expect(pieces).toEqual(whole)
      }),
      { seed: 2, numRuns: 80 },
    )
  })
})

describe('matrices and roots', () => {
  it('[R10] a matrix column adds up its frames, the last one early', () => {
    const amounts = [{ bin: 1, amount: 2 }]
    const tape = tapeOf([{ amounts }, { amounts }, { amounts }, { amounts }, { amounts }])
    const { untilNs, heat } = concatChunks(play(tape).chunks)
    expect(untilNs).toEqual([40, 50])
    expect(heat).toEqual([0, 8, 0, 0, 0, 2, 0, 0])
  })

  it('[R11] the patches rebuild the root of every frame', () => {
    fc.assert(
      fc.property(tapes, (tape) => {
        const played = play(tape)
        const { roots, timeNs } = concatChunks(played.chunks)
        let root: object = {}
        timeNs.forEach((time, frame) => {
          for (const change of roots)
            if (change.frame === frame) root = applyPatches(root, change.patches as Patch[])
          expect(root).toEqual(played.roots[played.timesNs.indexOf(time)])
        })
      }),
      { seed: 3, numRuns: 60 },
    )
  })
})
