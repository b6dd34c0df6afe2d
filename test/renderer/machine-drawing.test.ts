import { describe, expect, test } from 'vitest'
import { capacityField, handyBytes, nextBytes } from '../../renderer/plot/machine/capacity-field.ts'
import {
  latencyAt,
  loadFrame,
  pointsWithin,
  usualCurve,
  xOf,
  yOf,
} from '../../renderer/plot/machine/load-plot.ts'
import { layoutMachine, type Box } from '../../renderer/plot/machine/machine-layout.ts'
import { parts, sketchMachine } from '../../main/engine/catalog.ts'
import { setupFormat, type ExperimentSetup } from '../../shared/documents/experiment.ts'
import type { MachineSketch, SketchNode } from '../../shared/documents/machine-sketch.ts'
import { resolvePlan } from '../../shared/documents/resolve-plan.ts'
import { expectDefined } from '../../shared/base/assert.ts'
import { fakeMachine } from '../app/fake-catalog.ts'

const GiB = 1024 ** 3

function drawn(machine: Record<string, unknown>): MachineSketch {
  const setup = {
    format: setupFormat, study: 'tiering', name: 'drawn', run: {}, machine,
    workload: { kind: 'zipf' }, policy: { kind: 'static-first-touch' }, mechanism: { kind: 'migrate_pages' },
  } as unknown as ExperimentSetup // prettier-ignore
  return expectDefined(sketchMachine(resolvePlan(setup, parts)), 'a tiering setup has a machine')
}

const spr = drawn({ kind: 'spr-ddr5-cxl' })
const node = (sketch: MachineSketch, id: string): SketchNode =>
  expectDefined(
    sketch.nodes.find((each) => each.id === id),
    id,
  )
const frame = (of: SketchNode) => loadFrame(of, 400, 200, { left: 40, right: 10, top: 5, bottom: 20 })

describe('a loaded-latency curve', () => {
  test('[V42] starts at the idle latency, rises, and stays within its frame', () => {
    for (const each of spr.nodes) {
      const drawnIn = frame(each)
      for (const curve of each.curves) {
        expect(curve.latencyNs[0]).toBe(each.idleLatencyNs)
        expect([...curve.latencyNs].sort((a, b) => a - b)).toEqual(curve.latencyNs)
        for (const [x, y] of pointsWithin(drawnIn, curve)) {
          expect(x).toBeGreaterThanOrEqual(40)
          expect(x).toBeLessThanOrEqual(390)
          expect(y).toBeGreaterThanOrEqual(5 - 1e-9)
          expect(y).toBeLessThanOrEqual(180 + 1e-9)
        }
      }
    }
  })

  test('[V42] reads between its points in straight lines, and at its ends beyond them', () => {
    const curve = { readShare: 1, bytesPerSec: [0, 10, 20], latencyNs: [100, 110, 200] }
    expect([0, 5, 10, 15, 20, 99].map((bytes) => latencyAt(curve, bytes))).toEqual([100, 105, 110, 155, 200, 200])
  }) // prettier-ignore

  test('[V42] places traffic and latency where the axes say', () => {
    const drawnIn = frame(node(spr, 'dram0'))
    expect([xOf(drawnIn, 0), xOf(drawnIn, drawnIn.maxBytesPerSec)]).toEqual([40, 390])
    expect([yOf(drawnIn, 0), yOf(drawnIn, drawnIn.maxNs)]).toEqual([180, 5])
    expect(usualCurve(node(spr, 'dram0'))?.readShare).toBeCloseTo(2 / 3)
  })
})

describe('dragging a capacity', () => {
  const paramsOf = (kind: string) =>
    expectDefined(parts.find(({ family, id }) => family === 'machine' && id === kind), kind).params // prettier-ignore

  test('[V43] sets the field that the machine names for the node, in its unit', () => {
    const field = capacityField(node(spr, 'cxl1'), paramsOf('spr-ddr5-cxl'), { kind: 'spr-ddr5-cxl' })
    expect([field?.path, field?.valueOf(96 * GiB)]).toEqual(['machine.cxlGiB', 96])
  })

  test('[V43] finds the row of a table by its id', () => {
    const sketch = drawn({ kind: 'custom' })
    const field = capacityField(node(sketch, 'cxl1'), paramsOf('custom'), { kind: 'custom' })
    expect([field?.path, field?.valueOf(0.5 * GiB)]).toEqual(['machine.nodes.1.capacityGiB', 0.5])
  })

  test('[V43] is not offered where another field overrides the capacity', () => {
    const fields = { kind: 'custom', fastPages: 16 }
    expect(capacityField(node(drawn(fields), 'dram0'), paramsOf('custom'), fields)).toBeUndefined()
  })

  test('[V43] steps through handy sizes, and each step changes something', () => {
    expect([1.07 * GiB, 15.6 * GiB, 63.4 * GiB].map((b) => handyBytes(b) / GiB)).toEqual([1.0625, 16, 63])
    for (const start of [3e5, GiB, 7.3 * GiB, 16 * GiB, 100 * GiB, 2048 * GiB]) {
      expect(nextBytes(start, 1)).toBeGreaterThan(start)
      expect(nextBytes(start, -1)).toBeLessThan(start)
      expect(nextBytes(nextBytes(start, 1), 1)).toBeLessThan(start * 1.3)
    }
  })
})

describe('a large machine', () => {
  const at = (id: string, tier: number | undefined, role: SketchNode['role']): SketchNode => {
    const { tier: _tier, ...rest } = expectDefined(fakeMachine.nodes[0], 'a node')
    return { ...rest, id, title: id, role, latenciesNs: [90, 140, 600], ...(tier !== undefined && { tier }) }
  }
  const link = (from: string, to: string, bandwidthBytesPerSec: number) =>
    ({ id: `${from}-${to}`, title: 'link', from, to, bandwidthBytesPerSec }) // prettier-ignore
  const sketch: MachineSketch = {
    nodes: [
      at('dram0', 0, 'dram'), at('dram1', 0, 'dram'), at('hbm', 0, 'gpu'), at('cxl2', 1, 'cxl'), at('pmem', undefined, 'pmem'),
    ],
    processors: ['cpu0', 'cpu1', 'gpu0'].map((id) => ({ id, title: id, threads: 32 })),
    links: [
      link('cpu0', 'dram0', 3e11), link('cpu1', 'dram1', 3e11), link('gpu0', 'hbm', 2e12), link('cpu0', 'cxl2', 3e10),
      link('cpu0', 'cpu1', 6e10), link('cpu1', 'gpu0', 6e10),
    ],
  } // prettier-ignore
  const overlap = (a: Box, b: Box) =>
    a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

  test.each([796, 1400])('[V14] of two sockets and a GPU fits %i pixels or says how wide it is', (width) => {
    const layout = layoutMachine(sketch, width)
    const boxes = [...layout.processors, ...layout.nodes]
    boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => expect(overlap(a, b)).toBe(false)))
    for (const box of boxes) {
      expect(box.x + box.width).toBeLessThanOrEqual(layout.width)
      expect(box.y + box.height).toBeLessThanOrEqual(layout.height)
    }
    expect(layout.links.map(({ link: { id } }) => id).sort()).toEqual(sketch.links.map(({ id }) => id).sort())
    const outside = expectDefined(layout.nodes.find((box) => box.node.id === 'pmem'), 'pmem') // prettier-ignore
    const tiered = layout.bands.filter((band) => band.tier !== undefined)
    for (const band of tiered) expect(overlap(outside, band)).toBe(false)
  })
})
