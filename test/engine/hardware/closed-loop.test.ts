import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ThreadGroup } from '../../../main/engine/agents/thread-group.ts'
import { createClosedLoop, type ClosedLoop } from '../../../main/engine/hardware/closed-loop.ts'
import { loadPointAt } from '../../../main/engine/hardware/load-curve.ts'
import type { Machine } from '../../../main/engine/hardware/machine.ts'
import { plainGroup, plainMachine, type PlainNode } from './machines.ts'

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true })

const plainNodes = fc.record({
  idleNs: number(50, 500),
  asymptoteGBps: number(5, 300),
  steepness: number(0.01, 0.5),
})

interface Case {
  readonly plain: readonly PlainNode[]
  readonly extraRouteNs: number
  readonly groups: readonly ThreadGroup[]
  readonly shares: readonly (readonly number[])[]
  readonly extraNs: number
  readonly migrationGBps: number
  readonly migratedBytes: number
  readonly stalledShare: number
}

function cases(groupCount: number): fc.Arbitrary<Case> {
  const group = fc.record({
    threads: fc.integer({ min: 1, max: 200 }),
    linesPerThread: number(1, 32),
    thinkNs: number(0, 500),
    bytesPerAccess: number(64, 128),
  })
  return fc.integer({ min: 1, max: 3 }).chain((nodes) =>
    fc.record({
      plain: fc.array(plainNodes, { minLength: nodes, maxLength: nodes }),
      extraRouteNs: number(0, 200),
      groups: fc.array(group.map(plainGroup), { minLength: groupCount, maxLength: groupCount }),
      shares: fc.array(fc.array(number(0.01, 1), { minLength: nodes, maxLength: nodes }).map(normalised), {
        minLength: groupCount,
        maxLength: groupCount,
      }),
      extraNs: number(0, 100),
      migrationGBps: number(0, 4),
      migratedBytes: number(0, 30),
      stalledShare: number(0, 0.5),
    }),
  )
}

