import { describe, expect, it } from 'vitest'
import { gupsColloid } from '../../../main/engine/workloads/gups-colloid.ts'
import { gupsHemem } from '../../../main/engine/workloads/gups-hemem.ts'
import { countPages, ratesAt, workloadOf } from './workload-facts.ts'

const GiB = (pages: number) => (pages * 2) / 1024
const sum = (values: ArrayLike<number>, from: number, to: number) => {
  let total = 0
  for (let page = from; page < to; page++) total += values[page]
  return total
}

describe('GUPS', () => {
  it('[E45] HeMem’s hot set gets 90 % and its part of the rest, and a quarter of it moves to the pages beside it', () => {
    const workload = workloadOf(gupsHemem, { workingSetGiB: GiB(800), hotGiB: GiB(80), moveAtSec: 10 })
    for (const counts of [ratesAt(workload, 0, 0), countPages(workload, 0, 400_000, 0)]) {
      expect(sum(counts, 0, 80)).toBeCloseTo(0.9 + 0.1 * (80 / 800), 2)
      expect(sum(counts, 0, 20)).toBeCloseTo(0.91 / 4, 2)
      expect(sum(counts, 80, 100)).toBeCloseTo(0.1 * (20 / 800), 2)
    }
    for (const counts of [ratesAt(workload, 0, 10e9), countPages(workload, 0, 400_000, 10e9)]) {
      expect(sum(counts, 20, 100)).toBeCloseTo(0.91, 2)
      expect(sum(counts, 0, 20)).toBeCloseTo(0.1 * (20 / 800), 2)
    }
  })

  it('[E45] Colloid’s hot set lies last and gets 90 %, the rest goes to the cold pages alone', () => {
    const workload = workloadOf(gupsColloid, { workingSetGiB: GiB(720), hotGiB: GiB(200) })
    for (const counts of [ratesAt(workload, 0, 0), countPages(workload, 0, 400_000, 0)]) {
      expect(sum(counts, 520, 720)).toBeCloseTo(0.9, 2)
      expect(sum(counts, 0, 260)).toBeCloseTo(0.05, 2)
    }
  })

  it('[E46] an antagonist step is five threads more in the background, also when it changes under way', () => {
    const workload = workloadOf(gupsColloid, { antagonist: 1 })
    const [app, antagonist] = workload.groups
    expect([app.threads, app.bytesPerAccess, app.background]).toEqual([15, 128, undefined])
    expect([antagonist.threads, antagonist.bytesPerAccess, antagonist.background]).toEqual([5, 96, true])
    workload.set?.({ antagonist: 3 })
    expect(antagonist.threads).toBe(15)
  })
})
