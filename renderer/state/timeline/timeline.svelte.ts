import type { RunProgress, RunRecord } from '../../../shared/documents/run.ts'
import { formatMoment } from '../../../shared/units/format.ts'
import type { TrackSpec } from '../../../shared/documents/series.ts'
import {
  clampRange, panned, rangeBetween, rangeShowing, spanOf, zoomed, type TimeRange,
} from '../../../shared/figures/time-range.ts' // prettier-ignore
import type { ViewState } from '../view-state.ts'
import { PanelSizes } from './panel-sizes.svelte.ts'
import { startSpeed, type Speed } from './playing.ts'

/** What the timeline shows: one run, one cursor, one range, the pinned tracks. No data, only where one looks. */
export class Timeline {
  runId = $state<string | undefined>()
  /** Absent: the whole run, which grows while it is live. */
  #range = $state.raw<TimeRange | undefined>()
  /** Absent: at the newest frame. */
  #cursor = $state<number | undefined>()
  hoverNs = $state<number | undefined>()
  playing = $state(false)
  #pinned = $state.raw<readonly string[] | undefined>()
  /** Layer of the heatmap: a matrix of the run, or a difference of two. Absent: the run's first. */
  layer = $state<string | undefined>()
  speed = $state.raw<Speed>(startSpeed)
  readonly panels = new PanelSizes()
  /** The two ends of the range that a person looks at closely, as they were set. */
  #a = $state<number | undefined>()
  #b = $state<number | undefined>()

  #runs: () => readonly RunRecord[]
  #progress: () => Readonly<Record<string, RunProgress>>

  readonly run = $derived.by(() => this.#runs().find((run) => run.id === this.runId))
  readonly live = $derived(this.run !== undefined && isLive(this.run))
  readonly recordedNs = $derived.by(() => this.#recorded().simulatedNs)
  readonly frames = $derived.by(() => this.#recorded().frames)
  readonly whole: TimeRange = $derived.by(() => ({ fromNs: 0, toNs: Math.max(1000, this.#lengthNs()) }))
  readonly range: TimeRange = $derived(this.#range ? clampRange(this.#range, this.whole) : this.whole)
  readonly fitted = $derived(this.#range === undefined)
  readonly atNewest = $derived(this.#cursor === undefined)
  readonly cursorNs = $derived(Math.min(this.#cursor ?? Infinity, this.recordedNs))
  readonly tracks = $derived(this.run?.spec.tracks ?? [])
  readonly pinned = $derived(this.#pinned ?? this.tracks.filter((track) => track.pinned).map((t) => t.id))
  readonly shownTracks: readonly TrackSpec[] = $derived(this.tracks.filter((t) => this.pinned.includes(t.id)))
  readonly endA = $derived(this.#a === undefined ? undefined : Math.min(this.#a, this.recordedNs))
  readonly endB = $derived(this.#b === undefined ? undefined : Math.min(this.#b, this.recordedNs))
  /** From the earlier end to the later one, once there are two. */
  readonly stretch: TimeRange | undefined = $derived.by(() => {
    const [a, b] = [this.endA, this.endB]
    if (a === undefined || b === undefined || a === b) return undefined
    return { fromNs: Math.min(a, b), toNs: Math.max(a, b) }
  })

  constructor(runs: () => readonly RunRecord[], progress: () => Readonly<Record<string, RunProgress>>) {
    this.#runs = runs
    this.#progress = progress
  }

  /** A moment in words that suit the run: a clock, or nanoseconds where all of it is shorter than a blink. */
  clock(timeNs: number): string {
    return formatMoment(timeNs, spanOf(this.whole))
  }

  /** Another run is looked at through the same range and cursor where it has them. */
  show(runId: string | undefined): void {
    if (this.runId === runId) return
    this.runId = runId
    this.playing = false
    this.hoverNs = undefined
    if (this.#range && this.#range.fromNs >= this.whole.toNs) this.#range = undefined
  }

  moveCursor(timeNs: number): void {
    this.#cursor = Math.min(Math.max(0, timeNs), this.recordedNs)
  }

  /** As `moveCursor`, and the range follows so that the cursor stays on screen. */
  goTo(timeNs: number): void {
    this.moveCursor(timeNs)
    if (this.#range) this.#range = rangeShowing(this.range, this.whole, this.cursorNs)
  }

  goToStart(): void {
    this.goTo(0)
  }

  goToNewest(): void {
    this.goTo(this.recordedNs)
    this.#cursor = undefined
  }

  zoom(factor: number, aroundNs?: number): void {
    const inView = this.cursorNs >= this.range.fromNs && this.cursorNs <= this.range.toNs
    const middle = inView ? this.cursorNs : (this.range.fromNs + this.range.toNs) / 2
    this.#set(zoomed(this.range, this.whole, factor, aroundNs ?? middle))
  }

  pan(share: number): void {
    this.panBy(spanOf(this.range) * share)
  }

  panBy(ns: number): void {
    this.#set(panned(this.range, this.whole, ns))
  }

  zoomTo(aNs: number, bNs: number): void {
    this.#set(rangeBetween(aNs, bNs, this.whole))
  }

  /** The range A to B first, where there is one; then the whole run. */
  fit(): void {
    const { stretch, range } = this
    const shown = stretch && range.fromNs === stretch.fromNs && range.toNs === stretch.toNs
    if (stretch && !shown) this.#set(rangeBetween(stretch.fromNs, stretch.toNs, this.whole))
    else this.#range = undefined
  }

  setEnd(end: 'a' | 'b', timeNs: number): void {
    if (end === 'a') this.#a = Math.max(0, timeNs)
    else this.#b = Math.max(0, timeNs)
  }

  setStretch(aNs: number, bNs: number): void {
    this.#a = Math.max(0, Math.min(aNs, bNs))
    this.#b = Math.max(aNs, bNs)
  }

  dropStretch(): void {
    this.#a = this.#b = undefined
  }

  togglePin(trackId: string): void {
    const pinned = this.pinned
    this.#pinned = pinned.includes(trackId) ? pinned.filter((id) => id !== trackId) : [...pinned, trackId]
  }

  view(): Omit<ViewState, 'screen' | 'experiment' | 'overlays'> {
    return {
      run: this.runId,
      cursorNs: this.#cursor,
      range: this.#range,
      pinned: this.#pinned,
      matrix: this.layer,
      endA: this.#a,
      endB: this.#b,
      speed: this.speed,
      panels: this.panels.view(),
    }
  }

  restore(view: ViewState): void {
    this.runId = view.run
    this.#cursor = view.cursorNs
    this.#range = view.range
    this.#pinned = view.pinned
    this.layer = view.matrix
    this.#a = view.endA
    this.#b = view.endB
    this.speed = view.speed
    this.panels.restore(view.panels)
    this.playing = false
  }

  #set(range: TimeRange): void {
    this.#range = spanOf(range) >= spanOf(this.whole) ? undefined : range
  }

  #recorded(): { simulatedNs: number; frames: number } {
    const { run } = this
    if (!run) return { simulatedNs: 0, frames: 0 }
    const progress = isLive(run) ? this.#progress()[run.id] : undefined
    return progress ?? run
  }

  /** A run on rates knows its end before it gets there; a replay shows what it has. */
  #lengthNs(): number {
    const { run } = this
    if (run && isLive(run) && run.plan.run.engine === 'rates') return run.plan.run.lengthNs
    return this.recordedNs
  }
}

export function isLive(run: RunRecord): boolean {
  return run.status === 'queued' || run.status === 'running' || run.status === 'paused'
}
