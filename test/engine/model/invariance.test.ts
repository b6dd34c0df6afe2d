import { describe, expect, it } from 'vitest'
import { ratio, run, setupWith } from './run.ts'

describe('what a run must not depend on', { timeout: 180_000 }, () => {
  it('[M3] scale 64 and scale 16 agree within 1 % on throughput, fast share and candidates', () => {
    const [coarse, fine] = ['64', '16'].map((scale) => run(setupWith({ run: { lengthSec: 120, scale } })))
    for (const name of ['throughputAccessesPerSec', 'accessShare.dram0', 'candidatePages']) {
      expect(ratio(coarse.settled(name), fine.settled(name)), name).toBeLessThan(0.01)
    }
  })

  it('[M4] epochs of 1 ms and of 10 ms agree within 1 % on throughput, fast share and promotions', () => {
    const [short, usual] = [1, 10].map((epochMs) =>
      run(setupWith({ run: { lengthSec: 120, scale: '64', epochMs } })),
    )
    for (const name of ['throughputAccessesPerSec', 'accessShare.dram0', 'promotedPages']) {
      expect(ratio(short.settled(name), usual.settled(name)), name).toBeLessThan(0.01)
    }
  })

  it('[M8] where scans, faults and moves cost nothing, a tuned target gains less than 2 % over the default', () => {
    const free = { faultNs: 0, pteNs: 0, visitNs: 1, kswapd_shares_cores: false }
    const moves = { callNs: 0, isolateNs: 0, unmapNs: 0, shootdownNs: 0, remapNs: 0, copyGBps: 1000 }
    const [usual, tuned] = [0, 1].map((target) =>
      run(
        setupWith({
          run: { lengthSec: 600, scale: '128' },
          policy: { ...free, numa_balancing_promote_throughput_MBps: target },
          mechanism: moves,
        }),
      ),
    )
    const gain = tuned.settled('throughputAccessesPerSec') / usual.settled('throughputAccessesPerSec')
    expect(gain).toBeGreaterThan(0.99)
    expect(gain).toBeLessThan(1.02)
  })

  it('[M9] the same setup gives the same bytes, another seed does not', () => {
    const of = (seed: number) => run(setupWith({ run: { lengthSec: 60, scale: '256', seed } }))
    const first = of(1)
    expect(of(1).chunk).toEqual(first.chunk)
    expect(of(2).chunk.decisions).not.toEqual(first.chunk.decisions)
  })
})
