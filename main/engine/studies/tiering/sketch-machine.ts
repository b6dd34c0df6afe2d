import type { MachineSketch } from '../../../../shared/documents/machine-sketch.ts'
import { loadPointAt } from '../../hardware/load-curve.ts'
import type { Machine } from '../../hardware/machine.ts'

/** A machine as a drawing needs it. Bandwidth is the asymptote at the workload’s usual mix of two reads to a write. */
export function sketchOf(machine: Machine): MachineSketch {
  const [processor] = machine.processors
  return {
    nodes: machine.nodes.map((node, n) => ({
      id: node.id,
      title: node.title,
      role: node.role,
      tier: node.tier,
      capacityBytes: node.capacityBytes,
      idleLatencyNs: processor.routes[n].idleLatencyNs,
      bandwidthBytesPerSec: loadPointAt(node.curve, 2 / 3).asymptoteBytesPerSec,
    })),
    processors: machine.processors.map(({ id, title, hardwareThreads }) => ({
      id,
      title,
      threads: hardwareThreads,
    })),
    links: [
      ...machine.links,
      ...machine.nodes.flatMap((node, n) =>
        processor.routes[n].links.length > 0
          ? []
          : [
              {
                id: `channels-${node.id}`,
                title: 'memory channels',
                from: processor.id,
                to: node.id,
                bandwidthBytesPerSec: loadPointAt(node.curve, 2 / 3).asymptoteBytesPerSec,
              },
            ],
      ),
    ],
  }
}
