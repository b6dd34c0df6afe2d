import { exp } from '../../../../../shared/base/exact-math.ts'
import { exponentialOf } from '../../../../../shared/base/exponential.ts'
import { bitsAt, createStream } from '../../../../../shared/base/random.ts'
import type { PageTouches } from '../parts.ts'

/**
 * Expected and paid disruption of moves. A page’s rate goes along when it is moved, and so does its number, so that
 * the draw of whether somebody wanted it depends on nothing but the page and which of its moves it is.
 */
export interface Disruption {
  /** copy + penalty × (1 − exp(−λτ)). */
  expectedNs(frame: number, copyNs: number): number
  /** The page moves; what is paid: the copy, and the penalty if its next access falls into the window. */
  move(from: number, to: number, copyNs: number): number
}

export function createDisruption({ ratePerSec, windowNs, stallNs }: PageTouches, seed: number): Disruption {
  const stream = createStream(seed, 'accesses in windows')
  const rates = ratePerSec.slice()
  const hot = Float64Array.from(rates, (rate) => 1 - exp(-rate * (windowNs / 1e9)))
  const page = Uint32Array.from(rates, (_, frame) => frame)
  const moves = new Uint32Array(rates.length)

  return {
    expectedNs: (frame, copyNs) => copyNs + stallNs * hot[frame],
    move(from, to, copyNs) {
      const rate = rates[from]
      const id = page[from]
      const untilNextNs = rate > 0 ? (exponentialOf(bitsAt(stream, id, moves[id]++)) / rate) * 1e9 : Infinity
      // The target is free: what stood there goes to the source, so that every number stays in use once.
      swap(rates, from, to)
      swap(hot, from, to)
      swap(page, from, to)
      return untilNextNs < windowNs ? copyNs + stallNs : copyNs
    },
  }
}

function swap(column: Float32Array | Float64Array | Uint32Array, a: number, b: number): void {
  const held = column[a]
  column[a] = column[b]
  column[b] = held
}
