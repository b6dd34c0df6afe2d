/**
 * Draws ranks in proportion to fixed shares by a piecewise-linear inverse of their cumulative distribution: 65,536
 * cells of equal probability, one multiplication and one addition a draw. A cell inside one rank is exact.
 */
export interface RankSampler {
  /** `ranks[i]` for the uniform 32-bit `bits[i]`, i < count. */
  pick(bits: Uint32Array, ranks: Uint32Array, count: number): void
}

const cells = 65_536

export function createRankSampler(shares: Float32Array): RankSampler {
  const from = new Float64Array(cells + 1)
  let total = 0
  for (const share of shares) total += share
  let rank = 0
  let before = 0
  for (let cell = 0; cell <= cells; cell++) {
    const target = (cell / cells) * total
    while (rank < shares.length - 1 && before + shares[rank] <= target) before += shares[rank++]
    const within = shares[rank] > 0 ? (target - before) / shares[rank] : 0
    from[cell] = rank + Math.min(within, 1)
  }
  const last = shares.length - 1
  const slope = new Float64Array(cells)
  for (let cell = 0; cell < cells; cell++) slope[cell] = (from[cell + 1] - from[cell]) / 65_536
  return {
    pick(bits, ranks, count) {
      for (let i = 0; i < count; i++) {
        const cell = bits[i] >>> 16
        const picked = (from[cell] + slope[cell] * (bits[i] & 0xffff)) | 0
        ranks[i] = picked > last ? last : picked
      }
    },
  }
}
