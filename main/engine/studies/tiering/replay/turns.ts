/**
 * Whose turn it is: each group's clock is the time of its next access. A batch gives each as many accesses as fit
 * before a moment at its throughput; what they really took moves its clock, so a group that was slowed has fewer turns.
 */
export interface Turns {
  /** The earliest of the clocks: all that comes before it has been served. */
  readonly nowNs: number
  /** Time of each group's next access. */
  readonly nextNs: Float64Array
  /** Accesses of each group in the batch that was planned. */
  readonly planned: Float64Array
  /** Time between two accesses of each group in it. */
  readonly stepNs: Float64Array
  /** Plans 1 … `most` accesses before `untilNs` (Infinity: as many as may be) and returns how many. */
  plan(most: number, untilNs: number, accessesPerSec: ArrayLike<number>, accessesPerSample: number): number
  /** A group has made so many accesses at this throughput. */
  advance(group: number, accesses: number, accessesPerSec: number): void
}

export function createTurns(groups: number): Turns {
  const nextNs = new Float64Array(groups)
  const planned = new Float64Array(groups)
  const stepNs = new Float64Array(groups)

  function earliest(): number {
    let first = 0
    for (let g = 1; g < groups; g++) if (nextNs[g] < nextNs[first]) first = g
    return first
  }

  /** Rounding up may plan a few too many: they are taken from those who have most. */
  function atMost(most: number): number {
    let sum = 0
    let largest = 0
    for (let g = 0; g < groups; g++) {
      sum += planned[g]
      if (planned[g] > planned[largest]) largest = g
    }
    if (sum <= most) return sum
    planned[largest] -= Math.min(planned[largest], sum - most)
    return atMost(most)
  }

  return {
    get nowNs() {
      return nextNs[earliest()]
    },
    nextNs,
    planned,
    stepNs,
    plan(most, untilNs, accessesPerSec, accessesPerSample) {
      const first = earliest()
      let allPerNs = 0
      for (let g = 0; g < groups; g++) {
        stepNs[g] = 1e9 / accessesPerSec[g]
        allPerNs += accessesPerSec[g] / 1e9
      }
      const fullNs = nextNs[first] + (most * accessesPerSample) / allPerNs
      const endNs = groups > 1 ? Math.min(untilNs, fullNs) : untilNs
      for (let g = 0; g < groups; g++) {
        const perNs = accessesPerSec[g] / 1e9
        const fits = Math.ceil(((endNs - nextNs[g]) * perNs) / accessesPerSample)
        planned[g] = Math.min(most, Math.max(g === first ? 1 : 0, fits))
      }
      return atMost(most)
    },
    advance(group, accesses, accessesPerSec) {
      nextNs[group] += (accesses / accessesPerSec) * 1e9
    },
  }
}
