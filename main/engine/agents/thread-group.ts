import type { ParamInfo } from '../../../shared/documents/part.ts'
import type { ValuesOf } from '../param-values.ts'

/**
 * The unit of work: threads of one processor that behave alike. A group has its own throughput (closed loop: each
 * thread keeps `linesPerThread` cache lines in flight and thinks `thinkNs` between accesses).
 */
export interface ThreadGroup {
  readonly id: string
  readonly title: string
  /** Position in `Machine.processors`. */
  readonly processor: number
  /** Read anew in each epoch: a workload may change it with time. */
  readonly threads: number
  readonly linesPerThread: number
  readonly thinkNs: number
  /** Bytes of memory traffic per access: 64 for a read, 128 for a read-modify-write (fill and write-back). */
  readonly bytesPerAccess: number
  /** Share of reads in that traffic. */
  readonly readShare: number
  /**
   * Touches no page of the experiment: it streams through memory of its own on the node nearest to its processor and
   * is there for its traffic alone (an antagonist). Such groups come last, and no metric of the application has them in.
   */
  readonly background?: boolean
}

/** The groups that the experiment is about. */
export function foregroundOf(groups: readonly ThreadGroup[]): readonly ThreadGroup[] {
  return groups.filter((group) => group.background !== true)
}

const lineBytes = 64

/** The fields that every workload with one thread group offers. */
export const threadGroupParams = [
  {
    name: 'threads',
    label: 'Threads',
    about: 'Threads of the application, all alike.',
    source: 'free choice',
    type: 'integer',
    unit: 'threads',
    default: 16,
    min: 1,
    max: 4096,
  },
  {
    name: 'linesPerThread',
    label: 'Lines in flight',
    about:
      'Memory-level parallelism: cache lines that one thread keeps outstanding. 1 is pointer chasing, about 4 random access, above 10 prefetched streams.',
    source: 'assumption; a fit of published GUPS gains gave 4.3',
    type: 'number',
    unit: 'lines',
    default: 4,
    min: 0.1,
    max: 128,
  },
  {
    name: 'thinkNs',
    label: 'Think time',
    about:
      'Time per access that is not waiting for memory; keeps the application from being 100 % memory bound.',
    source: 'free choice',
    type: 'number',
    unit: 'ns',
    default: 0,
    min: 0,
    max: 1e9,
  },
  {
    name: 'storeShare',
    label: 'Stores',
    about:
      'Share of accesses that dirty their line. Each adds a write-back, so traffic is 64 B · (1 + share): 64 read only, 128 for read-modify-write.',
    source: 'free choice; the prototype counted half stores',
    type: 'number',
    unit: 'share',
    default: 0.5,
    min: 0,
    max: 1,
  },
] as const satisfies readonly ParamInfo[]

export function createThreadGroup(values: ValuesOf<typeof threadGroupParams>): ThreadGroup {
  return {
    id: 'app',
    title: 'application',
    processor: 0,
    threads: values.threads,
    linesPerThread: values.linesPerThread,
    thinkNs: values.thinkNs,
    bytesPerAccess: lineBytes * (1 + values.storeShare),
    readShare: 1 / (1 + values.storeShare),
  }
}
