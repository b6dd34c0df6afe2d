import type { ThreadGroup } from '../../../main/engine/agents/thread-group.ts'
import type { Machine, MemoryNode } from '../../../main/engine/hardware/machine.ts'

/** A node with one load-curve point, as plain numbers. */
export interface PlainNode {
  readonly idleNs: number
  readonly asymptoteGBps: number
  readonly steepness: number
  readonly tier?: number
  readonly capacityBytes?: number
}

/** One processor over these nodes; a route may be longer than the node's own latency. */
export function plainMachine(plain: readonly PlainNode[], extraRouteNs = 0): Machine {
  const nodes = plain.map((node, n): MemoryNode => ({
    id: `node${n}`,
    title: `Node ${n}`,
    role: n === 0 ? 'dram' : 'cxl',
    tier: node.tier ?? n,
    capacityBytes: node.capacityBytes ?? 2 ** 30,
    idleLatencyNs: node.idleNs,
    curve: {
      points: [{ readShare: 1, asymptoteBytesPerSec: node.asymptoteGBps * 1e9, steepness: node.steepness }],
    },
  }))
  const routes = nodes.map((node) => ({ idleLatencyNs: node.idleLatencyNs + extraRouteNs, links: [] }))
  return { nodes, links: [], processors: [{ id: 'cpu0', title: 'CPU 0', hardwareThreads: 64, routes }] }
}

export function plainGroup(changes: Partial<ThreadGroup> = {}): ThreadGroup {
  return {
    id: 'app',
    title: 'application',
    processor: 0,
    threads: 16,
    linesPerThread: 4,
    thinkNs: 0,
    bytesPerAccess: 96,
    readShare: 2 / 3,
    ...changes,
  }
}
