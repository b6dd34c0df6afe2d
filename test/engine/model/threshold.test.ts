import { describe, expect, it } from 'vitest'
import { run, setupWith } from './run.ts'

const short = { lengthSec: 570, scale: '128' }
const minutes = (count: number) => Array.from({ length: count }, (_, minute) => minute * 60 + 30)

describe('the adaptive threshold', { timeout: 120_000 }, () => {
  it('[M1] with the default limit it climbs from 1000 ms by 125 ms a minute to 2000 ms in minute 9', () => {
    const finished = run(setupWith({ run: short }))
    expect(minutes(9).map((sec) => finished.at('hotThresholdMs', sec))).toEqual([
      1000, 1125, 1250, 1375, 1500, 1625, 1750, 1875, 2000,
    ])
  })

  it('[M1] with a target of 1 MiB/s it falls by 125 ms a minute to its floor of 125 ms in minute 8', () => {
    const finished = run(setupWith({ run: short, policy: { numa_balancing_promote_throughput_MBps: 1 } }))
    expect(minutes(9).map((sec) => finished.at('hotThresholdMs', sec))).toEqual([
      1000, 875, 750, 625, 500, 375, 250, 125, 125,
    ])
  })

  it('[M2] all targets below the floor rate of candidates give identical runs', () => {
    const runs = [1, 10, 30].map((target) =>
      run(
        setupWith({
          run: { lengthSec: 240, scale: '256' },
          workload: { thinkNs: 1000 },
          policy: { numa_balancing_promote_throughput_MBps: target },
        }),
      ),
    )
    for (const other of runs.slice(1)) {
      expect(other.chunk.decisions).toEqual(runs[0].chunk.decisions)
      expect(other.summary).toEqual(runs[0].summary)
    }
  })
})
