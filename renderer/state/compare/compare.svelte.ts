import type {
  DifferingPage, Divergence, PlacementDelta, RunComparison, RunPair, SeriesDelta,
} from '../../../shared/contract/comparing.ts' // prettier-ignore
import type { Lab } from '../../../shared/contract/lab.ts'
import type { RunRecord } from '../../../shared/documents/run.ts'
import type { ColumnSpec } from '../../../shared/documents/series.ts'
import { spanOf, type TimeRange } from '../../../shared/figures/time-range.ts'
import { pullFor } from '../../plot/tracks/pull.ts'
import { createLatest } from '../latest.ts'
import { isLive, type Timeline } from '../timeline/timeline.svelte.ts'
import { isAborted } from './aborted.ts'

export type CompareList = 'differences' | 'onlyA' | 'onlyB' | 'both'

/** Rows of the placement picture. */
const PICTURE_ROWS = 64
/** Lanes that are drawn before anybody chose. */
const FIRST_LANES = 3
const MOST_LANES = 8
/** Rows of a list asked for at once. */
const BLOCK = 120

interface Asked {
  readonly pair: RunPair
  readonly range: TimeRange
  readonly points: number
}

interface ListQuestion {
  readonly pair: RunPair
  readonly which: Exclude<CompareList, 'differences'>
  readonly range: TimeRange
  readonly offset: number
  readonly page?: number
  readonly reason?: number
}

/** Two runs held against each other. A, the baseline, is the run of the timeline: one cursor and one range for both. */
export class Compare {
  /** Chosen by the person; else the newest run that A can be held against. */
  chosenB = $state<string | undefined>()
  layout = $state<'overlay' | 'stacked'>('overlay')
  differencesOnly = $state(true)
  list = $state<CompareList>('differences')
  comparison = $state.raw<RunComparison | undefined>()
  /** How far a comparison under way is; undefined while none is. */
  doneShare = $state<number | undefined>()
  series = $state.raw<SeriesDelta | undefined>()
  placement = $state.raw<PlacementDelta | undefined>()
  /** The difference at or before the cursor, or the one stepped to; null where there is none. */
  here = $state.raw<Divergence | null | undefined>()
  rows = $state.raw<DifferingPage | undefined>()
  rowsOffset = $state(0)
  page = $state<number | undefined>()
  reason = $state<number | undefined>()
  width = $state(800)
  #lanes = $state.raw<readonly string[] | undefined>()
  #runs: () => readonly RunRecord[]
  #timeline: Timeline
  #lab: Lab
  #workspace: string
  #fail: (reason: unknown) => void
  #abort: AbortController | undefined
  #compared = ''
  /** Pairs that were on screen: their order is the person's. */
  readonly #seen: string[] = []
  #latest

