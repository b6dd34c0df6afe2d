import { quote } from '../../../shared/base/text.ts'
import { LabError } from '../../../shared/contract/errors.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import type { ColumnData } from '../../../shared/documents/series.ts'
import type { DecisionSource } from '../../history/diff/decision-source.ts'
import type { MapTape } from '../../history/diff/placement-difference.ts'
import type { RunHead, RunLender } from './run-lender.ts'

/** A run that has ended, ready to be held against another one. */
export interface RunSource {
  readonly record: RunRecord
  readonly head: RunHead
  readonly decisions: DecisionSource
  /** Throws `no-such-column`. */
  column(name: string): Promise<ColumnData>
  tape(map: string): MapTape
}

export async function openRunSource(lender: RunLender, run: string): Promise<RunSource> {
  const head = await lender.head({ run })
  const { record, coverage, ranges, timeNs } = head
  if (record.status === 'queued' || record.status === 'running' || record.status === 'paused') {
    const wayOut = 'wait for its end, or stop it: the rows so far are kept'
    throw new LabError('still-running', `run ${record.number} of ${quote(record.plan.name)} has not ended`, wayOut) // prettier-ignore
  }
  return {
    record,
    head,
    decisions: {
      coverage,
      keepSeed: record.plan.run.seed,
      ranges,
      moves: (range) => lender.moves({ run, range }),
      block: (range) => lender.block({ run, range }),
      outcomes: (range) => lender.outcomes({ run, range }),
    },
    column: (name) =>
      lender.column({ run, column: numberOf(record.spec.columns, 'column', name, (c) => c.name) }),
    tape(id) {
      const map = numberOf(record.spec.maps, 'map', id, (spec) => spec.id)
      const index = lender.mapIndex({ run, map })
      return {
        spec: record.spec.maps[map],
        timeNs,
        async *writes() {
          for (const first of (await index).blocks) yield lender.writes({ run, map, first })
        },
        async *keyframes() {
          for (const frame of (await index).keyframes) yield lender.keyframe({ run, map, frame })
        },
      }
    },
  }
}

function numberOf<T>(list: readonly T[], what: string, name: string, nameOf: (item: T) => string): number {
  const place = list.findIndex((item) => nameOf(item) === name)
  if (place >= 0) return place
  const wayOut = 'ask for one that both runs have'
  throw new LabError('no-such-column', `a run recorded no ${what} ${quote(name)}`, wayOut)
}
