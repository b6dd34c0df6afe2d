import { describe, expect, it } from 'vitest'
import { mix } from '../../../main/engine/workloads/mix.ts'
import { phases } from '../../../main/engine/workloads/phases.ts'
import { uniform } from '../../../main/engine/workloads/uniform.ts'
import { checkPlan, parts } from '../../../main/engine/catalog.ts'
import { resolvePlan } from '../../../shared/documents/resolve-plan.ts'
import { run, setupWith } from '../model/run.ts'
import { countPages, ratesAt, workloadOf } from './workload-facts.ts'

const shape = { skew: 0.99, hotPart: 0.25, hotShare: 0.8 }
const GiB = (pages: number) => (pages * 2) / 1024
const sum = (values: Float32Array, from: number, to: number) =>
  values.subarray(from, to).reduce((total, value) => total + value, 0)

describe('phases and groups', () => {
  it('[E54] a phase has its pattern on its stretch from its moment on, under rates and in replay', () => {
    const rows = [
      { startSec: 20, pattern: 'uniform', from: 0, to: 1, ...shape },
      { startSec: 0, pattern: 'hot', from: 0, to: 0.5, ...shape },
      { startSec: 10, pattern: 'zipf', from: 0.5, to: 1, ...shape },
    ]
    const workload = workloadOf(phases, { workingSetGiB: GiB(400), phases: rows })
    const at = (sec: number) => [ratesAt(workload, 0, sec * 1e9), countPages(workload, 0, 300_000, sec * 1e9)]
    for (const counts of at(0)) {
      expect(sum(counts, 0, 50)).toBeCloseTo(0.8, 2)
      expect(sum(counts, 200, 400)).toBe(0)
    }
    for (const counts of at(10)) {
      expect(sum(counts, 0, 200)).toBe(0)
      expect(Math.max(...counts)).toBeGreaterThan(0.1)
    }
    for (const counts of at(25)) expect(sum(counts, 0, 100)).toBeCloseTo(0.25, 2)
  })

  it('[E54] uniform: every page as often as any other', () => {
    const workload = workloadOf(uniform, { workingSetGiB: GiB(50) })
    for (const counts of [ratesAt(workload, 0, 0), countPages(workload, 0, 500_000, 0)]) {
      expect(Math.max(...counts) / Math.min(...counts)).toBeLessThan(1.1)
    }
  })

  it('[E55] each group has its stretch, processor and throughput, and touches its pages first', () => {
    const base = { ...shape, linesPerThread: 4, thinkNs: 0, storeShare: 0.5, pattern: 'uniform' }
    const groups = [
      { id: 'a', title: 'A', processor: 0, threads: 8, from: 0, to: 0.5, ...base },
      { id: 'b', title: 'B', processor: 1, threads: 8, from: 0.5, to: 1, ...base },
    ]
    const workload = workloadOf(mix, { workingSetGiB: GiB(100), groups })
    expect([0, 49, 50, 99].map((page) => workload.firstToucher!(page))).toEqual([0, 0, 1, 1])
    expect(sum(ratesAt(workload, 1, 0), 0, 50)).toBe(0)

    const finished = run(
      setupWith({
        run: { lengthSec: 2, scale: '512' },
        machine: { kind: 'spr-2s-ddr5-cxl' },
        workload: { kind: 'mix', workingSetGiB: 8, groups },
        policy: { kind: 'static-first-touch' },
      }),
    )
    // Both live on their own socket, so neither crosses UPI and both are equally fast.
    expect(finished.at('accessShare.dram0', 1)).toBeCloseTo(0.5, 2)
    expect(finished.at('accessShare.dram1', 1)).toBeCloseTo(0.5, 2)
    expect(finished.at('linkShare.upi', 1)).toBe(0)
    const [a, b] = ['a', 'b'].map((id) => finished.at(`groupAccessesPerSec.${id}`, 1))
    expect(a / b).toBeCloseTo(1, 1)
    expect((a + b) / finished.at('throughputAccessesPerSec', 1)).toBeCloseTo(1, 6)
  })

  it('[E55] a group on a processor that is not there, an id twice and an empty stretch are refused', () => {
    const row = {
      title: 'A',
      threads: 8,
      linesPerThread: 4,
      thinkNs: 0,
      storeShare: 0.5,
      pattern: 'uniform',
      ...shape,
    }
    const setup = setupWith({
      workload: {
        kind: 'mix',
        groups: [{ ...row, id: 'a', processor: 3, from: 0, to: 1 }, { ...row, id: 'a', processor: 0, from: 0.5, to: 0.2 }],
      },
    }) // prettier-ignore
    const codes = checkPlan(resolvePlan(setup, parts)).map(({ code }) => code)
    expect(codes).toEqual(expect.arrayContaining(['no-processor', 'group-twice', 'empty-stretch']))
  })
})
