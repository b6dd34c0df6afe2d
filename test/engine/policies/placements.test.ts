import { describe, expect, it } from 'vitest'
import { reasonCode } from '../../../shared/documents/decision.ts'
import { weightedInterleave } from '../../../main/engine/policies/weighted-interleave.ts'
import { createFakeHost } from '../linux/fake-host.ts'
import { run, setupWith } from '../model/run.ts'

const twoSockets = { kind: 'spr-2s-ddr5-cxl' }

describe('policies that place', { timeout: 60_000 }, () => {
  it('[E56] weighted interleave deals pages out in turn by weight, and passes over a full node', () => {
    const host = createFakeHost({ pageCount: 20, capacities: [9, 100] })
    const nodeWeights = [{ node: 0, weight: 3 }, { node: 1, weight: 1 }] // prettier-ignore
    const policy = weightedInterleave.createPolicy({ weights: 'own', nodeWeights }, host)
    const dealt = Array.from({ length: 16 }, (_, page) => {
      const node = policy.placePage(page, 0)
      host.free[node]--
      return node
    })
    expect(dealt).toEqual([0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1])
  })

  it('[E56] by bandwidth its weights are 32 parts without a common divisor, and nothing ever moves', () => {
    const host = createFakeHost({ pageCount: 8, capacities: [100, 100] })
    const policy = weightedInterleave.createPolicy({ weights: 'bandwidth', nodeWeights: [] }, host)
    expect(policy.state()).toEqual({ 'weight of Node 0': 21, 'weight of Node 1': 10 })
    const finished = run(
      setupWith({ run: { lengthSec: 5, scale: '512' }, workload: { workingSetGiB: 20 }, policy: { kind: 'weighted-interleave' } }),
    ) // prettier-ignore
    expect(finished.summary.migrationBytes.value).toBe(0)
  })

  it('[E57] the static oracle has the pages of the whole run in the fast tier, before the first access', () => {
    const phases = [
      { startSec: 0, pattern: 'hot', from: 0, to: 0.5, skew: 0, hotPart: 0.5, hotShare: 0.9 },
      { startSec: 15, pattern: 'hot', from: 0.5, to: 1, skew: 0, hotPart: 0.5, hotShare: 0.9 },
    ]
    const of = (kind: string) =>
      run(
        setupWith({
          run: { lengthSec: 20, scale: '512' },
          workload: { kind: 'phases', workingSetGiB: 64, phases, thinkNs: 1000 },
          policy: { kind },
        }),
      )
    const oracle = of('static-oracle')
    // 15 of 20 s go to the first hot part, which just fits.
    expect(oracle.at('accessShare.dram0', 5)).toBeCloseTo(0.9, 2)
    expect(oracle.at('accessShare.dram0', 18)).toBeLessThan(0.01)
    expect(oracle.summary.migrationBytes.value).toBe(0)
    expect(oracle.summary.fastTierAccessShare.value).toBeGreaterThanOrEqual(
      of('static-first-touch').summary.fastTierAccessShare.value,
    )
  })

  it('[E58] two sockets: pages go up to the node near whoever faults, and down to its own socket’s expander', () => {
    const row = { linesPerThread: 4, thinkNs: 200, storeShare: 0.5, pattern: 'hot', skew: 0, hotPart: 0.2, hotShare: 0.9 }
    const finished = run(
      setupWith({
        run: { lengthSec: 20, scale: '512', recordMiB: 64 },
        machine: { ...twoSockets, dramGiB: 8, cxlGiB: 32 },
        workload: {
          kind: 'mix',
          workingSetGiB: 48,
          groups: [
            { id: 'a', title: 'A', processor: 0, threads: 16, from: 0, to: 0.5, ...row },
            { id: 'b', title: 'B', processor: 1, threads: 16, from: 0.5, to: 1, ...row },
          ],
        },
        policy: { kind: 'autonuma-tiering', free_space_shortcut: false },
      }),
    ) // prettier-ignore
    const { rows, page, from, to } = finished.decisions
    const pages = (48 * 262_144) / 512
    const moves = Array.from({ length: rows }, (_, i) => i).filter((i) => from[i] !== to[i])
    const ups = moves.filter((i) => to[i] < 2)
    const downs = moves.filter((i) => to[i] >= 2 && from[i] < 2)
    expect(ups.length).toBeGreaterThan(1000)
    expect(downs.length).toBeGreaterThan(1000)
    expect(ups.every((i) => to[i] === (page[i] < pages / 2 ? 0 : 1))).toBe(true)
    expect(downs.every((i) => to[i] === from[i] + 2)).toBe(true)
  }) // prettier-ignore

  it('[E59] Colloid on AutoNUMA sends hot pages down under an antagonist, and is plain AutoNUMA while the fast tier is the faster one', () => {
    const gups = (kind: string, antagonist: number) =>
      run(
        setupWith({
          run: { lengthSec: 40, scale: '512' },
          machine: { kind: 'icx-remote', localGiB: 6, remoteGiB: 24 },
          workload: { kind: 'gups-colloid', workingSetGiB: 18, hotGiB: 5, antagonist },
          policy: { kind },
        }),
      )
    const [colloid, plain] = ['colloid-autonuma', 'autonuma-tiering'].map((kind) => gups(kind, 3))
    expect(colloid.at('accessShare.dram0', 39)).toBeLessThan(0.05)
    expect(plain.at('accessShare.dram0', 39)).toBeGreaterThan(0.2)
    const turnedDown = reasonCode('hint-fault-balance-down')
    const calm = gups('colloid-autonuma', 0).decisions
    expect([...calm.reason.subarray(0, calm.rows)].filter((reason) => reason === turnedDown)).toEqual([])
  })
})
