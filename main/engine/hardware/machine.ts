import type { ParamValues, PartInfo } from '../../../shared/documents/part.ts'
import type { LoadCurve } from './load-curve.ts'

/**
 * Memory nodes (tiers), processors and links. A machine part makes one from its parameters at full size; the study
 * scales it. At most 15 nodes: a node number shares a byte with page flags.
 */
export interface Machine {
  readonly nodes: readonly MemoryNode[]
  readonly processors: readonly Processor[]
  readonly links: readonly Link[]
  /** Nodes that are there and in no tier: nothing is placed on them or moved to them, and no route leads there. */
  readonly outside?: readonly MemoryNode[]
}

export type NodeRole = 'dram' | 'cxl' | 'gpu' | 'remote' | 'pmem' | 'hbm'

export interface MemoryNode {
  /** Identity in column names: `accessShare.dram0`. */
  readonly id: string
  readonly title: string
  readonly role: NodeRole
  /** 0 is the fastest. Nodes of equal tier are peers: neither promotes into the other. */
  readonly tier: number
  readonly capacityBytes: number
  /** From the nearest processor, unloaded. */
  readonly idleLatencyNs: number
  readonly curve: LoadCurve
}

export interface Processor {
  readonly id: string
  readonly title: string
  readonly hardwareThreads: number
  /** Unloaded latency and the links passed, to each node in the order of `Machine.nodes`. */
  readonly routes: readonly Route[]
}

export interface Route {
  readonly idleLatencyNs: number
  /** Positions in `Machine.links`. */
  readonly links: readonly number[]
}

export interface Link {
  readonly id: string
  readonly title: string
  readonly from: string
  readonly to: string
  /** One direction. */
  readonly bandwidthBytesPerSec: number
  /**
   * Traffic waits here too, apart from the nodes at its ends: for links to nodes that others reach without it (the
   * interconnect of sockets). Absent where the node's own curve was measured through the link.
   */
  readonly queue?: LinkQueue
}

/** Wait on a link: `idleNs · (load factor − 1)` at the traffic of both directions together. */
export interface LinkQueue {
  readonly idleNs: number
  readonly curve: LoadCurve
}

export interface MachinePart {
  readonly info: PartInfo
  /** `pageBytes` is the base page, for parameters that count pages. */
  createMachine(values: ParamValues, pageBytes: number): Machine
}
