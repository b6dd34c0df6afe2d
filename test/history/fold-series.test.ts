import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldColumn, foldTimes, framesPerSample } from '../../main/history/fold-series.ts'
import { foldMatrix } from '../../main/history/fold-matrix.ts'
import { frameAt, framesWithin } from '../../main/history/frame-times.ts'

const value = fc.oneof(
  { weight: 9, arbitrary: fc.double({ min: -1e9, max: 1e9, noNaN: true }) },
  fc.constant(NaN),
)
const recorded = fc.array(fc.record({ value, low: fc.nat(1000), high: fc.nat(1000), spanNs: fc.integer({ min: 1, max: 99 }) }), { minLength: 1, maxLength: 300 }) // prettier-ignore

function columnOf(frames: readonly { value: number; low: number; high: number; spanNs: number }[]) {
  let nowNs = 0
  return {
    timeNs: Float64Array.from(frames, ({ spanNs }) => (nowNs += spanNs)),
    value: Float64Array.from(frames, (frame) => frame.value),
    min: Float64Array.from(frames, (frame) => frame.value - frame.low),
    max: Float64Array.from(frames, (frame) => frame.value + frame.high),
  }
}

describe('folding a series', () => {
  it('[H5] no spike is lost: a sample reaches from the least minimum to the greatest maximum of its frames', () => {
    fc.assert(
      fc.property(recorded, fc.integer({ min: 1, max: 50 }), (frames, points) => {
        const column = columnOf(frames)
        const per = framesPerSample(frames.length, points)
        const folded = foldColumn({ fold: 'mean' }, column, column.timeNs, 0, per)
        expect(folded.value.length).toBeLessThanOrEqual(points)
        folded.min.forEach((low, i) => {
          const part = (from: Float64Array) =>
            from.slice(i * per, (i + 1) * per).filter((v) => !Number.isNaN(v))
          expect(low).toBe(part(column.min).length === 0 ? NaN : Math.min(...part(column.min)))
          expect(folded.max[i]).toBe(part(column.max).length === 0 ? NaN : Math.max(...part(column.max)))
          if (Number.isNaN(low)) return
          expect(folded.value[i]).toBeGreaterThanOrEqual(low)
          expect(folded.value[i]).toBeLessThanOrEqual(folded.max[i])
        })
      }),
      { seed: 9, numRuns: 150 },
    )
  })

  it('[H5] one frame a sample gives a series back as it is', () => {
    fc.assert(
      fc.property(recorded, fc.constantFrom('mean', 'last', 'sum'), (frames, fold) => {
        const column = columnOf(frames)
        const folded = foldColumn({ fold } as const, column, column.timeNs, 0, 1)
        expect(folded.value).toEqual(column.value)
        expect(foldTimes(column.timeNs, 1)).toEqual(column.timeNs)
      }),
      { seed: 10, numRuns: 60 },
    )
  })

  it('[H6] the value is the mean by time, the mean rate per second, or the last', () => {
    const column = columnOf(
      [10, 40, 7, NaN].map((v, i) => ({ value: v, low: 0, high: 100, spanNs: [10, 30, 20, 20][i] })),
    )
    const folded = (fold: 'sum' | 'mean' | 'last', perSec = false) =>
      Array.from(foldColumn({ fold, perSec }, column, column.timeNs, 0, 2).value)
    expect(folded('mean')).toEqual([32.5, 7])
    expect(folded('last')).toEqual([40, NaN])
    expect(folded('sum', true)[0]).toBe((50 * 1e9) / 40)
    expect(folded('sum')).toEqual([32.5, 7])
    expect(Array.from(foldTimes(column.timeNs, 3))).toEqual([60, 80])
  })
})

describe('frames in time', () => {
  it('[H7] a moment belongs to the last frame that ended by then, a range to all frames that it touches', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 40 }), fc.nat(200), fc.nat(200), (spans, a, b) => {
        let nowNs = 0
        const times = Float64Array.from(spans, (span) => (nowNs += span))
        const by = Array.from(times).filter((t) => t <= a).length
        expect(frameAt(times, a)).toBe(times.length === 0 ? -1 : Math.max(0, by - 1))
        const { first, end } = framesWithin(times, a, b)
        const touched = Array.from(times, (t, i) => i).filter((i) => a <= b && times[i] >= a && (i === 0 ? 0 : times[i - 1]) < b + (i === 0 ? 1 : 0))
        expect(Array.from({ length: end - first }, (_, i) => first + i)).toEqual(touched)
      }),
      { seed: 11, numRuns: 300 },
    ) // prettier-ignore
  })
})

describe('folding a matrix', () => {
  it('[H8] each value is the mean of what it stands for, so that folding evenly keeps the whole mean', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1000), { minLength: 96, maxLength: 96 }), (amounts) => {
        const untilNs = Float64Array.from({ length: 12 }, (_, i) => 10 * (i + 1))
        const history = { bins: 8, untilNs, values: Float32Array.from(amounts) }
        const slice = foldMatrix(history, 0, 120, 4, 2)
        expect([slice.columns, slice.rows, Array.from(slice.untilNs)]).toEqual([4, 2, [30, 60, 90, 120]])
        const mean = (list: ArrayLike<number>) =>
          Array.from(list).reduce((sum, v) => sum + v, 0) / list.length
        expect(mean(slice.values)).toBeCloseTo(mean(amounts), 3)
        expect(slice.max).toBe(Math.max(...slice.values))
      }),
      { seed: 12, numRuns: 50 },
    )
  })
})
