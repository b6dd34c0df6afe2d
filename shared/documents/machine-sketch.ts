/**
 * A machine as far as a drawing of it needs: what the chosen machine part and its fields come to. Made by the check
 * of a setup, so that the window never needs to know how a part builds its machine.
 */
export interface MachineSketch {
  readonly nodes: readonly SketchNode[]
  readonly processors: readonly SketchProcessor[]
  readonly links: readonly SketchLink[]
}

export interface SketchNode {
  readonly id: string
  readonly title: string
  readonly role: 'dram' | 'cxl' | 'gpu' | 'remote' | 'pmem' | 'hbm'
  /** 0 is the fastest tier. Absent: in no tier, so nothing is ever placed or moved there. */
  readonly tier?: number
  readonly capacityBytes: number
  /** Seen from the first processor, without load. */
  readonly idleLatencyNs: number
  /** Unloaded, from each processor in the order of `processors`; empty where nothing reaches it. */
  readonly latenciesNs: readonly number[]
  readonly bandwidthBytesPerSec: number
  /** Loaded latency over traffic from the first processor, one curve per mix of reads and writes. */
  readonly curves: readonly SketchCurve[]
}

export interface SketchCurve {
  readonly readShare: number
  /** Ascending pairs of traffic and latency. */
  readonly bytesPerSec: readonly number[]
  readonly latencyNs: readonly number[]
}

export interface SketchProcessor {
  readonly id: string
  readonly title: string
  readonly threads: number
}

/** Between two ids of processors or nodes. */
export interface SketchLink {
  readonly id: string
  readonly title: string
  readonly from: string
  readonly to: string
  readonly bandwidthBytesPerSec: number
}
