import { formatCount, formatQuantity } from '../../../shared/units/format.ts'
import { columnAt } from '../../plot/heatmap/layers.ts'
import type { TimelineData } from './timeline-data.svelte.ts'
import type { Timeline } from './timeline.svelte.ts'
import type { Why } from './why.svelte.ts'

/** The heatmap's own cursor: an address; its time is the timeline's. What stands there, in words. */
export class HeatCursor {
  /** The first page of the row it is on. */
  #page = $state<number | undefined>()
  #timeline: Timeline
  #data: TimelineData

  /** Some matrix that is there: all have the same rows and columns. */
  readonly #slice = $derived.by(() => Object.values(this.#data.layers)[0])
  readonly #pages = $derived.by(() => {
    const [matrix] = this.#timeline.run?.spec.matrices ?? []
    return matrix ? matrix.bins * matrix.pagesPerBin : 0
  })
  readonly #perRow = $derived.by(() => {
    const [matrix] = this.#timeline.run?.spec.matrices ?? []
    const rows = this.#slice?.rows ?? 1
    return matrix ? Math.max(1, Math.ceil(matrix.bins / rows)) * matrix.pagesPerBin : 1
  })
  readonly shown = $derived(this.#page !== undefined)
  readonly #row = $derived(Math.floor((this.#page ?? 0) / this.#perRow))
  /** Where it stands, from the lowest page (0) to the highest (1). */
  readonly share = $derived(Math.min(1, ((this.#row + 0.5) * this.#perRow) / Math.max(1, this.#pages)))

  /** Time, pages, and what every layer has there. */
  readonly readout = $derived.by(() => {
    const { run, cursorNs } = this.#timeline
    if (!run || this.#page === undefined) return ''
    const [first, last] = this.#span()
    const { scale } = run.spec
    const pages = `pages ${formatCount(first * scale)} to ${formatCount((last + 1) * scale - 1)}`
    const values = run.spec.matrices.map(({ id, title, unit }) => {
      const slice = this.#data.layers[id]
      const column = slice ? columnAt(slice, cursorNs) : -1
      const value = slice && column >= 0 ? slice.values[column * slice.rows + this.#row] : undefined
      return `${title} ${value === undefined ? '–' : formatQuantity(value, unit)}`
    })
    return `${this.#timeline.clock(cursorNs)}, ${pages}: ${values.join(', ')}`
  })

  constructor(timeline: Timeline, data: TimelineData) {
    this.#timeline = timeline
    this.#data = data
  }

  enter(): void {
    this.#page ??= Math.floor(this.#pages / 2)
  }

  drop(): void {
    this.#page = undefined
  }

  /** Puts it at a share of the height, counted from the lowest page. */
  putAt(share: number): void {
    this.#page = Math.min(this.#pages - 1, Math.max(0, Math.floor(share * this.#pages)))
  }

  moveRows(by: number): void {
    this.enter()
    const row = Math.min(Math.ceil(this.#pages / this.#perRow) - 1, Math.max(0, this.#row + by))
    this.#page = row * this.#perRow
  }

  /** To the next or previous column of what is drawn, which is a frame or several. */
  moveColumns(by: 1 | -1): void {
    this.enter()
    const slice = this.#slice
    if (!slice) return
    const column = columnAt(slice, this.#timeline.cursorNs)
    const next = (column < 0 ? slice.columns : column) + by
    const untilNs = slice.untilNs[Math.min(slice.columns - 1, Math.max(0, next))]
    if (untilNs !== undefined) this.#timeline.goTo(untilNs)
  }

  /** Asks about the pages of the row, near the time of the column. */
  ask(why: Why | undefined): void {
    const { run, recordedNs, cursorNs } = this.#timeline
    const slice = this.#slice
    if (!run || !slice || this.#page === undefined) return
    const column = columnAt(slice, cursorNs)
    const [first, last] = this.#span()
    const fromNs = column > 1 ? slice.untilNs[column - 2]! : 0
    const toNs = column >= 0 && column + 1 < slice.columns ? slice.untilNs[column + 1]! : recordedNs
    why?.showRegion(first, last, { fromNs, toNs })
  }

  #span(): readonly [first: number, last: number] {
    const first = this.#row * this.#perRow
    return [first, Math.min(this.#pages, first + this.#perRow) - 1]
  }
}
