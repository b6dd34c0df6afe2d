import { describe, expect, it } from 'vitest'
import { run, setupWith } from './run.ts'

const short = { lengthSec: 570, scale: '128' }
const minutes = (count: number) => Array.from({ length: count }, (_, minute) => minute * 60 + 30)

describe('the adaptive threshold', () => {
  it('[M1] with the default limit it climbs from 1000 ms by 125 ms a minute to 2000 ms in minute 9', () => {
    const finished = run(setupWith({ run: short }))
    expect(minutes(9).map((sec) => finished.at('hotThresholdMs', sec))).toEqual([
      1000, 1125, 1250, 1375, 1500, 1625, 1750, 1875, 2000,
    ])
  })

  it('[M1] with a target of 1 MiB/s it falls by 125 ms a minute to its floor of 125 ms in minute 8', () => {
    const finished = run(
      setupWith({ run: short, policy: { numa_balancing_promote_throughput_MBps: 1 } }),
    )
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

  it('[M9] freeing 2 GiB of DRAM opens the shortcut: the threshold is forgotten and climbs a step a minute after', () => {
    const finished = run(
      setupWith({
        run: { lengthSec: 200, scale: '128' },
        workload: { workingSetGiB: 20 },
        machine: { nodes: roomyNodes },
      }),
    )
    expect(finished.at('hotThresholdMs', 30)).toBe(1000)
    expect(finished.summary.candidatePages.value).toBeLessThan(finished.summary.promotedPages.value)
  })
})

const roomyNodes = [
  { id: 'dram0', title: 'DRAM 0', role: 'dram', tier: 0, capacityGiB: 24, idleNs: 90, peakGBps: 158, steepness: 0.15, linkGBps: 0 },
  { id: 'cxl1', title: 'CXL 1', role: 'cxl', tier: 1, capacityGiB: 64, idleNs: 250, peakGBps: 27, steepness: 0.047, linkGBps: 0 },
] // prettier-ignore
