import type { TieringPlan } from '../../../../shared/documents/plan.ts'
import type { PartTrait } from '../../../../shared/documents/part.ts'

/** What a run comes to, as far as its cost goes. */
export interface RunSize {
  readonly pages: number
  readonly accessesPerSec: number
  readonly traits: readonly PartTrait[]
  /** Groups of threads, background included. */
  readonly groups: number
  readonly nodes: number
  /** Nodes of the fastest tier: each has lists and a kswapd of its own. */
  readonly fastNodes: number
}

/*
 * CPU seconds measured on the machine of bench/results.md ("What an estimate rests on"). A run of a policy that is
 * not among those measured, or on another machine, may well take half or twice as long: it is an estimate.
 */
const ratesPerSimulatedSec = 0.001
const ticksPerSimulatedSec = 0.001
/** Hint faults, scans and the moves that follow, or an oracle's look at its pages, each at full size; the scale divides them. */
const eventsPerSec = 330_000
/** Of a policy that goes by samples and moves huge pages. */
const sampledEventsPerSec = 45_000
const perEventSec = 0.4e-6
const perPageSec = 0.22e-6
/** Of each epoch where several groups are brought together: ways are pairs of group and node, and each is held against each. */
const perPairOfWaysSec = 0.3e-6
const perAccessSec = 35e-9
/** An access of a cache policy, its misses with their moves and records included. */
const perCacheAccessSec = 230e-9

export function wallSec(plan: TieringPlan, size: RunSize): number {
  const setUpSec = size.pages * perPageSec
  if (plan.run.engine === 'replay') {
    const each = size.traits.includes('cache') ? perCacheAccessSec : perAccessSec
    return setUpSec + accessesOf(plan, size) * each
  }
  const lengthSec = plan.run.lengthNs / 1e9
  const everySec = ratesPerSimulatedSec + jointSec(plan, size)
  if (size.traits.includes('stays')) return setUpSec + lengthSec * everySec
  const looks = size.traits.includes('kswapd') || size.traits.includes('lookahead')
  const events = Math.min(looks ? eventsPerSec : sampledEventsPerSec, size.accessesPerSec) / plan.run.scale
  const kernels = size.traits.includes('kswapd') ? size.fastNodes : 1
  return setUpSec + lengthSec * (everySec + kernels * (ticksPerSimulatedSec + events * perEventSec))
}

/** Solving the closed loop of several groups, per simulated second. */
function jointSec(plan: TieringPlan, { groups, nodes }: RunSize): number {
  if (groups < 2) return 0
  const ways = groups * nodes
  return (1e9 / plan.run.epochNs) * ways * ways * perPairOfWaysSec
}

/** Accesses that a replay charges: its own end, or as many as its simulated time holds. */
export function accessesOf(plan: TieringPlan, size: Pick<RunSize, 'accessesPerSec'>): number {
  const ends = [plan.run.accessLimit, plan.trace?.accessCount ?? 0].filter((end) => end > 0)
  return ends.length > 0 ? Math.min(...ends) : (size.accessesPerSec * plan.run.lengthNs) / 1e9
}

const programBytes = 90e6
const bytesPerPage = 96
/** One value with minimum and maximum for each of some forty columns. */
const bytesPerFrame = 40 * 24
const foresightBytesPerAccess = 12

/** At most: with the recording budget used up, which short runs never do. */
export function memoryBytes(plan: TieringPlan, size: RunSize): number {
  const foresees = size.traits.includes('foresight') && plan.run.engine === 'replay'
  const future = foresees ? accessesOf(plan, size) * foresightBytesPerAccess : 0
  const { frames, recordBytes } = plan.run
  return programBytes + size.pages * bytesPerPage + frames * bytesPerFrame + recordBytes + future
}
