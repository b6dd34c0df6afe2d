import { expect, test } from 'vitest'
import { reasonCode } from '../../shared/documents/decision.ts'
import { run, setupWith, type FinishedRun } from './model/run.ts'

const small = (policy: object) =>
  run(
    setupWith({
      run: { lengthSec: 120, scale: '512' },
      workload: { kind: 'hot-set', workingSetGiB: 40, hotGiB: 6, driftGiBPerMin: 0, order: 'contiguous' },
      policy: { kind: 'autonuma-tiering', ...policy },
    }),
  )

function matrix({ spec, chunk }: FinishedRun, layer: string) {
  const number = spec.matrices.findIndex((known) => known.layer === layer)
  const { bins } = spec.matrices[number]
  const { values } = chunk.matrices.find((known) => known.matrix === number)!
  return { bins, values }
}

test('[H40] a policy without a belief has no matrix of it; the layers that all have are there', () => {
  const { spec } = small({ kind: 'static-first-touch' })
  expect(spec.matrices.map((known) => known.layer)).toEqual(['truth', 'seen', 'fast'])
})

test('[H40] what AutoNUMA believes hot is a share of each range, and empty before the first hint fault', () => {
  const finished = small({ free_space_shortcut: false, demotion_enabled: false })
  const { bins, values } = matrix(finished, 'belief')
  expect(values.every((share) => share >= 0 && share <= 1)).toBe(true)
  expect(values.subarray(0, bins).every((share) => share === 0)).toBe(true)
  expect(values.some((share) => share > 0)).toBe(true)
})

test('[H40] pages that a latency test promoted and that stayed since are believed hot', () => {
  const finished = small({ free_space_shortcut: false })
  const { bins, values } = matrix(finished, 'belief')
  const { pagesPerBin } = finished.spec.matrices[0]
  const { decisions } = finished
  const lastReason = new Map<number, number>()
  for (let i = 0; i < decisions.rows; i++) lastReason.set(decisions.page[i], decisions.reason[i])
  const promoted = new Float64Array(bins)
  for (const [page, reason] of lastReason)
    if (reason === reasonCode('hint-fault-hot')) promoted[Math.floor(page / pagesPerBin)]++
  const believed = values.subarray(values.length - bins)
  expect(promoted.reduce((sum, pages) => sum + pages, 0)).toBeGreaterThan(100)
  expect(Array.from(promoted).filter((pages, bin) => believed[bin] * pagesPerBin < pages - 1e-3)).toEqual([])
})

test('[H40] the oracle believes as many pages hot as the fastest node holds, those that are accessed most', () => {
  const finished = small({ kind: 'next-epoch-oracle' })
  const { bins, values } = matrix(finished, 'belief')
  const { pagesPerBin } = finished.spec.matrices[0]
  const truth = matrix(finished, 'truth').values
  const last = values.subarray(values.length - bins)
  const pages = last.reduce((sum, share) => sum + share * pagesPerBin, 0)
  expect(pages).toBeCloseTo((16 * 2 ** 30) / 4096 / 512, 0)
  const accessed = truth.subarray(truth.length - bins)
  const hot = [...accessed.keys()].filter((bin) => accessed[bin] > Math.max(...accessed) * 0.99)
  expect(hot.length).toBeGreaterThan(30)
  expect(hot.map((bin) => last[bin])).toEqual(hot.map(() => 1))
})
