/**
 * Draws ranks in proportion to fixed shares by a piecewise-linear inverse of their cumulative distribution: cells of
 * equal probability, one multiplication and one addition a draw. A cell inside one rank is exact. Where there are many
 * ranks 32 bits are too coarse for the rare ones, so a draw takes two numbers and the table has more cells.
 */
export interface RankSampler {
  /** Uniform 32-bit numbers that one rank takes. */
  readonly numbersPerRank: 1 | 2
  /** `ranks[i]` for `bits[i · numbersPerRank …]`, i < count. */
  pick(bits: Uint32Array, ranks: Uint32Array, count: number): void
}

const fewRanks = 65_536

/** Cells of the table for so many ranks. */
export const cellsFor = (ranks: number) => (ranks <= fewRanks ? 1 << 16 : 1 << 17)

export function createRankSampler(shares: Float32Array): RankSampler {
  return shares.length <= fewRanks ? createCoarse(shares) : createFine(shares)
}

/** Rank, with its fraction, at which each cell of equal probability begins, and where the last one ends. */
export function cellEdges(shares: Float32Array, cells: number): Float64Array {
  const edges = new Float64Array(cells + 1)
  let total = 0
  for (const share of shares) total += share
  let rank = 0
  let before = 0
  for (let cell = 0; cell <= cells; cell++) {
    const target = (cell / cells) * total
    while (rank < shares.length - 1 && before + shares[rank] <= target) before += shares[rank++]
    const within = shares[rank] > 0 ? (target - before) / shares[rank] : 0
    edges[cell] = rank + Math.min(within, 1)
  }
  return edges
}

function createCoarse(shares: Float32Array): RankSampler {
  const cells = cellsFor(shares.length)
  const from = cellEdges(shares, cells)
  const last = shares.length - 1
  const slope = new Float64Array(cells)
  for (let cell = 0; cell < cells; cell++) slope[cell] = (from[cell + 1] - from[cell]) / 65_536
  return {
    numbersPerRank: 1,
    pick(bits, ranks, count) {
      for (let i = 0; i < count; i++) {
        const cell = bits[i] >>> 16
        const picked = (from[cell] + slope[cell] * (bits[i] & 0xffff)) | 0
        ranks[i] = picked > last ? last : picked
      }
    },
  }
}

/** Cells of 2^-17; 15 bits of the first number and all of the second say where in the cell: 47 bits. */
function createFine(shares: Float32Array): RankSampler {
  const from = cellEdges(shares, cellsFor(shares.length))
  const last = shares.length - 1
  const perNumber = 1 / 4_294_967_296
  const perRest = 1 / 32_768
  return {
    numbersPerRank: 2,
    pick(bits, ranks, count) {
      for (let i = 0; i < count; i++) {
        const first = bits[2 * i]
        const cell = first >>> 15
        const within = ((first & 0x7fff) + bits[2 * i + 1] * perNumber) * perRest
        const start = from[cell]
        const picked = (start + (from[cell + 1] - start) * within) | 0
        ranks[i] = picked > last ? last : picked
      }
    },
  }
}