  readonly ended = $derived.by(() => this.#runs().filter((run) => !isLive(run)))
  readonly a = $derived.by(() => {
    const { run } = this.#timeline
    return run && !isLive(run) ? run : undefined
  })
  readonly b = $derived.by(() => {
    const others = this.ended.filter((run) => run.id !== this.a?.id)
    const alike = others.filter((run) => run.plan.study === this.a?.plan.study)
    return others.find((run) => run.id === this.chosenB) ?? alike.at(-1)
  })
  readonly pair: RunPair | undefined = $derived.by(() => {
    const [a, b] = [this.a, this.b]
    if (!a || !b) return undefined
    return { a: { workspace: this.#workspace, run: a.id }, b: { workspace: this.#workspace, run: b.id } }
  })
  /** Columns that both runs have. */
  readonly columns: readonly ColumnSpec[] = $derived.by(() => {
    const inB = this.b?.spec.columns.map(({ name }) => name) ?? []
    return (this.a?.spec.columns ?? []).filter(({ name }) => inB.includes(name))
  })
  readonly lanes: readonly ColumnSpec[] = $derived.by(() => {
    const pinned = (this.a?.spec.tracks ?? []).filter(({ pinned }) => pinned).map(({ columns }) => columns[0])
    const names = this.#lanes ?? pinned.slice(0, FIRST_LANES)
    return this.columns.filter(({ name }) => names.includes(name)).slice(0, MOST_LANES)
  })
  readonly map = $derived.by(() => {
    const map = this.a?.spec.maps[0]
    const comparable = this.comparison?.decisions !== undefined
    return comparable && this.b?.spec.maps.some(({ id }) => id === map?.id) ? map : undefined
  })

  constructor(
    lab: Lab,
    workspace: string,
    runs: () => readonly RunRecord[],
    timeline: Timeline,
    fail: (reason: unknown) => void,
  ) {
    this.#lab = lab
    this.#workspace = workspace
    this.#runs = runs
    this.#timeline = timeline
    this.#fail = fail
    this.#latest = {
      series: createLatest({
        ask: ({ pair, range, points, columns }: Asked & { columns: readonly string[] }) =>
          lab.seriesDelta({ ...pair, ...range, points, columns }),
        take: (series: SeriesDelta) => (this.series = series),
        fail,
      }),
      placement: createLatest({
        ask: ({ pair, range, points, map }: Asked & { map: string }) =>
          lab.placementDelta({ ...pair, ...range, points, columns: points, rows: PICTURE_ROWS, map }),
        take: (placement: PlacementDelta) => (this.placement = placement),
        fail,
      }),
      here: createLatest({
        ask: ({ pair, timeNs }: { pair: RunPair; timeNs: number }) =>
          lab.stepDivergence({ ...pair, direction: 'previous', timeNs }),
        take: (found: Divergence | null) => (this.here = found),
        fail,
      }),
      rows: createLatest({
        ask: ({ pair, range, ...rest }: ListQuestion) =>
          lab.differingDecisions({ ...pair, ...range, ...rest, limit: BLOCK }),
        take: (page: DifferingPage, question: ListQuestion) => {
          this.rows = page
          this.rowsOffset = question.offset
        },
        fail,
      }),
    }
  }

  close(): void {
    this.#abort?.abort()
  }

  /** Compares anew when another pair is on screen. */
  follow(): void {
    const { pair } = this
    const name = pair ? `${pair.a.run} ${pair.b.run}` : ''
    if (name === this.#compared) return
    this.#compared = name
    if (this.a && this.b) this.#seen.push(pairName(this.a, this.b))
    this.#abort?.abort()
    for (const latest of Object.values(this.#latest)) latest.forget()
    this.comparison = this.series = this.placement = this.here = this.rows = undefined
    this.doneShare = undefined
    if (pair) void this.#compare(pair)
  }

  followSeries(): void {
    const { pair, lanes } = this
    if (pair && lanes.length > 0)
      this.#latest.series.ask({ ...this.#pull(pair), columns: lanes.map(({ name }) => name) })
  }

  followPlacement(): void {
    const { pair, map } = this
    if (pair && map) this.#latest.placement.ask({ ...this.#pull(pair), map: map.id })
  }

  followCursor(): void {
    const { pair, comparison } = this
    const { cursorNs } = this.#timeline
    if (!pair || !comparison?.decisions || this.here?.timeNs === cursorNs) return
    this.#latest.here.ask({ pair, timeNs: cursorNs })
  }

  followList(): void {
    this.#askRows(0)
  }

  /** Sees to it that the rows from `first` on are there. */
  need(first: number, rows: number): void {
    const last = Math.min(this.rows?.total ?? 0, first + rows)
    const has = this.rows && first >= this.rowsOffset && last <= this.rowsOffset + this.rows.rows.rows
    if (!has) this.#askRows(Math.max(0, first - Math.floor((BLOCK - rows) / 2)))
  }

  step(direction: 'next' | 'previous'): void {
    const { pair, here, comparison } = this
    const { cursorNs } = this.#timeline
    if (!pair || !comparison?.decisions) return
    const start = here && here.timeNs === cursorNs ? { place: here.place } : { timeNs: cursorNs }
    this.#lab.stepDivergence({ ...pair, direction, ...start }).then((found) => {
      if (found) this.goTo(found)
    }, this.#fail)
  }

  goTo(divergence: Divergence): void {
    this.#latest.here.forget()
    this.here = divergence
    this.#timeline.goTo(divergence.timeNs)
  }

  goToFirst(): void {
    const first = this.comparison?.firstDivergence
    if (first) this.goTo(first)
  }

  /** On coming to a pair for the first time: the older run is the baseline. */
  arrange(): void {
    const { a, b, ended } = this
    if (!a || !b || this.#seen.includes(pairName(a, b))) return
    const place = (id: string) => ended.findIndex((run) => run.id === id)
    if (place(a.id) > place(b.id)) this.swap()
  }

  swap(): void {
    const [a, b] = [this.a, this.b]
    if (!a || !b) return
    this.chosenB = a.id
    this.#timeline.show(b.id)
  }

  toggleLayout(): void {
    this.layout = this.layout === 'overlay' ? 'stacked' : 'overlay'
  }

  toggleLane(name: string): void {
    const shown = this.lanes.map((lane) => lane.name)
    this.#lanes = shown.includes(name) ? shown.filter((other) => other !== name) : [...shown, name]
  }

  #askRows(offset: number): void {
    const { pair, list, comparison, page, reason } = this
    if (!pair || list === 'differences' || !comparison?.decisions) return
    const filter = { ...(page !== undefined && { page }), ...(reason !== undefined && { reason }) }
    this.#latest.rows.ask({ pair, which: list, range: this.#timeline.range, offset, ...filter })
  }

  #pull(pair: RunPair): Asked {
    const { range, whole, frames } = this.#timeline
    const { fromNs, toNs } = pullFor(range, whole, this.width, '', frames)
    const points = Math.min(8192, Math.ceil((this.width * (toNs - fromNs)) / Math.max(1, spanOf(range))))
    return { pair, range: { fromNs, toNs }, points: Math.max(16, points) }
  }

  async #compare(pair: RunPair): Promise<void> {
    const abort = new AbortController()
    this.#abort = abort
    this.doneShare = 0
    try {
      for await (const event of this.#lab.compareRuns(pair, abort.signal)) {
        if (abort.signal.aborted) return
        if (event.type === 'progress') this.doneShare = event.doneShare
        else this.comparison = event.comparison
      }
    } catch (thrown) {
      if (!isAborted(abort.signal)) this.#fail(thrown)
    } finally {
      if (!isAborted(abort.signal)) this.doneShare = undefined
    }
  }
}

/** The same whichever is the baseline. */
function pairName(a: RunRecord, b: RunRecord): string {
  return [a.id, b.id].toSorted().join(' ')
}
