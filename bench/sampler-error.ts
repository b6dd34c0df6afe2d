import { cellEdges, cellsFor } from '../main/engine/agents/rank-sampler.ts'

/** Total variation of the sampler's draws from the shares: half the sum of differences, worked out from its cells. (Draws have 47 bits or
 * more within a cell where there are many ranks, so that what numbers can express adds nothing.) */
export function samplerError(shares: Float32Array): number {
  const edges = cellEdges(shares, cellsFor(shares.length))
  const drawn = new Float64Array(shares.length)
  const cells = edges.length - 1
  for (let cell = 0; cell < cells; cell++) {
    const from = edges[cell]
    const to = edges[cell + 1]
    const first = Math.min(Math.floor(from), shares.length - 1)
    const end = Math.min(Math.ceil(to), shares.length)
    if (to <= first + 1) drawn[first] += 1 / cells
    else
      for (let rank = first; rank < end; rank++)
        drawn[rank] += (Math.min(to, rank + 1) - Math.max(from, rank)) / (to - from) / cells
  }
  let total = 0
  for (const share of shares) total += share
  let difference = 0
  for (let rank = 0; rank < shares.length; rank++) difference += Math.abs(drawn[rank] - shares[rank] / total)
  return difference / 2
}
