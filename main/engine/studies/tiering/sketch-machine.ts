import type { MachineSketch, SketchCurve, SketchLink } from '../../../../shared/documents/machine-sketch.ts'
import { loadFactor, loadPointAt } from '../../hardware/load-curve.ts'
import type { Machine, MemoryNode } from '../../hardware/machine.ts'

/** Mixes that are drawn: reads only, the workload's usual two reads to a write, read-modify-write. */
const readShares = [1, 2 / 3, 0.5]
const usualMix = 2 / 3
/** Utilisations at which a curve is drawn: closer together where it bends. */
const loads = Array.from({ length: 41 }, (_, i) => {
  const left = 1 - i / 40
  return 0.985 * (1 - left * left)
})

/** A machine as a drawing needs it. Bandwidth is the asymptote at the workload’s usual mix of two reads to a write. */
export function sketchOf(machine: Machine): MachineSketch {
  const { processors, nodes, outside = [] } = machine
  const bandwidth = (node: MemoryNode) => loadPointAt(node.curve, usualMix).asymptoteBytesPerSec
  const drawn = (node: MemoryNode, latenciesNs: readonly number[]) => ({
    id: node.id,
    title: node.title,
    role: node.role,
    capacityBytes: node.capacityBytes,
    idleLatencyNs: latenciesNs[0] ?? node.idleLatencyNs,
    latenciesNs,
    bandwidthBytesPerSec: bandwidth(node),
    curves: curvesOf(node, latenciesNs[0] ?? node.idleLatencyNs),
  })
  return {
    nodes: [
      ...nodes.map((node, n) => ({
        ...drawn(node, processors.map(({ routes }) => routes[n].idleLatencyNs)),
        tier: node.tier,
      })),
      ...outside.map((node) => drawn(node, [])),
    ],
    processors: processors.map(({ id, title, hardwareThreads }) => ({ id, title, threads: hardwareThreads })),
    links: [...machine.links, ...controllers(machine, bandwidth)],
  } // prettier-ignore
}

/** Channels to the nodes that a processor reaches over no link of the machine's own. */
function controllers(machine: Machine, bandwidth: (node: MemoryNode) => number): SketchLink[] {
  return machine.nodes.flatMap((node, n) =>
    machine.processors
      .filter(({ routes }) => routes[n].links.length === 0)
      .map((processor) => ({
        id: `channels-${processor.id}-${node.id}`,
        title: node.role === 'dram' || node.role === 'gpu' ? 'memory channels' : 'route to it',
        from: processor.id,
        to: node.id,
        bandwidthBytesPerSec: bandwidth(node),
      })),
  )
}

function curvesOf(node: MemoryNode, idleNs: number): SketchCurve[] {
  const shares = node.curve.points.length > 1 ? readShares : [usualMix]
  return shares.map((readShare) => {
    const { asymptoteBytesPerSec, steepness } = loadPointAt(node.curve, readShare)
    return {
      readShare,
      bytesPerSec: loads.map((load) => load * asymptoteBytesPerSec),
      latencyNs: loads.map((load) => idleNs + node.idleLatencyNs * (loadFactor(steepness, load) - 1)),
    }
  })
}
