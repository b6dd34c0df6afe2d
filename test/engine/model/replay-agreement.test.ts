import { describe, expect, it } from 'vitest'
import { ratio, run, setupWith } from './run.ts'

/** 65,536 pages of which 13,107 fit the fast node, about 0.3 M accesses a second, one thread: small enough to replay. */
const smallMachine = {
  kind: 'custom',
  nodes: [
    { id: 'dram0', title: 'DRAM 0', role: 'dram', tier: 0, capacityGiB: 13_107 / 262_144, idleNs: 90, peakGBps: 158, steepness: 0.15, linkGBps: 0 },
    { id: 'cxl1', title: 'CXL 1', role: 'cxl', tier: 1, capacityGiB: 1, idleNs: 250, peakGBps: 27, steepness: 0.047, linkGBps: 0 },
  ],
} // prettier-ignore

const threads = { workingSetGiB: 0.25, threads: 1, linesPerThread: 1, thinkNs: 3000 }

/** Full-size kernel amounts would swallow so small a machine: scan windows and levels shrink with it. */
const smallKernel = { scan_size_mb: 4, shortcut_MiB: 3 }

const cases = [
  { title: 'zipf', workload: { kind: 'zipf', ...threads }, policy: smallKernel },
  {
    title: 'zipf, target 1 MiB/s, adapted every 10 s',
    workload: { kind: 'zipf', ...threads },
    policy: { ...smallKernel, numa_balancing_promote_throughput_MBps: 1, scan_period_max_ms: 10_000 },
  },
  {
    title: 'hot set',
    workload: { kind: 'hot-set', ...threads, hotGiB: 0.04, chunkMiB: 0.25 },
    policy: smallKernel,
  },
]

describe('rates against full replay, the same kernel code under both', { timeout: 120_000 }, () => {
  for (const { title, workload, policy } of cases) {
    it(`[M5] ${title}: moves within 2 %, fast share within 0.5 %, faults and candidates within 2 %, the same threshold`, () => {
      const [rates, replay] = ['rates', 'replay'].map((engine) =>
        run(
          setupWith({
            run: { engine, lengthSec: 120, scale: '1', recordMiB: 16 },
            machine: smallMachine,
            workload,
            policy,
          }),
        ),
      )
      const gaps = Object.fromEntries(
        ['promotedPages', 'demotedPages', 'hintFaults', 'candidatePages'].map((name) => [
          name,
          ratio(rates.settled(name), replay.settled(name)),
        ]),
      )
      for (const [name, gap] of Object.entries(gaps)) expect(gap, name).toBeLessThan(0.02)
      expect(ratio(rates.settled('accessShare.dram0'), replay.settled('accessShare.dram0'))).toBeLessThan(
        0.005,
      )
      expect(rates.at('hotThresholdMs', 119)).toBe(replay.at('hotThresholdMs', 119))
    })
  }
})
