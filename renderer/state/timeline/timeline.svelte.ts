import type { RunProgress, RunRecord } from '../../../shared/documents/run.ts'
import type { TrackSpec } from '../../../shared/documents/series.ts'
import {
  clampRange, panned, rangeBetween, rangeShowing, spanOf, zoomed, type TimeRange,
} from '../../../shared/figures/time-range.ts' // prettier-ignore
import type { ViewState } from '../view-state.ts'

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
  matrixId = $state<string | undefined>()

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
  readonly matrix = $derived(
    this.run?.spec.matrices.find((known) => known.id === this.matrixId) ?? this.run?.spec.matrices[0],
  )

  constructor(runs: () => readonly RunRecord[], progress: () => Readonly<Record<string, RunProgress>>) {
    this.#runs = runs
    this.#progress = progress
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

  fit(): void {
    this.#range = undefined
  }

  togglePin(trackId: string): void {
    const pinned = this.pinned
    this.#pinned = pinned.includes(trackId) ? pinned.filter((id) => id !== trackId) : [...pinned, trackId]
  }

  view(): Pick<ViewState, 'run' | 'cursorNs' | 'range' | 'pinned' | 'matrix'> {
    return {
      run: this.runId,
      cursorNs: this.#cursor,
      range: this.#range,
      pinned: this.#pinned,
      matrix: this.matrixId,
    }
  }

  restore(view: ViewState): void {
    this.runId = view.run
    this.#cursor = view.cursorNs
    this.#range = view.range
    this.#pinned = view.pinned
    this.matrixId = view.matrix
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
