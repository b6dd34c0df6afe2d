import type { ExperimentRecord } from '../../../shared/contract/records.ts'
import { interventionInfo, type Intervention } from '../../../shared/documents/forks/intervention.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import { formatClock } from '../../../shared/units/format.ts'

/** An experiment in the list, under the one whose run it branches off. */
export interface TreeRow {
  readonly experiment: ExperimentRecord
  readonly depth: number
}

/** Each fork below its parent, in the order in which they were made; one whose parent is gone stands for itself. */
export function forkTree(experiments: readonly ExperimentRecord[]): readonly TreeRow[] {
  const known = new Set(experiments.map(({ id }) => id))
  const parentOf = ({ id, parent }: ExperimentRecord) =>
    parent && parent.experiment !== id && known.has(parent.experiment) ? parent.experiment : undefined
  const below = (above: string | undefined, depth: number): readonly TreeRow[] =>
    experiments
      .filter((experiment) => parentOf(experiment) === above)
      .flatMap((experiment) => [{ experiment, depth }, ...below(experiment.id, depth + 1)])
  return below(undefined, 0)
}

/** What a fork came to against its parent in throughput: "+9.1 %"; undefined where one of them has no such figure. */
export function headlineDelta(run: RunRecord, parent: RunRecord | undefined): string | undefined {
  const [is, was] = [run, parent].map((each) => each?.summary.throughputAccessesPerSec?.value)
  if (is === undefined || was === undefined || was === 0) return undefined
  const percent = (100 * (is - was)) / was
  const size = Math.abs(percent)
  if (size === 0) return '±0 %'
  const text = size < 0.05 ? '<0.1' : size >= 100 ? size.toFixed(0) : size.toFixed(1)
  return `${percent > 0 ? '+' : '−'}${text} %`
}

/** What a fork is in a few words: "hot_threshold_ms 250 from 01:30.000". A name that a person gave it stays. */
export function forkTitle({ setup, parent }: ExperimentRecord): string {
  if (!parent || !/, fork at [\d:.]+$/.test(setup.name)) return setup.name
  const last = setup.schedule?.at(-1)
  return `${last ? changeWords(last) : 'run over'} from ${formatClock(parent.atNs)}`
}

function changeWords(entry: Intervention): string {
  const { id } = interventionInfo(entry)
  if (id === 'policy') return String(entry.policy?.kind)
  if (id !== 'set')
    return `${id} page ${String(entry[id]?.page)}${Number(entry[id]?.pages ?? 1) > 1 ? ' …' : ''}`
  const sets = Object.entries(entry.set ?? {}).map(
    ([path, value]) =>
      `${path.slice(path.indexOf('.') + 1)} ${typeof value === 'object' ? '…' : String(value)}`,
  )
  return sets.at(-1) ?? 'nothing'
}
