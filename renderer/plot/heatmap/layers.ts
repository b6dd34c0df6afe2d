import type { MatrixSlice } from '../../../shared/contract/lab.ts'
import type { MatrixSpec } from '../../../shared/documents/series.ts'
import type { UnitId } from '../../../shared/units/unit.ts'

/** One way to look at address × time: a matrix of the run, or the difference of two. */
export interface HeatLayer {
  readonly id: string
  readonly title: string
  readonly about: string
  /** difference: from −1 to 1, with words for both ends. */
  readonly draw: MatrixSpec['draw'] | 'difference'
  readonly unit: UnitId
  readonly ends?: readonly [low: string, high: string]
}

/** What a difference compares with the truth, and the words for its ends. */
const differences = [
  {
    layer: 'belief', id: 'blindness', title: 'difference: blindness', ends: ['believed, not hot', 'hot, not believed'],
    about: 'Truly hot pages that the policy does not take for hot, and pages that it takes for hot and that are not.',
  },
  {
    layer: 'fast', id: 'misplaced', title: 'difference: misplaced', ends: ['fast, not hot', 'hot, not fast'],
    about: 'Truly hot pages that are not in the fastest tier, and pages there that are not hot.',
  },
] as const // prettier-ignore

const hotWords =
  ' Truly hot: accessed more than the average page, and among the most accessed as many as the fastest tier holds then.'

/** The layers of a run: its matrices, then the differences that they allow. */
export function layersOf(matrices: readonly MatrixSpec[]): readonly HeatLayer[] {
  const has = (layer: MatrixSpec['layer']) => matrices.some((known) => known.layer === layer)
  const drawn = differences.filter(({ layer }) => has('truth') && has(layer))
  return [
    ...matrices.map(({ id, title, about, draw, unit }) => ({ id, title, about, draw, unit })),
    ...drawn.map(({ id, title, about, ends }) => ({ id, title, ends, about: about + hotWords, draw: 'difference' as const, unit: 'share' as const })), // prettier-ignore
  ]
}

/** What to draw for a layer; undefined while what it needs is not there. A difference comes as 0 … 1 around ½. */
export function sliceOfLayer(
  layer: HeatLayer,
  matrices: readonly MatrixSpec[],
  slices: Readonly<Record<string, MatrixSlice>>,
): MatrixSlice | undefined {
  const known = differences.find(({ id }) => id === layer.id && layer.draw === 'difference')
  if (!known) return slices[layer.id]
  const of = (wanted: MatrixSpec['layer']) => slices[matrices.find((spec) => spec.layer === wanted)?.id ?? '']
  const truth = of('truth')
  const other = of(known.layer)
  const room = of('fast') ?? other
  if (!truth || !other || !room || other.values.length !== truth.values.length) return undefined
  return hotDifference(truth, other, room)
}

/**
 * Truly hot against what another matrix says of the same cells (a share of hot or fast pages): 1 where all is hot and
 * nothing of it there, 0 where all is there and nothing hot. `room`: shares that add up to how much may count as hot.
 */
export function hotDifference(truth: MatrixSlice, other: MatrixSlice, room: MatrixSlice): MatrixSlice {
  const { columns, rows } = truth
  const values = new Float32Array(columns * rows)
  for (let column = 0; column < columns; column++) {
    const at = column * rows
    const hot = trulyHot(truth.values.subarray(at, at + rows), sum(room.values.subarray(at, at + rows)))
    for (let row = 0; row < rows; row++) {
      const difference = hot[row] - other.values[at + row]
      values[at + row] = (difference + 1) / 2
    }
  }
  return { ...truth, values, max: 1 }
}

/** Of each row the share that is truly hot: above the mean, and among the most accessed that fit into `room` rows. */
export function trulyHot(accesses: Float32Array, room: number): Float32Array {
  const hot = new Float32Array(accesses.length)
  const mean = sum(accesses) / Math.max(1, accesses.length)
  const order = Uint32Array.from(accesses.keys()).sort((a, b) => accesses[b] - accesses[a] || a - b)
  let left = room
  for (const row of order) {
    if (left <= 0 || !(accesses[row] > mean)) break
    hot[row] = Math.min(1, left)
    left -= 1
  }
  return hot
}

/** The column of a slice at a moment: the first that ends at or after it; -1 after the last. */
export function columnAt(
  { untilNs, columns }: Pick<MatrixSlice, 'untilNs' | 'columns'>,
  timeNs: number,
): number {
  for (let column = 0; column < columns; column++) if (untilNs[column] >= timeNs) return column
  return -1
}

function sum(values: Float32Array): number {
  let total = 0
  for (const value of values) if (value === value) total += value
  return total
}
