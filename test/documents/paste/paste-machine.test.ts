import { describe, expect, test } from 'vitest'
import fc from 'fast-check'
import { checkPlan, parts, sketchMachine } from '../../../main/engine/catalog.ts'
import { checkSetup } from '../../../shared/documents/check-setup.ts'
import { setupFormat, type ExperimentSetup } from '../../../shared/documents/experiment.ts'
import { fitCurve } from '../../../shared/documents/paste/fit-curve.ts'
import { pasteMachine } from '../../../shared/documents/paste/paste-machine.ts'
import { isError } from '../../../shared/documents/problem.ts'
import { resolvePlan } from '../../../shared/documents/resolve-plan.ts'

/** As the tools print them, of a two-socket machine with a CXL expander. */
const numactl = `available: 3 nodes (0-2)
node 0 cpus: 0 1 2 3 8 9 10 11
node 0 size: 64215 MB
node 0 free: 60120 MB
node 1 cpus: 4 5 6 7 12 13 14 15
node 1 size: 64508 MB
node 1 free: 62000 MB
node 2 cpus:
node 2 size: 131072 MB
node 2 free: 131000 MB
node distances:
node   0   1   2 
  0:  10  21  14 
  1:  21  10  24 
  2:  14  24  10 
`
const idle = `Intel(R) Memory Latency Checker - v3.11
Measuring idle latencies for sequential access (in ns)...
\t\tNuma node
Numa node\t     0\t     1\t     2\t
       0\t  88.9\t 143.2\t 251.3\t
       1\t 143.0\t  88.7\t 341.0\t
`
const bandwidths = `Measuring Memory Bandwidths between nodes within system 
Bandwidths are in MB/sec (1 MB/sec = 1,000,000 Bytes/sec)
Using all the threads from each core if Hyper-threading is enabled
Using Read-only traffic type
\t\tNuma node
Numa node\t     0\t     1\t     2\t
       0\t176012.3\t55712.9\t17800.5\t
       1\t55698.1\t176214.0\t17650.2\t
`
const loaded = `Measuring Loaded Latencies for the system
Using all the threads from each core if Hyper-threading is enabled
Using Read-only traffic type
Inject\tLatency\tBandwidth
Delay\t(ns)\tMB/sec
==========================
 00000\t261.65\t 351692.3
 00008\t183.20\t 328110.9
 00050\t151.01\t 298004.2
 00200\t109.80\t 173021.7
 00300\t101.83\t 123310.4
 00700\t 96.81\t  57100.0
 20000\t 90.90\t   2911.6
`
const tiers = `/sys/devices/virtual/memory_tiering/memory_tier4/nodelist:0-1
/sys/devices/virtual/memory_tiering/memory_tier22/nodelist:2
`

const setupWith = (machine: unknown) => ({
  format: setupFormat, study: 'tiering', name: 'pasted', run: {}, machine,
  workload: { kind: 'zipf' }, policy: { kind: 'autonuma-tiering' }, mechanism: { kind: 'migrate_pages' },
}) as unknown as ExperimentSetup // prettier-ignore

const rowsOf = (text: string) => pasteMachine(text).machine?.nodes ?? []

describe('a pasted machine', () => {
  test('[D15] of numactl, MLC and the kernel’s tiers has their tiers, sizes, latencies and bandwidths', () => {
    const { machine, lines, problem } = pasteMachine([numactl, idle, bandwidths, tiers].join('\n'))
    expect(problem).toBeUndefined()
    expect(machine?.hardwareThreads).toBe(8)
    expect(machine?.nodes).toMatchObject([
      { id: 'node0', role: 'dram', tier: 0, capacityGiB: 62.71, idleNs: 88.9, peakGBps: 190.09 },
      { id: 'node1', role: 'remote', tier: 0, idleNs: 143.2, peakGBps: 56.827 },
      { id: 'node2', role: 'cxl', tier: 1, capacityGiB: 128, idleNs: 251.3, peakGBps: 18.157 },
    ])
    expect(lines.filter(({ what }) => what === 'skipped').map(({ text }) => text)).toEqual([
      'Intel(R) Memory Latency Checker - v3.11',
    ])
  })

  test('[D15] comes out the same in whatever order the listings stand, and with lines of Windows', () => {
    const whole = rowsOf([numactl, idle, bandwidths, loaded, tiers].join('\n'))
    expect(rowsOf([tiers, loaded, bandwidths, idle, numactl].join('\n'))).toEqual(whole)
    expect(rowsOf([numactl, idle, bandwidths, loaded, tiers].join('\n').replaceAll('\n', '\r\n'))).toEqual(
      whole,
    )
  })

  test('[D15] is a machine that the check takes and the drawing shows', () => {
    const { machine } = pasteMachine([numactl, idle, bandwidths, loaded, tiers].join('\n'))
    const setup = setupWith(machine)
    expect(checkSetup(setup, parts, checkPlan).filter(isError)).toEqual([])
    const sketch = sketchMachine(resolvePlan(setup, parts))
    expect(sketch?.nodes.map(({ id, tier, idleLatencyNs }) => [id, tier, idleLatencyNs])).toEqual([
      ['node0', 0, 88.9], ['node1', 0, 143.2], ['node2', 1, 251.3],
    ]) // prettier-ignore
  })

  test('[D15] takes its curve from the loaded latencies, shared by the sockets, within a quarter of the idle latency', () => {
    const [first] = rowsOf([numactl, loaded].join('\n'))
    const L = (GBps: number) => {
      const r = GBps / Number(first?.peakGBps)
      return Number(first?.idleNs) * (1 + (Number(first?.steepness) * r) / (1 - r))
    }
    expect(Math.abs(L(149) - 151.01) / 90.9).toBeLessThan(0.25)
    expect(Math.abs(L(61.7) - 101.83) / 90.9).toBeLessThan(0.1)
    expect(Number(first?.peakGBps)).toBeGreaterThan(351.7 / 2)
  })

  test('[D15] gives a table to the node that a line before it names', () => {
    const cxl = loaded.replaceAll(/\t *([\d.]+)$/gm, (_, MBps: string) => `\t${Number(MBps) / 15}`)
    const rows = rowsOf([numactl, loaded, '# node 2', cxl].join('\n'))
    expect(Number(rows[2]?.peakGBps) / Number(rows[0]?.peakGBps)).toBeCloseTo(2 / 15, 3)
  })

  test('[D15] puts a node that nothing reaches, or that no tier lists, outside of all tiers', () => {
    const cut = numactl.replace('0:  10  21  14', '0:  10  21 255')
    expect(rowsOf(cut).map(({ tier }) => tier)).toEqual([0, 0, -1])
    expect(rowsOf(numactl + 'memory_tier4/nodelist:0\n').map(({ tier }) => tier)).toEqual([0, -1, -1])
  })

  test('[D15] says of every figure that nobody measured that it is assumed', () => {
    const { nodes } = pasteMachine(numactl)
    expect(nodes[2]?.from).toMatchObject({
      tier: expect.stringMatching(/^assumed/),
      capacity: 'numactl: 131072 MiB',
      latency: 'assumed: 89 ns · distance 14 / 10',
      bandwidth: expect.stringMatching(/^assumed/),
    })
  })
})

