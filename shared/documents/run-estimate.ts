/**
 * What can be said of a run before it is made. An estimate and shown as one: the operating points come from the
 * engine's own closed loop with pages filled fastest tier first, all alike, and nothing moved; time and memory from
 * speeds that were measured on one machine (bench/results.md).
 */
export interface RunEstimate {
  readonly nodes: readonly OperatingPoint[]
  /** Accesses of the application, per second. */
  readonly accessesPerSec: number
  /** Threads of each processor that the workload uses, in the order of the machine's processors. */
  readonly threads: readonly number[]
  readonly wallSec: number
  readonly memoryBytes: number
  /** Pages that are simulated: those of the working set divided by the scale. */
  readonly pages: number
}

/** Where a node stands on its loaded-latency curve. */
export interface OperatingPoint {
  readonly id: string
  readonly placedBytes: number
  readonly bytesPerSec: number
  readonly latencyNs: number
  /** Of its asymptote at this mix of reads and writes. */
  readonly load: number
}
