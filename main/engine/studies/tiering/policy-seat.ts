import type { ResolvedPart } from '../../../../shared/documents/plan.ts'
import type { ColumnSpec, TrackSpec } from '../../../../shared/documents/series.ts'
import { createPageWords } from '../../pages/page-records.ts'
import { nowhere } from '../../pages/page-table.ts'
import type { Belief, Policy, PolicyHost } from '../../policy.ts'
import type { Assembly } from './assembly.ts'

/** What a run records of all the policies that its schedule puts in charge, the first one's in front. */
export interface PolicyRecording {
  readonly columns: readonly ColumnSpec[]
  readonly tracks: readonly TrackSpec[]
  readonly belief?: Pick<Belief, 'about'>
}

/** Who decides: the plan's policy, until the schedule puts another one in its place. */
export interface PolicySeat extends PolicyRecording {
  now: Policy
  /** Columns of policies that are not in charge are NaN: gauges without a measurement, counts without an event. */
  fillRow(row: Float64Array, at: number): void
  /** The policy before leaves no armed page and no sampling behind; the next one adopts every placed page, in order. */
  swap(to: ResolvedPart): void
}

export function createPolicySeat({ plan, policyPartOf }: Assembly, host: PolicyHost): PolicySeat {
  const create = ({ kind, values }: ResolvedPart, theirs = host) =>
    policyPartOf(kind).createPolicy(values, theirs)
  const first = create(plan.policy)
  // Those to come are made when their time has come; here they only say what they will record.
  const coming = plan.schedule.flatMap((entry) =>
    'policy' in entry ? [create(entry.policy, inert(host))] : [],
  )
  const all = [first, ...coming]
  const columns = firstOfEach(
    all.flatMap((policy) => policy.columns),
    ({ name }) => name,
  )
  const tracks = firstOfEach(
    all.flatMap((policy) => policy.tracks),
    ({ id }) => id,
  )
  const belief = all.find((policy) => policy.belief)?.belief
  const own = new Float64Array(Math.max(1, ...all.map((policy) => policy.columns.length)))
  const placeOf = (policy: Policy) =>
    policy.columns.map(({ name }) => columns.findIndex((column) => column.name === name))
  let places = placeOf(first)

  const seat: PolicySeat = {
    now: first,
    columns,
    tracks,
    ...(belief && { belief }),
    fillRow(row, at) {
      if (all.length === 1) return first.fillRow(row, at)
      row.fill(NaN, at, at + columns.length)
      seat.now.fillRow(own, 0)
      places.forEach((place, i) => (row[at + place] = own[i]))
    },
    swap(to) {
      for (let page = 0; page < host.pageCount; page++) if (host.traps.armed(page)) host.traps.disarm(page)
      host.samples.start({ load: 0, store: 0 })
      seat.now = create(to)
      places = placeOf(seat.now)
      for (let page = 0; page < host.pageCount; page++) {
        if (host.nodeOf(page) !== nowhere) seat.now.adopt(page, nowhere)
      }
    },
  }
  return seat
}

/** The same machine for a policy that is only asked what it records: nothing that it does has an effect. */
function inert(host: PolicyHost): PolicyHost {
  const nothing = () => undefined
  return {
    ...host,
    traps: { ...host.traps, arm: nothing, disarm: nothing },
    accessed: { testAndClear: () => false, clear: nothing, mark: nothing },
    samples: { start: nothing, drain: nothing },
    takeWords: () => createPageWords(host.pageCount),
    move: () => false,
    ...{ turnDown: nothing, charge: nothing, count: nothing },
  }
}

function firstOfEach<T>(items: readonly T[], key: (item: T) => string): readonly T[] {
  return items.filter((item, i) => items.findIndex((other) => key(other) === key(item)) === i)
}
