import { describe, expect, test } from 'vitest'
import { bitsAt, createStream, uniformAt } from '../../shared/base/random.ts'
import { resolveFields } from '../../shared/documents/param-value.ts'
import { lru } from '../../main/engine/policies/lru.ts'
import { min } from '../../main/engine/policies/min.ts'
import { nextEpochOracle } from '../../main/engine/policies/next-epoch-oracle.ts'
import { skeleton } from '../../main/engine/policies/skeleton.ts'
import { staticFirstTouch } from '../../main/engine/policies/static-first-touch.ts'
import type { PolicyPart } from '../../main/engine/policy.ts'
import { createSilentRecorder } from '../../main/engine/recording/silent-recorder.ts'
import type { Workload } from '../../main/engine/workload.ts'
import { trace } from '../../main/engine/workloads/trace.ts'
import { runThrough, simulationOf } from './hand-plan.ts'
import { plainMisses } from './policies/plain-caches.ts'
import { givenAccesses } from './workloads.ts'

const pages = 40
const capacityPages = [12, 60]

/** The same accesses as samples, handed out in pieces of at most `piece`. */
function givenSamples(ids: readonly number[], weights: readonly number[], piece = 1e9): Workload {
  const plain = givenAccesses(ids, pages)
  return {
    ...plain,
    createAccesses(group) {
      const source = plain.createAccesses!(group)
      let at = 0
      return {
        weighted: true,
        get ended() {
          return source.ended
        },
        fill(outPages, writes, count, nowNs, outWeights) {
          const got = source.fill(outPages, writes, Math.min(count, piece), nowNs)
          for (let i = 0; i < got; i++) outWeights![i] = weights[at + i]
          at += got
          return got
        },
      }
    },
  }
}

function run(policy: PolicyPart, workload: Workload) {
  const rows: number[][] = []
  const recorder = {
    ...createSilentRecorder(),
    endEpoch: (_timeNs: number, row: Float64Array) => void rows.push([...row]),
  }
  const simulation = runThrough(
    simulationOf({ policy, workload, capacityPages, run: { epochAccesses: 100 } }),
    recorder,
  )
  const missed = simulation.spec.columns.findIndex(({ name }) => name === 'missedAccesses')
  const summary = Object.fromEntries(
    Object.entries(simulation.summary()).map(([name, { value }]) => [name, value]),
  )
  return { summary, accesses: simulation.accesses, timeNs: simulation.nowNs, rows, missed }
}

const draws = createStream(3, 'weights of the test')
const ids = Array.from({ length: 1000 }, (_, i) => Math.floor(uniformAt(draws, i, 0) ** 2 * pages))
const weights = Array.from({ length: 1000 }, (_, i) => 1 + (bitsAt(draws, i, 1) % 500))
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

describe('samples are charged as the accesses that they stand for', () => {
  test.each([staticFirstTouch, lru, min])('[X16] $info.id: a thousand-fold weight is a thousand-fold run', (policy) => {
    const once = run(policy, givenAccesses(ids, pages))
    const often = run(policy, givenSamples(ids, Array(1000).fill(1000)))
    expect(often.accesses).toBe(1000 * once.accesses)
    expect(often.timeNs / once.timeNs).toBeCloseTo(1000, 6)
    for (const name of ['missCount', 'promotedPages', 'demotedPages', 'migrationBytes'])
      expect([name, often.summary[name]]).toEqual([name, 1000 * once.summary[name]])
    for (const name of ['missRatio', 'fastTierAccessShare', 'meanLatencyNs', 'throughputAccessesPerSec', 'kernelShare', 'slowdownVsAllFast'])
      expect(often.summary[name] / (once.summary[name] || 1)).toBeCloseTo(once.summary[name] === 0 ? 0 : 1, 9)
  }) // prettier-ignore

  test('[X16] where nothing moves, a sample of weight P is P accesses in a row', () => {
    const small = weights.map((weight) => 1 + (weight % 7))
    const expanded = ids.flatMap((id, i) => Array<number>(small[i]).fill(id))
    const sampled = run(staticFirstTouch, givenSamples(ids, small))
    const counted = run(staticFirstTouch, givenAccesses(expanded, pages))
    expect(sampled.accesses).toBe(expanded.length)
    for (const name of ['missCount', 'accessShare.n0', 'missRatio'])
      expect([name, sampled.summary[name]]).toEqual([name, counted.summary[name]])
    for (const [a, b] of [
      [sampled.timeNs, counted.timeNs],
      [sampled.summary.meanLatencyNs, counted.summary.meanLatencyNs],
    ])
      expect(a / b).toBeCloseTo(1, 4)
  })

  test('[X16] a cache misses the weights of the samples that a plain one misses, and pays for as many fetches', () => {
    const misses = (count: number) => plainMisses('lru', ids.slice(0, count), capacityPages[0])
    const missed = ids.map((_, i) => misses(i + 1) > misses(i))
    const total = sum(weights)
    const { summary, accesses, rows, missed: column } = run(lru, givenSamples(ids, weights))
    expect(accesses).toBe(total)
    expect(summary.missCount).toBe(sum(weights.filter((_, i) => missed[i])))
    expect(summary.promotedPages).toBe(summary.missCount)
    expect(summary.migrationBytes).toBe(4096 * (summary.promotedPages + summary.demotedPages))
    expect(sum(rows.map((row) => row[column]))).toBe(summary.missCount)
  })

  test.each([staticFirstTouch, lru, min, nextEpochOracle, skeleton])('[X16] $info.id: the pieces in which samples come change nothing', (policy) => {
    const whole = run(policy, givenSamples(ids, weights))
    expect(whole.accesses).toBe(sum(weights))
    expect(run(policy, givenSamples(ids, weights, 7))).toEqual(whole)
  }) // prettier-ignore

  test('[X16] a perf trace brings its periods into the run', () => {
    const lines = [[1, 4000], [2, 1000], [1, 250]].map(([page, period]) => `x 1 1.5: ${period} m: ${page}000 2 |\n`)
    const values = resolveFields(trace.info.params, { path: 'x' })
    const facts = { format: 'perfScript', contentHash: '', accessCount: 3, pageCount: 2, bytes: 1, accessesPerSample: 1750 }
    const workload = trace.createWorkload(values, { seed: 1, pageBytes: 4096, scale: 1, trace: facts })
    const simulation = simulationOf({ policy: staticFirstTouch, workload, capacityPages: [1, 4] })
    simulation.attach(createSilentRecorder())
    const blocks = [new TextEncoder().encode(lines.join('')), null]
    for (let wants = simulation.step(); wants !== 'done'; wants = simulation.step())
      if (wants === 'hungry') simulation.feed(blocks.shift()!)
    simulation.finish()
    expect([simulation.accesses, simulation.summary().missCount.value]).toEqual([5250, 1000])
  }) // prettier-ignore
})
