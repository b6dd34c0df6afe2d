import type {
  MachineSketch,
  SketchLink,
  SketchNode,
  SketchProcessor,
} from '../../../shared/documents/machine-sketch.ts'

/**
 * Where everything of a machine's drawing stands: processors on top, every node in its tier's band and in a column
 * of its own, so that links fall straight down from a bus under the processors and cross no box.
 */
export interface MachineLayout {
  readonly width: number
  readonly height: number
  readonly processors: readonly (Box & { readonly processor: SketchProcessor })[]
  readonly nodes: readonly (Box & { readonly node: SketchNode })[]
  readonly bands: readonly Band[]
  readonly links: readonly LinkLine[]
}

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Band extends Box {
  /** Absent: the nodes that are in no tier. */
  readonly tier?: number
}

export interface LinkLine {
  readonly link: SketchLink
  readonly points: readonly (readonly [number, number])[]
  readonly thickness: number
  /** Where its words stand. */
  readonly labelX: number
  readonly labelY: number
}

const LEFT = 100
const GAP = 24
const PROCESSOR = 58
const NODE = 146
const ROW = 18
const BUS = 70
const BAND_PAD = 12
const BAND_GAP = 40

export function layoutMachine(given: MachineSketch, width: number): MachineLayout {
  const sketch = withOwnLinks(given)
  const order = columnsOf(sketch)
  // A node names its latency from each processor beyond the first in a row of its own.
  const nodeHeight = NODE + ROW * Math.max(0, sketch.processors.length - 1)
  const columnWidth = Math.min(270, Math.max(168, (width - LEFT - GAP) / Math.max(1, order.length) - GAP))
  const total = LEFT + order.length * (columnWidth + GAP) + GAP
  const xOf = (node: SketchNode) => LEFT + order.indexOf(node) * (columnWidth + GAP)
  const tiers = [...new Set(order.map((node) => node.tier ?? Infinity))].sort((a, b) => a - b)
  const bandTop = (tier: number) =>
    16 + PROCESSOR + BUS + tiers.indexOf(tier) * (nodeHeight + 2 * BAND_PAD + BAND_GAP)
  const nodes = order.map((node) => ({
    node, x: xOf(node), y: bandTop(node.tier ?? Infinity) + BAND_PAD, width: columnWidth, height: nodeHeight,
  })) // prettier-ignore
  const bands = tiers.map((tier) => ({
    ...(tier !== Infinity && { tier }), x: 8, y: bandTop(tier), width: Math.max(width, total) - 16, height: nodeHeight + 2 * BAND_PAD,
  })) // prettier-ignore
  const processors = sketch.processors.map((processor, i) => {
    const own = nodes.filter(({ node }) => ownerOf(sketch, node)?.id === processor.id)
    const x = own.length > 0 ? Math.min(...own.map((box) => box.x)) : LEFT + i * (columnWidth + GAP)
    return { processor, x, y: 16, width: columnWidth, height: PROCESSOR }
  })
  const last = bands.at(-1)
  return {
    width: Math.max(width, total),
    height: (last ? last.y + last.height : 16 + PROCESSOR) + 12,
    processors,
    nodes,
    bands,
    links: linkLines(sketch, processors, nodes),
  }
}

/** A node that no link is told of hangs on the first processor's own memory controller. */
function withOwnLinks(sketch: MachineSketch): MachineSketch {
  const [first] = sketch.processors
  const linked = (id: string) => sketch.links.some((link) => link.from === id || link.to === id)
  if (!first) return sketch
  const own = sketch.nodes
    .filter((node) => node.tier !== undefined && !linked(node.id))
    .map((node) => ({
      id: `own-${node.id}`,
      title: 'own controller',
      from: first.id,
      to: node.id,
      bandwidthBytesPerSec: node.bandwidthBytesPerSec,
    }))
  return { ...sketch, links: [...own, ...sketch.links] }
}

function ownerOf(sketch: MachineSketch, node: SketchNode): SketchProcessor | undefined {
  const ends = sketch.links.filter((link) => link.to === node.id || link.from === node.id)
  return sketch.processors.find((p) => ends.some((link) => link.from === p.id || link.to === p.id))
}

/** Nodes by processor, then by tier: a processor's nodes stand together, the fast ones first. */
function columnsOf(sketch: MachineSketch): SketchNode[] {
  const rank = (node: SketchNode) => {
    const owner = sketch.processors.findIndex((p) => p.id === ownerOf(sketch, node)?.id)
    return (owner < 0 ? sketch.processors.length : owner) * 1000 + Math.min(node.tier ?? 999, 999)
  }
  return [...sketch.nodes].sort((a, b) => rank(a) - rank(b))
}

function linkLines(
  sketch: MachineSketch,
  processors: MachineLayout['processors'],
  nodes: MachineLayout['nodes'],
): LinkLine[] {
  const most = Math.max(1, ...sketch.links.map((link) => link.bandwidthBytesPerSec))
  const ports = new Map<string, number>()
  return sketch.links.flatMap((link, i) => {
    const box = (id: string) =>
      processors.find((p) => p.processor.id === id) ?? nodes.find((n) => n.node.id === id)
    const [upper, lower] = [box(link.from), box(link.to)].sort((a, b) => (a?.y ?? 0) - (b?.y ?? 0))
    if (!upper || !lower) return []
    const thickness = Math.max(2, 14 * Math.sqrt(link.bandwidthBytesPerSec / most))
    if (upper.y === lower.y) return [sideways(link, upper, lower, thickness)]
    const port = ports.get(link.from) ?? 0
    ports.set(link.from, port + 1)
    const down = lower.x + lower.width / 2
    const straight = down > upper.x + 12 && down < upper.x + upper.width - 12
    const from = straight
      ? down
      : Math.min(upper.x + upper.width - 16, upper.x + upper.width / 2 + 40 + port * 14)
    const busY = upper.y + upper.height + 12 + (i % 4) * 7
    const points: (readonly [number, number])[] = straight
      ? [[from, upper.y + upper.height], [from, lower.y]]
      : [[from, upper.y + upper.height], [from, busY], [down, busY], [down, lower.y]] // prettier-ignore
    const labelY = straight ? upper.y + upper.height + 36 : Math.max(busY + 16, lower.y - BAND_PAD - 38)
    return [{ link, points, thickness, labelX: down + thickness / 2 + 8, labelY }]
  })
}

function sideways(link: SketchLink, a: Box, b: Box, thickness: number): LinkLine {
  const [left, right] = a.x < b.x ? [a, b] : [b, a]
  const y = left.y + left.height / 2
  const from = left.x + left.width
  return { link, points: [[from, y], [right.x, y]], thickness, labelX: from + 6, labelY: y - 36 - thickness / 2 } // prettier-ignore
}
