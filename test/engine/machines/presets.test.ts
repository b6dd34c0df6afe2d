import { describe, expect, it } from 'vitest'
import { loadPointAt } from '../../../main/engine/hardware/load-curve.ts'
import { tieringParts } from '../../../main/engine/catalog.ts'
import { resolveFields } from '../../../shared/documents/param-value.ts'
import type { Machine } from '../../../main/engine/hardware/machine.ts'

const machineOf = (id: string): Machine => {
  const part = tieringParts.machines.find(({ info }) => info.id === id)!
  return part.createMachine(resolveFields(part.info.params, {}), 4096)
}
const peakGBps = (machine: Machine, node: number, readShare: number) =>
  loadPointAt(machine.nodes[node].curve, readShare).asymptoteBytesPerSec / 1e9

describe('machine presets', () => {
  it('[E51] every preset is whole: routes to every node, links that are there, latencies no shorter than the node’s own', () => {
    for (const { info } of tieringParts.machines) {
      const { nodes, processors, links } = machineOf(info.id)
      expect(new Set([...nodes, ...processors].map(({ id }) => id)).size).toBe(
        nodes.length + processors.length,
      )
      for (const { routes } of processors) {
        expect(routes).toHaveLength(nodes.length)
        routes.forEach((route, n) => {
          expect(route.idleLatencyNs).toBeGreaterThanOrEqual(nodes[n].idleLatencyNs)
          expect(route.links.every((link) => link < links.length)).toBe(true)
        })
      }
      nodes.forEach((node, n) => {
        expect(Math.min(...processors.map(({ routes }) => routes[n].idleLatencyNs))).toBe(node.idleLatencyNs)
      })
    }
  })

  it('[E51] they have the figures of their sources', () => {
    const twoSockets = machineOf('spr-2s-ddr5-cxl')
    expect(twoSockets.processors.map(({ routes }) => routes.map((route) => route.idleLatencyNs))).toEqual([
      [116, 188, 250, 322],
      [188, 116, 322, 250],
    ])
    const optane = machineOf('clx-optane')
    expect(peakGBps(optane, 1, 1) / 1.02).toBeCloseTo(39.4, 6)
    expect(peakGBps(optane, 1, 0) / 1.02).toBeCloseTo(13.9, 6)
    const max = machineOf('xeon-max')
    expect(max.nodes.map(({ tier, idleLatencyNs }) => [tier, idleLatencyNs])).toEqual([[0, 129], [1, 116]]) // prettier-ignore
    expect(peakGBps(max, 0, 0.5) / peakGBps(max, 1, 0.51)).toBeGreaterThan(4)
    const ice = machineOf('icx-remote')
    expect([peakGBps(ice, 0, 0.5), peakGBps(ice, 1, 0.5)].map(Math.round)).toEqual([158, 76])
    const gpu = machineOf('cpu-gpu-pcie4')
    expect(gpu.processors[0].routes[1].links).toEqual([0])
    expect(gpu.links[0].bandwidthBytesPerSec).toBe(31.5e9)
    expect(machineOf('grace-hopper').nodes[0].role).toBe('gpu')
  })
})
