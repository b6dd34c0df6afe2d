import type { Lab, MapSlice, MatrixSlice, Moment, SeriesSlice } from '../../../shared/contract/lab.ts'
import { frameAt } from '../../plot/tracks/frames.ts'
import { pullFor, serves, type Pull } from '../../plot/tracks/pull.ts'
import type { TimeRange } from '../../../shared/figures/time-range.ts'
import { createLatest } from '../latest.ts'
import type { Timeline } from './timeline.svelte.ts'
import { unique } from '../unique.ts'

/** Rows of the heatmap and of the placement strip beside it. */
export const HEAT_ROWS = 128
/** More frames than a run has. */
const ALL_FRAMES = 20_000

/** What the core recorded, pulled for what is on screen and no more: see `follow…`, called from effects. */
export class TimelineData {
  series = $state.raw<SeriesSlice | undefined>()
  /** All matrices of the run, by their ids, pulled together: differences need several, and the readout all. */
  layers = $state.raw<Readonly<Record<string, MatrixSlice>>>({})
  moment = $state.raw<Moment | undefined>()
  /** All maps of the run at the moment, by their ids. */
  maps = $state.raw<Readonly<Record<string, MapSlice>>>({})
  /** Ends of all frames there are. */
  frameTimes = $state.raw<Float64Array>(new Float64Array(0))
  /** Width of the plots in CSS pixels; set by the screen. */
  width = $state(800)
  #lab: Lab
  #workspace: string
  #timeline: Timeline
  #seriesPull: Pull | undefined
  #matrixPull: Pull | undefined
  #runId: string | undefined
  #latest

  constructor(lab: Lab, workspace: string, timeline: Timeline, fail: (reason: unknown) => void) {
    this.#lab = lab
    this.#workspace = workspace
    this.#timeline = timeline
    this.#latest = {
      series: createLatest({
        ask: (q: { run: string; columns: readonly string[]; pull: Pull }) =>
          lab.series({ workspace, run: q.run, columns: q.columns, ...window(q.pull), points: q.pull.points }),
        take: (slice: SeriesSlice) => (this.series = slice),
        fail,
      }),
      matrix: createLatest({
        ask: (q: { run: string; matrices: readonly string[]; pull: Pull }) =>
          byId(q.matrices, (matrix) =>
            lab.matrix({
              workspace, run: q.run, matrix, ...window(q.pull), columns: q.pull.points, rows: HEAT_ROWS,
            }),
          ), // prettier-ignore
        take: (slices: Record<string, MatrixSlice>) => (this.layers = slices),
        fail,
      }),
      moment: createLatest({
        ask: (q: { run: string; timeNs: number }) => lab.momentAt({ workspace, ...q }),
        take: (moment: Moment) => (this.moment = moment),
        fail,
      }),
      placement: createLatest({
        ask: (q: { run: string; maps: readonly string[]; frame: number }) =>
          byId(q.maps, (map) => lab.mapAt({ workspace, run: q.run, map, frame: q.frame, bins: HEAT_ROWS })),
        take: (slices: Record<string, MapSlice>) => (this.maps = slices),
        fail,
      }),
      frames: createLatest({
        ask: (q: { run: string; columns: readonly string[]; toNs: number }) =>
          lab.series({ workspace, ...q, fromNs: 0, points: ALL_FRAMES }),
        take: (slice: SeriesSlice) => {
          if (slice.framesPerSample === 1) this.frameTimes = slice.timeNs
        },
        fail,
      }),
    }
  }

  /** Drops everything of the run before. */
  followRun(): void {
    const { runId } = this.#timeline
    if (runId === this.#runId) return
    this.#runId = runId
    for (const latest of Object.values(this.#latest)) latest.forget()
    this.#seriesPull = this.#matrixPull = undefined
    this.series = this.moment = undefined
    this.layers = this.maps = {}
    this.frameTimes = new Float64Array(0)
  }

  followSeries(): void {
    const { run, range, whole, shownTracks, frames } = this.#timeline
    const columns = unique(shownTracks.flatMap((track) => track.columns))
    if (!run || columns.length === 0 || frames === 0) return
    const pull = this.#needed(this.#seriesPull, range, whole, columns.join(' '), frames)
    if (!pull) return
    this.#seriesPull = pull
    this.#latest.series.ask({ run: run.id, columns, pull })
  }

  followMatrix(): void {
    const { run, range, whole, frames } = this.#timeline
    const matrices = run?.spec.matrices.map(({ id }) => id) ?? []
    if (!run || matrices.length === 0 || frames === 0) return
    const pull = this.#needed(this.#matrixPull, range, whole, matrices.join(' '), frames)
    if (!pull) return
    this.#matrixPull = pull
    this.#latest.matrix.ask({ run: run.id, matrices, pull })
  }

  /** Asked anew as a live run grows; what is there meanwhile serves for stepping back. */
  followFrames(): void {
    const { run, frames, recordedNs } = this.#timeline
    const columns = run?.spec.columns.slice(0, 1).map((column) => column.name) ?? []
    if (run && frames > 0 && columns.length > 0)
      this.#latest.frames.ask({ run: run.id, columns, toNs: recordedNs })
  }

  followCursor(): void {
    const { run, cursorNs, frames } = this.#timeline
    if (run && frames > 0) this.#latest.moment.ask({ run: run.id, timeNs: cursorNs })
  }

  followPlacement(): void {
    const { run } = this.#timeline
    const maps = run?.spec.maps.map(({ id }) => id) ?? []
    if (run && maps.length > 0 && this.moment && this.moment.frame >= 0)
      this.#latest.placement.ask({ run: run.id, maps, frame: this.moment.frame })
  }

  /** The end of the frame after (or before) the one at the cursor; undefined at either end of the run. */
  async neighbour(step: 1 | -1): Promise<number | undefined> {
    const { run, frames, recordedNs } = this.#timeline
    const { moment } = this
    if (!run || !moment) return undefined
    const known = this.frameTimes[frameAt(this.frameTimes, this.#timeline.cursorNs) + step]
    if (known !== undefined) return known
    const ask = { workspace: this.#workspace, run: run.id }
    if (step < 0) {
      if (moment.frame === 0) return undefined
      return (await this.#lab.momentAt({ ...ask, timeNs: moment.timeNs - 1 })).timeNs
    }
    const columns = run.spec.columns.slice(0, 1).map((column) => column.name)
    const nearNs = moment.timeNs + (8 * recordedNs) / Math.max(1, frames)
    for (const toNs of [nearNs, recordedNs]) {
      const slice = await this.#lab.series({ ...ask, columns, fromNs: moment.timeNs + 1, toNs, points: 1024 })
      const next = slice.timeNs.find((timeNs) => timeNs > moment.timeNs)
      if (next !== undefined) return next
    }
    return undefined
  }

  #needed(have: Pull | undefined, range: TimeRange, whole: TimeRange, what: string, frames: number) {
    const want = pullFor(range, whole, this.width, what, frames)
    const finest = this.series?.framesPerSample === 1
    return serves(have, range, this.width, want, finest) ? undefined : want
  }
}

/** Answers to the same question about each id. */
async function byId<T>(ids: readonly string[], ask: (id: string) => Promise<T>): Promise<Record<string, T>> {
  const answers = await Promise.all(ids.map(ask))
  return Object.fromEntries(ids.map((id, i) => [id, answers[i]!]))
}

function window(pull: Pull): TimeRange {
  return { fromNs: pull.fromNs, toNs: pull.toNs }
}