describe('what cannot be read', () => {
  const cases: [string, string, number, RegExp][] = [
    ['a size that is none', numactl.replace('64215 MB', 'lots MB'), 3, /"lots MB" is no size/],
    ['a row of distances cut short', numactl.replace('21  10  24', '21  10'), 14, /has 2 distances, the header names 3/],
    ['a row of latencies cut short', idle.replace('\t 251.3', ''), 5, /has 2 latencies, the header names 3/],
    ['a latency that is no number', idle.replace('143.2', 'fast'), 5, /"fast" is no number of the latencies/],
    ['a list that is none', 'memory_tier4/nodelist:0-x', 1, /"0-x" is no list of nodes/],
    ['a node in two tiers', `${tiers}memory_tier9/nodelist:2`, 3, /node 2 is in two memory tiers/],
    ['two machines', numactl + numactl.replace('64215', '32000'), 18, /node 0 has two sizes/],
  ] // prettier-ignore

  test.each(cases)('[D16] %s is told by its line with a way out', (_, text, line, fact) => {
    const { lines, machine, problem } = pasteMachine(text)
    const wrong = lines.find(({ what }) => what === 'wrong')
    expect(wrong).toMatchObject({ line, note: expect.stringMatching(fact), wayOut: expect.any(String) })
    expect(machine).toBeUndefined()
    expect(problem?.fact).toMatch(`line ${line}: `)
  })

  test('[D16] a text of something else says what may be pasted', () => {
    const { problem, lines } = pasteMachine('Dear all,\n\nthe server is down.\n')
    expect(problem?.wayOut).toMatch(/numactl -H/)
    expect(lines.map(({ what }) => what)).toEqual(['skipped', 'skipped'])
  })

  test('[D16] garbage, cut and shuffled listings never throw, and a machine they make is in its ranges', () => {
    const all = [numactl, idle, bandwidths, loaded, tiers].join('\n').split('\n')
    const line = fc.oneof(fc.constantFrom(...all), fc.string(), fc.constantFrom(...all).chain((text) =>
      fc.tuple(fc.nat(text.length), fc.string({ maxLength: 4 })).map(([at, put]) => text.slice(0, at) + put + text.slice(at + put.length)))) // prettier-ignore
    fc.assert(
      fc.property(fc.array(line, { maxLength: 60 }), (lines) => {
        const read = pasteMachine(lines.join('\n'))
        expect(read.machine === undefined).toBe(read.problem !== undefined)
        for (const report of read.lines) if (report.what === 'wrong') expect(report.wayOut).toBeTruthy()
        if (read.machine) expect(checkSetup(setupWith(read.machine), parts).filter(isError)).toEqual([])
      }),
      { seed: 4, numRuns: 400 },
    )
  })
})

test('[D15] a fit finds the curve that made the points', () => {
  const made = (a: number, peak: number) =>
    [5, 20, 50, 80, 95, 100].map((MBps) => {
      const r = MBps / peak
      return { MBps, latencyNs: 100 * (1 + (a * r) / (1 - r)) }
    })
  const fit = fitCurve([...made(0.15, 108), { MBps: 0.001, latencyNs: 100 }])
  expect(fit?.steepness).toBeCloseTo(0.15, 2)
  expect(fit?.asymptoteMBps).toBeCloseTo(108, 0)
  expect(fit?.rmse).toBeLessThan(0.01)
})