function normalised(weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

function solved(plan: Case, scale = 1): ClosedLoop {
  const loop = createClosedLoop(machineOf(plan), plan.groups, scale)
  loop.share.set(plan.shares.flat())
  loop.extraNsPerAccess.fill(plan.extraNs)
  loop.migratedBytesPerAccess.fill(plan.migratedBytes)
  loop.migrationBytesPerSec.fill((plan.migrationGBps * 1e9) / scale)
  loop.stalledThreads.set(plan.groups.map((group) => (group.threads * plan.stalledShare) / scale))
  loop.solve()
  return loop
}

const machineOf = (plan: Case): Machine => plainMachine(plan.plain, plan.extraRouteNs)

/** Largest relative error of the stated equations, from throughputs alone. */
function worstError(plan: Case, loop: ClosedLoop): number {
  const nodes = plan.plain.length
  const errors = plan.groups.map((group, g) => {
    let perAccessNs = group.thinkNs + plan.extraNs
    for (const [n, node] of plan.plain.entries()) {
      const traffic = plan.groups.reduce(
        (sum, each, h) =>
          sum + loop.accessesPerSec[h] * (plan.shares[h][n] * each.bytesPerAccess + plan.migratedBytes),
        plan.migrationGBps * 1e9,
      )
      const r = traffic / (node.asymptoteGBps * 1e9)
      const latencyNs = plan.extraRouteNs + node.idleNs * (1 + (node.steepness * r) / (1 - r))
      expect(r).toBeLessThan(1)
      expect(Math.abs(loop.latencyNs[g * nodes + n] / latencyNs - 1)).toBeLessThan(1e-6)
      expect(loop.bytesPerSec[n]).toBeCloseTo(traffic, -2)
      perAccessNs += plan.shares[g][n] * latencyNs
    }
    const lines = group.linesPerThread * group.threads * (1 - plan.stalledShare)
    return Math.abs((loop.accessesPerSec[g] * perAccessNs) / (lines * 1e9) - 1)
  })
  return Math.max(...errors)
}

describe('closed loop', () => {
  it('[E3] one group: throughput and latencies satisfy the equation to 1e-6, saturated or not', () => {
    fc.assert(
      fc.property(cases(1), (plan) => {
        expect(worstError(plan, solved(plan))).toBeLessThan(1e-6)
      }),
      { seed: 5, numRuns: 400, endOnFailure: true },
    )
  })

  it('[E3] two and three groups that share nodes: the equation of each holds to 2 %, from a cold start', () => {
    for (const groups of [2, 3]) {
      fc.assert(
        fc.property(cases(groups), (plan) => {
          expect(worstError(plan, solved(plan))).toBeLessThan(0.02)
        }),
        { seed: 6, numRuns: 200, endOnFailure: true },
      )
    }
  })

  it('[E3] equal groups get equal throughput, and splitting a group in two changes nothing', () => {
    fc.assert(
      fc.property(cases(1), (plan) => {
        const [group] = plan.groups
        const half = { ...group, linesPerThread: group.linesPerThread / 2 }
        const whole = solved(plan)
        const halves = solved({ ...plan, groups: [half, half], shares: [plan.shares[0], plan.shares[0]] })
        expect(halves.accessesPerSec[0] / halves.accessesPerSec[1]).toBeCloseTo(1, 2)
        const together = halves.accessesPerSec[0] + halves.accessesPerSec[1]
        expect(together / whole.accessesPerSec[0]).toBeCloseTo(1, 1)
      }),
      { seed: 7, numRuns: 100, endOnFailure: true },
    )
  })

  it('[E4] throughput never grows as stall, think time, route or migration grow, and never passes an asymptote', () => {
    fc.assert(
      fc.property(cases(1), number(0.01, 1), (plan, more) => {
        const before = solved(plan).accessesPerSec[0]
        const worse: Partial<Case>[] = [
          { stalledShare: plan.stalledShare + 0.4 * more },
          { extraNs: plan.extraNs + 50 * more },
          { groups: plan.groups.map((group) => ({ ...group, thinkNs: group.thinkNs + 50 * more })) },
          { extraRouteNs: plan.extraRouteNs + 50 * more },
          { migrationGBps: plan.migrationGBps + 0.5 * more },
          { migratedBytes: plan.migratedBytes + 30 * more },
        ]
        for (const change of worse) {
          const loop = solved({ ...plan, ...change })
          expect(loop.accessesPerSec[0]).toBeLessThan(before * (1 + 1e-9))
          for (const [n, node] of plan.plain.entries()) {
            expect(loop.bytesPerSec[n]).toBeLessThan(node.asymptoteGBps * 1e9)
          }
        }
      }),
      { seed: 8, numRuns: 200, endOnFailure: true },
    )
  })

  it('[E6] migration that alone would fill a node leaves accesses a crumb, and every latency finite', () => {
    const plan: Case = {
      plain: [{ idleNs: 100, asymptoteGBps: 20, steepness: 0.1 }],
      extraRouteNs: 0,
      groups: [plainGroup()],
      shares: [[1]],
      extraNs: 0,
      migrationGBps: 50,
      migratedBytes: 0,
      stalledShare: 0,
    }
    const loop = solved(plan)
    expect(loop.accessesPerSec[0] * 96).toBeLessThan(0.005 * 20e9)
    expect(loop.accessesPerSec[0]).toBeGreaterThan(0)
    expect(loop.latencyNs[0]).toBeLessThan(1e7)
  })

  it('[E5] a machine scaled by S has the latencies of the full one and an S-th of its throughput', () => {
    fc.assert(
      fc.property(cases(2), fc.constantFrom(2, 8, 64, 512), (plan, scale) => {
        const full = solved(plan)
        const scaled = solved(plan, scale)
        for (const [i, latencyNs] of full.latencyNs.entries()) {
          expect(Math.abs(scaled.latencyNs[i] / latencyNs - 1)).toBeLessThan(1e-6)
        }
        for (const [g, perSec] of full.accessesPerSec.entries()) {
          expect(Math.abs((scaled.accessesPerSec[g] * scale) / perSec - 1)).toBeLessThan(1e-6)
        }
      }),
      { seed: 9, numRuns: 100, endOnFailure: true },
    )
  })

  it('[E3] a load curve is linear between its points and constant outside them', () => {
    const point = (readShare: number, asymptoteBytesPerSec: number, steepness: number) => ({
      readShare, asymptoteBytesPerSec, steepness,
    }) // prettier-ignore
    const curve = { points: [point(0.5, 100, 0.3), point(0.75, 200, 0.2), point(1, 240, 0.1)] }
    const at = (share: number) => {
      const { asymptoteBytesPerSec, steepness } = loadPointAt(curve, share)
      return [asymptoteBytesPerSec, Number(steepness.toFixed(12))]
    }
    expect(at(0.2)).toEqual([100, 0.3])
    expect(at(0.5)).toEqual([100, 0.3])
    expect(at(0.625)).toEqual([150, 0.25])
    expect(at(0.75)).toEqual([200, 0.2])
    expect(at(0.875)).toEqual([220, 0.15])
    expect(at(1)).toEqual([240, 0.1])
  })
})
