import type { ParamValues, PartInfo } from '../../shared/documents/part.ts'

/** Carries a decision out and charges its cost. */
export interface MechanismPart {
  readonly info: PartInfo
  createMechanism(values: ParamValues, host: MechanismHost): Mechanism
}

export interface MechanismHost {
  readonly pageBytes: number
  /** Hardware threads whose TLB may hold a mapping of the application: all of its threads. */
  readonly threads: number
}

export interface Mechanism {
  /**
   * CPU time, ns, to move one page as one of `batchPages` that go in the same call: isolate, unmap, shootdown, copy,
   * remap. Paid by whoever calls: the faulting thread or a kernel thread.
   */
  movePageNs(batchPages: number): number
  /** Bytes read from the source and, again, written to the target. */
  readonly trafficBytes: number
  set(values: ParamValues): void
}
