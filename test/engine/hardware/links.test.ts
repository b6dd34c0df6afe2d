import { describe, expect, it } from 'vitest'
import { shareBackground } from '../../../main/engine/agents/background.ts'
import { createClosedLoop } from '../../../main/engine/hardware/closed-loop.ts'
import { copyRoutes, nearestNode } from '../../../main/engine/hardware/copy-routes.ts'
import type { Machine, MemoryNode } from '../../../main/engine/hardware/machine.ts'
import { plainGroup } from './machines.ts'

const curve = (asymptoteGBps: number, steepness: number) => ({
  points: [{ readShare: 1, asymptoteBytesPerSec: asymptoteGBps * 1e9, steepness }],
})

/** Two sockets with a node each and a link that queues between them. */
function twoSockets(linkGBps = 60): Machine {
  const node = (n: number): MemoryNode => ({
    id: `dram${n}`, title: `DRAM ${n}`, role: 'dram', tier: 0, capacityBytes: 2 ** 30, idleLatencyNs: 100,
    curve: curve(200, 0.15),
  }) // prettier-ignore
  const near = { idleLatencyNs: 100, links: [] }
  const far = { idleLatencyNs: 180, links: [0] }
  return {
    nodes: [node(0), node(1)],
    processors: [
      { id: 'cpu0', title: 'CPU 0', hardwareThreads: 64, routes: [near, far] },
      { id: 'cpu1', title: 'CPU 1', hardwareThreads: 64, routes: [far, near] },
    ],
    links: [
      { id: 'upi', title: 'UPI', from: 'cpu0', to: 'cpu1', bandwidthBytesPerSec: 30e9, queue: { idleNs: 80, curve: curve(linkGBps, 0.05) } },
    ],
  } // prettier-ignore
}

const wait = (idleNs: number, steepness: number, load: number) => (idleNs * steepness * load) / (1 - load)

describe('links', () => {
  it('[E42] one group over a link: its equation holds with the waits of node and link, and the link’s traffic is its own', () => {
    const loop = createClosedLoop(twoSockets(), [plainGroup({ threads: 32 })], 1)
    loop.share.set([0.5, 0.5])
    loop.linkMigrationBytesPerSec[0] = 2e9
    loop.solve()
    const x = loop.accessesPerSec[0]
    const linkBytes = 0.5 * x * 96 + 2e9
    const near = 100 + wait(100, 0.15, (0.5 * x * 96) / 200e9)
    const far = 180 + wait(100, 0.15, (0.5 * x * 96) / 200e9) + wait(80, 0.05, linkBytes / 60e9)
    expect(loop.linkBytesPerSec[0] / linkBytes).toBeCloseTo(1, 9)
    expect(loop.latencyNs[0] / near).toBeCloseTo(1, 6)
    expect(loop.latencyNs[1] / far).toBeCloseTo(1, 6)
    expect((x * (0.5 * near + 0.5 * far)) / (32 * 4 * 1e9)).toBeCloseTo(1, 6)
  })

  it('[E42] groups of two sockets share the link, and each of their equations holds to 2 %', () => {
    const groups = [plainGroup({ threads: 40 }), plainGroup({ threads: 20, processor: 1 })]
    const loop = createClosedLoop(twoSockets(40), groups, 1)
    loop.share.set([0.2, 0.8, 0.6, 0.4])
    loop.solve()
    const [x, y] = loop.accessesPerSec
    const load = ((x * 0.8 + y * 0.6) * 96) / 40e9
    expect(load).toBeGreaterThan(0.8)
    const waits = [0, 1].map((n) => wait(100, 0.15, ((x * [0.2, 0.8][n] + y * [0.6, 0.4][n]) * 96) / 200e9))
    const link = wait(80, 0.05, load)
    const first = 0.2 * (100 + waits[0]) + 0.8 * (180 + waits[1] + link)
    const second = 0.6 * (180 + waits[0] + link) + 0.4 * (100 + waits[1])
    expect(Math.abs((x * first) / (160 * 1e9) - 1)).toBeLessThan(0.02)
    expect(Math.abs((y * second) / (80 * 1e9) - 1)).toBeLessThan(0.02)
  })

  it('[E43] a background group loads the node nearest to its processor, and none of its threads is no load', () => {
    const machine = twoSockets()
    const other = { ...plainGroup({ threads: 60, linesPerThread: 20, processor: 1 }), background: true }
    const latencies = [60, 0].map((threads) => {
      const groups = [plainGroup(), { ...other, threads }]
      const loop = createClosedLoop(machine, groups, 1)
      shareBackground(loop, machine, groups)
      loop.share.set([0.5, 0.5])
      loop.solve()
      return [...loop.latencyNs.subarray(0, 2)]
    })
    expect(latencies[0][0] / latencies[1][0]).toBeCloseTo(1, 1)
    expect(latencies[0][1]).toBeGreaterThan(3 * latencies[1][0])
    const alone = createClosedLoop(machine, [plainGroup()], 1)
    alone.share.set([0.5, 0.5])
    alone.solve()
    expect(Math.abs(latencies[1][0] / alone.latencyNs[0] - 1)).toBeLessThan(0.02)
  })

  it('[E44] a copy passes the links of the processor that is nearest to both of its nodes', () => {
    const machine = twoSockets()
    expect(copyRoutes(machine)).toEqual([[], [0], [0], []])
    expect([0, 1].map((processor) => nearestNode(machine, processor))).toEqual([0, 1])
  })
})
