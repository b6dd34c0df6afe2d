import type { Lab } from '../../../shared/contract/lab.ts'
import type {
  DecisionGroups,
  MapDiff,
  RangeStats,
  RootDifference,
} from '../../../shared/contract/run-queries.ts'
import type { TimeRange } from '../../../shared/figures/time-range.ts'
import { frameAt } from '../../plot/tracks/frames.ts'
import { createLatest } from '../latest.ts'
import { unique } from '../unique.ts'
import { pagesOf } from './decision-list.svelte.ts'
import { HEAT_ROWS, type TimelineData } from './timeline-data.svelte.ts'
import type { Timeline } from './timeline.svelte.ts'

/** What happened between A and B: figures of the columns, cells and state that differ, decisions by what they did. */
export interface RangeFacts {
  readonly stretch: TimeRange
  readonly columns: readonly string[]
  readonly stats: RangeStats
  readonly whole: RangeStats
  readonly maps: readonly { readonly map: string; readonly diff: MapDiff }[]
  readonly root: readonly RootDifference[]
  readonly groups: DecisionGroups
}

interface Question {
  readonly run: string
  readonly stretch: TimeRange
  readonly columns: readonly string[]
  readonly maps: readonly string[]
  readonly pages: number
  readonly fromFrame: number
  readonly toFrame: number
  readonly wholeNs: number
}

export class RangeData {
  facts = $state.raw<RangeFacts | undefined>()
  #timeline: Timeline
  #data: TimelineData
  #latest
  #asked = ''

  constructor(
    lab: Lab,
    workspace: string,
    timeline: Timeline,
    data: TimelineData,
    fail: (reason: unknown) => void,
  ) {
    this.#timeline = timeline
    this.#data = data
    this.#latest = createLatest({
      ask: async (q: Question, superseded: AbortSignal): Promise<RangeFacts> => {
        const { stretch, columns } = q
        const ref = { workspace, run: q.run }
        const between = { ...ref, fromFrame: q.fromFrame, toFrame: q.toFrame }
        const [stats, whole, root, groups, ...maps] = await Promise.all([
          lab.rangeStats({ ...ref, columns, ...stretch }),
          lab.rangeStats({ ...ref, columns, fromNs: 0, toNs: q.wholeNs }),
          lab.rootDiff(between),
          lab.decisionGroups({ ...ref, ...stretch, pages: q.pages, bins: HEAT_ROWS }, superseded),
          ...q.maps.map(async (map) => ({
            map,
            diff: await lab.mapDiff({ ...between, map, bins: HEAT_ROWS }),
          })),
        ])
        return { stretch, columns, stats, whole, root, groups, maps }
      },
      take: (facts: RangeFacts) => (this.facts = facts),
      fail,
    })
  }

  follow(): void {
    const { run, stretch, shownTracks, live, recordedNs } = this.#timeline
    const times = this.#data.frameTimes
    if (!run || !stretch || times.length === 0) {
      this.#asked = ''
      this.#latest.forget()
      this.facts = undefined
      return
    }
    const question: Question = {
      run: run.id,
      stretch,
      columns: unique(shownTracks.flatMap((track) => track.columns)),
      maps: run.spec.maps.map((map) => map.id),
      pages: pagesOf(this.#timeline),
      fromFrame: times[0]! <= stretch.fromNs ? frameAt(times, stretch.fromNs) : -1,
      toFrame: frameAt(times, stretch.toNs),
      wholeNs: live ? stretch.toNs : recordedNs,
    }
    const asked = JSON.stringify(question)
    if (asked === this.#asked) return
    this.#asked = asked
    this.#latest.ask(question)
  }
}
