import type { Finding } from '../../../shared/contract/findings.ts'
import { partOfPlan } from '../../../shared/documents/plan.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { miB } from '../../../shared/units/sizes.ts'
import { formatQuantity } from '../../../shared/units/format.ts'
import { fork } from './decision-findings.ts'

/** Columns as shown (counts that are rates per second), one value a frame. */
export interface FrameColumns {
  readonly timeNs: Float64Array
  /** Undefined where the run recorded no such column. */
  column(name: string): Float64Array | undefined
}

/** Loaded latency above this multiple of the run's lowest is past the knee of its curve. */
const kneeFactor = 1.5
/** Migration that is at least this share of a node's traffic is a storm. */
const stormShare = 0.1
/** A state that lasts at least this share of the run is told. */
const longShare = 0.1
/** Share of accesses that the fast tier does not serve, from which there is something to be tracked. */
const missShare = 0.05

type Read = Pick<RunRecord, 'plan' | 'spec' | 'simulatedNs'>

export function seriesFindings(run: Read, columns: FrameColumns): readonly Finding[] {
  return [...storms(run, columns), ...starved(run, columns), ...pinned(run, columns)]
}

/** Frames `first` to `end − 1`, and the one among them where `size` is greatest. */
interface Stretch {
  readonly first: number
  readonly end: number
  readonly worst: number
}

/** The longest stretch of frames that are so, by time. */
function longest(timeNs: Float64Array, isSo: (frame: number) => boolean, size: (frame: number) => number) {
  let best: Stretch | undefined
  let bestNs = 0
  for (let first = 0; first < timeNs.length; first++) {
    if (!isSo(first)) continue
    let [end, worst] = [first + 1, first]
    while (end < timeNs.length && isSo(end)) {
      if (size(end) > size(worst)) worst = end
      end++
    }
    const spanNs = timeNs[end - 1] - startOf(timeNs, first)
    if (spanNs > bestNs) [best, bestNs] = [{ first, end, worst }, spanNs]
    first = end
  }
  return best && { ...best, spanNs: bestNs }
}

function startOf(timeNs: Float64Array, frame: number): number {
  return frame === 0 ? 0 : timeNs[frame - 1]
}

function placeOf(timeNs: Float64Array, { first, end, worst }: Stretch) {
  return { fromNs: startOf(timeNs, first), toNs: timeNs[end - 1], atNs: timeNs[worst] }
}

function storms({ plan, spec }: Read, columns: FrameColumns): Finding[] {
  const { timeNs } = columns
  const copied = columns.column('migrationBytes')
  if (!copied) return []
  const found: Finding[] = []
  for (const { name, title } of spec.columns.filter((column) => column.name.startsWith('latencyNs.'))) {
    const latency = columns.column(name)
    const traffic = columns.column(name.replace('latencyNs.', 'bytesPerSec.'))
    if (!latency || !traffic) continue
    const lowest = latency.reduce((low, value) => (value > 0 && value < low ? value : low), Infinity)
    const isSo = (frame: number) =>
      latency[frame] > kneeFactor * lowest && copied[frame] > stormShare * traffic[frame]
    const stretch = longest(timeNs, isSo, (frame) => copied[frame])
    if (!stretch) continue
    const at = stretch.worst
    const place = placeOf(timeNs, stretch)
    const halfMiB = Math.max(1, Math.round(copied[at] / miB / 2))
    found.push({
      kind: 'storm',
      title: `migration storm on ${title}`,
      sentence: `for ${formatQuantity(stretch.spanNs, 'ns')} migration copied up to ${formatQuantity(copied[at], 'bytesPerSec')}, ${formatQuantity(copied[at] / traffic[at], 'share', 2)} of the traffic on ${title}, while its loaded latency was ${formatQuantity(latency[at], 'ns')}, past the knee (lowest ${formatQuantity(lowest, 'ns')}).`,
      ...place,
      ...fork(plan, place.fromNs, 'numa_balancing_promote_rate_limit_MBps', () => halfMiB),
    })
  }
  return found
} // prettier-ignore

function starved({ plan, simulatedNs }: Read, columns: FrameColumns): Finding[] {
  const { timeNs } = columns
  const [faults, missed, served] = ['hintFaults', 'missedAccesses', 'throughputAccessesPerSec'].map((name) => columns.column(name))
  const tracks = partOfPlan(plan, 'policy')?.values.scan_size_mb !== undefined
  if (!faults || !missed || !served || !tracks) return []
  const isSo = (frame: number) => faults[frame] === 0 && missed[frame] > missShare * served[frame]
  const stretch = longest(timeNs, isSo, (frame) => missed[frame])
  if (!stretch || stretch.spanNs < longShare * simulatedNs) return []
  const place = placeOf(timeNs, stretch)
  return [
    {
      kind: 'starved',
      title: 'the tracker sees nothing',
      sentence: `for ${formatQuantity(stretch.spanNs, 'ns')} not one hint fault was taken, while up to ${formatQuantity(missed[stretch.worst], 'accessesPerSec')} were served by slower tiers: the policy could not know which pages are hot.`,
      ...place,
      ...fork(plan, place.fromNs, 'scan_period_max_ms', (value) => Math.max(100, Math.round(value / 4))),
    },
  ]
} // prettier-ignore

function pinned({ plan, simulatedNs }: Read, columns: FrameColumns): Finding[] {
  const { timeNs } = columns
  const threshold = columns.column('hotThresholdMs')
  const reference = partOfPlan(plan, 'policy')?.values.hot_threshold_ms
  if (!threshold || typeof reference !== 'number') return []
  // Linux 6.8 kernel/sched/fair.c: steps of an eighth of the reference, from one step up to twice the reference.
  const bounds = [
    { value: 2 * reference, word: 'greatest' },
    { value: Math.floor((2 * reference) / 16), word: 'least' },
  ]
  return bounds.flatMap(({ value, word }) => {
    const stretch = longest(timeNs, (frame) => threshold[frame] === value, () => 0)
    if (!stretch || stretch.spanNs < longShare * simulatedNs) return []
    const place = placeOf(timeNs, stretch)
    return [
      {
        kind: 'pinned' as const,
        title: `threshold at its ${word === 'greatest' ? 'max' : 'min'}`,
        sentence: `the hot threshold stood at its ${word} value, ${formatQuantity(value, 'ms')}, for ${formatQuantity(stretch.spanNs, 'ns')}: the adaptation wants to go on and cannot, so it no longer steers anything.`,
        ...place,
        atNs: place.fromNs,
        ...fork(plan, place.fromNs, 'hot_threshold_ms', (now) => (word === 'greatest' ? Math.round(now / 4) : now * 4)),
      },
    ]
  })
} // prettier-ignore
