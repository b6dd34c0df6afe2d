import { expect, test } from 'vitest'
import { layoutMachine, type Box } from '../../renderer/plot/machine/machine-layout.ts'
import { fakeMachine } from '../app/fake-catalog.ts'

const overlap = (a: Box, b: Box) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const third = { ...fakeMachine.nodes[1], id: 'hbm', title: 'HBM', role: 'gpu' as const }
const { tier: _tier, ...unreachable } = third
const sketch = { ...fakeMachine, nodes: [...fakeMachine.nodes, unreachable] }

test('[V14] every node stands in its tier’s band, one in no tier outside of all, and no box covers another', () => {
  const layout = layoutMachine(sketch, 800)
  const boxes = [...layout.processors, ...layout.nodes]
  boxes.forEach((a, i) => boxes.slice(i + 1).forEach((b) => expect(overlap(a, b)).toBe(false)))
  for (const { node, y, height } of layout.nodes) {
    const band = layout.bands.find((known) => known.tier === node.tier)!
    expect(y).toBeGreaterThanOrEqual(band.y)
    expect(y + height).toBeLessThanOrEqual(band.y + band.height)
  }
})

test('[V14] a link is as wide as its bandwidth asks, ends at its node and crosses no other', () => {
  const layout = layoutMachine(sketch, 800)
  const [fast, slow] = layout.links
  expect(fast.thickness).toBeGreaterThan(slow.thickness)
  const target = layout.nodes.find((box) => box.node.id === 'cxl1')!
  const [x, y] = slow.points.at(-1)!
  expect(y).toBe(target.y)
  expect(x).toBeGreaterThan(target.x)
  expect(x).toBeLessThan(target.x + target.width)
  const dram = layout.nodes.find((box) => box.node.id === 'dram0')!
  expect(x > dram.x + dram.width || x < dram.x).toBe(true)
})
