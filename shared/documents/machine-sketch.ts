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
  readonly role: 'dram' | 'cxl' | 'gpu' | 'remote' | 'pmem'
  /** 0 is the fastest tier. Absent: in no tier of the policy, so nothing is moved there. */
  readonly tier?: number
  readonly capacityBytes: number
  /** Seen from the processor that the workload runs on, without load. */
  readonly idleLatencyNs: number
  readonly bandwidthBytesPerSec: number
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
