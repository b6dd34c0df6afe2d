import { describe, expect, it } from 'vitest'
import { createShareBracket } from '../../../main/engine/colloid/share-bracket.ts'
import { reasonCode } from '../../../shared/documents/decision.ts'
import { ratio, run, setupWith } from '../model/run.ts'

function gups(policy: Record<string, unknown>, antagonist: number, lengthSec: number) {
  return run(
    setupWith({
      run: { lengthSec, scale: '1', pageKiB: '2048', recordMiB: 16 },
      machine: { kind: 'icx-remote' },
      workload: { kind: 'gups-colloid', antagonist, workingSetGiB: 72 },
      policy,
    }),
  )
}
const colloid = { kind: 'colloid-hemem' }
const hemem = { kind: 'hemem', loadPeriod: 5003, storePeriod: 0, hotWrites: 0, coolAt: 18 }

describe('Colloid on HeMem', { timeout: 120_000 }, () => {
  it('[E49] under an antagonist it brings both tiers to equal latency, within its tolerance', () => {
    const finished = gups(colloid, 1, 60)
    expect(ratio(finished.at('fastTierNs', 59), finished.at('slowTierNs', 59))).toBeLessThan(0.06)
    expect(finished.at('accessShare.dram0', 59)).toBeLessThan(0.5)
  })

  it('[E49] it never sends requests down while the fast tier answers sooner, nor up while it answers later', () => {
    const { decisions } = gups(colloid, 1, 20)
    const [up, down] = [reasonCode('latency-balance-up'), reasonCode('latency-balance-down')]
    let seen = 0
    for (let row = 0; row < decisions.rows; row++) {
      const [fastNs, slowNs] = [decisions.b[row], decisions.c[row]]
      if (decisions.reason[row] === up) expect(fastNs).toBeLessThan(slowNs)
      if (decisions.reason[row] === down) expect(fastNs).toBeGreaterThan(slowNs)
      if (decisions.reason[row] === up || decisions.reason[row] === down) seen++
    }
    expect(seen).toBeGreaterThan(100)
  })

  it('[M6] its gains over HeMem at no and at triple contention are those published, within 5 %', () => {
    for (const [antagonist, published] of [
      [0, 1.008],
      [3, 2.361],
    ] as const) {
      // prettier-ignore
      const [with_, without] = [colloid, hemem].map((policy) => gups(policy, antagonist, 90))
      const gain = with_.at('throughputAccessesPerSec', 89) / without.at('throughputAccessesPerSec', 89)
      expect(ratio(gain, published)).toBeLessThan(0.05)
    }
  })

  it('[E50] the watermarks bracket the balance: halving steps to a fixed target, opened again when it moves', () => {
    const bracket = createShareBracket({ tolerance: () => 0.001, narrowest: () => 0.01 })
    const search = (target: number, from: number) => {
      let share = from
      const path = [share]
      for (let step = 0; step < 60; step++) {
        // The fast tier answers later the more requests it serves: equal at the target.
        const fastNs = 100 * (1 + share - target)
        const shift = bracket.shift(share, fastNs, 100)
        share += fastNs < 100 ? shift : -shift
        path.push(share)
      }
      return path
    }
    const first = search(0.3, 0.9)
    expect(first.slice(0, 4).map((share) => Number(share.toFixed(4)))).toEqual([0.9, 0.45, 0.225, 0.3375])
    expect(first.at(-1)).toBeCloseTo(0.3, 2)
    const second = search(0.8, first.at(-1)!)
    expect(second.at(-1)).toBeCloseTo(0.8, 2)
  })
})
