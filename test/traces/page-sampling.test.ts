import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createSimulation, checkPlan, parts } from '../../main/engine/catalog.ts'
import { traceFormatOf, traceOptionsOf } from '../../main/engine/traces/formats.ts'
import { keepSampled, pageHash } from '../../main/engine/traces/sampled-ids.ts'
import { createParsedBatch } from '../../main/engine/traces/trace-parser.ts'
import { createTraceScan } from '../../main/engine/traces/trace-scan.ts'
import type { ExperimentSetup } from '../../shared/documents/experiment.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'

/** Ids of a skewed popularity, 1000 apart, drawn by a small generator of its own. */
function skewedTrace(accesses: number, pages: number): number[] {
  let state = 12345
  return Array.from({ length: accesses }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0
    const u = state / 2 ** 32
    return Math.floor(u * u * pages) * 1000
  })
}

function setupOf(fastPages: number, sampleShare: number): ExperimentSetup {
  return {
    format: 1, study: 'tiering', name: 'sampled', run: { engine: 'replay' },
    machine: { kind: 'spr-ddr5-cxl', fastPages }, workload: { kind: 'trace', path: 'x.csv', sampleShare },
    policy: { kind: 'lru' }, mechanism: { kind: 'migrate_pages' },
  } // prettier-ignore
}

function runOf(ids: readonly number[], fastPages: number, sampleShare: number) {
  const bytes = new TextEncoder().encode(`${ids.join('\n')}\n`)
  const options = traceOptionsOf({ sampleShare }, 4096)
  const scan = createTraceScan(traceFormatOf('csv'), options)
  scan.push(bytes)
  const facts = scan.end()
  const plan = resolvePlan(setupOf(fastPages, sampleShare), parts, facts)
  const simulation = createSimulation(plan)
  const blocks: (Uint8Array | null)[] = [bytes, null]
  for (let wants = simulation.step(); wants !== 'done'; wants = simulation.step())
    if (wants === 'hungry') simulation.feed(blocks.shift() ?? null)
  simulation.finish()
  return { facts, summary: simulation.summary(), problems: checkPlan(plan) }
}

describe('pages kept by hash', () => {
  test('[X12] a larger share keeps what a smaller one kept, in order; accesses to a page stay or go together', () => {
    const id = fc.tuple(fc.nat(50), fc.nat(3))
    fc.assert(
      fc.property(fc.array(id, { maxLength: 500 }), fc.double({ min: 0, max: 1, noNaN: true }), (pairs, share) => {
        const batch = createParsedBatch(1024)
        pairs.forEach(([low, high], i) => {
          batch.idLow[i] = low
          batch.idHigh[i] = high
          batch.write[i] = i & 1
          batch.weight[i] = i
        })
        const wanted = pairs
          .map(([low, high], i) => ({ low, high, i }))
          .filter(({ low, high }) => share >= 1 || pageHash(low, high) < Math.floor(share * 2 ** 32))
        const kept = keepSampled(batch, pairs.length, share)
        const found = Array.from({ length: kept }, (_, k) => [batch.idLow[k], batch.idHigh[k], batch.write[k], batch.weight[k]])
        expect(found).toEqual(wanted.map(({ low, high, i }) => [low, high, i & 1, i]))
      }),
      { seed: 31, numRuns: 200 },
    ) // prettier-ignore
  })

  test('[X12] the hash spreads pages in a row evenly', () => {
    const buckets = new Uint32Array(64)
    for (let page = 0; page < 64_000; page++) buckets[pageHash(page, 0) >>> 26]++
    expect(Math.min(...buckets)).toBeGreaterThan(850)
    expect(Math.max(...buckets)).toBeLessThan(1150)
  })

  test('[X12] a tenth of the pages on a tenth of the capacity gives nearly the miss ratio of the whole, and says so', () => {
    const ids = skewedTrace(200_000, 20_000)
    const whole = runOf(ids, 6000, 1)
    const tenth = runOf(ids, 6000, 0.1)
    expect(tenth.facts.pageCount / whole.facts.pageCount).toBeCloseTo(0.1, 1)
    expect(tenth.facts.accessCount).toBeLessThan(whole.facts.accessCount / 5)
    expect(Math.abs(tenth.summary.missRatio.value - whole.summary.missRatio.value)).toBeLessThan(0.04)
    expect(tenth.summary.keptPageShare.value).toBe(0.1)
    expect(whole.summary.keptPageShare).toBeUndefined()
    const said = tenth.problems.find(({ code }) => code === 'pages-sampled')
    expect(said?.fact).toMatch(/10\s%/)
    expect(said?.fact).toContain('600 pages of the fastest')
    expect(whole.problems.some(({ code }) => code === 'pages-sampled')).toBe(false)
  })
})
