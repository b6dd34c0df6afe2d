import { bitsAt, createStream } from '../../shared/base/random.ts'
import type { Epoch, Tape } from '../engine/recording/tape.ts'

/** A tape of many frames and decisions, from a seed. */
export function longTape(epochs: number, decisionsEach: number): Tape {
  const draws = createStream(5, 'long tape')
  const draw = (id: number, k: number, below: number) => bitsAt(draws, id, k) % below
  return {
    cells: 700,
    states: 5,
    budgetBytes: 1 << 28,
    frames: { everyEpochs: 1 },
    framesPerMatrixColumn: 10,
    epochs: Array.from({ length: epochs }, (_, e): Epoch => {
      const decisions = Array.from({ length: decisionsEach }, (_, d) => ({
        page: draw(e, d, 3000), reason: draw(e, 900 + d, 13), a: draw(e, 500 + d, 1000),
      })) // prettier-ignore
      return {
        spanNs: 1 + draw(e, 0, 20),
        row: [draw(e, 1, 50), draw(e, 2, 9), draw(e, 3, 1e6) / 7, draw(e, 4, 1e6) / 3],
        writes: Array.from({ length: 20 }, (_, w) => ({ cell: draw(e, 50 + w, 700), now: draw(e, 90 + w, 5) })),
        decisions,
        outcomes: Array.from({ length: decisionsEach }, (_, k) => ({ decision: draw(e, 700 + k, 1e9), kind: draw(e, 800 + k, 3) })),
        amounts: [{ bin: e % 4, amount: 1 }],
        root: { epoch: e, free: [e % 5, { low: draw(e, 5, 3) }], pending: e % 7 ? undefined : Infinity },
      } // prettier-ignore
    }),
  }
}
