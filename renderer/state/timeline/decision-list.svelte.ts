import type { Lab } from '../../../shared/contract/lab.ts'
import type { DecisionGroups, DecisionPage, DecisionRequest } from '../../../shared/contract/run-queries.ts'
import { createLatest } from '../latest.ts'
import { askedFilter, isFiltered, noFilter, type ListFilter } from './decision-filter.ts'
import type { Timeline } from './timeline.svelte.ts'

/** Rows asked for at once; the list shows some ten. */
const BLOCK = 120
/** Ranges of pages in the list by regions. */
const REGIONS = 64

type Question = Omit<DecisionRequest, 'workspace' | 'limit'>
/** Rows, and the row at the cursor that they were asked for, where it moves on while they are read. */
type RowsAsked = Question & { readonly cursorRow?: number | undefined }

/** The decisions of the range on screen: how many there are, a block of them around the place scrolled to. */
export class DecisionList {
  filter = $state.raw<ListFilter>(noFilter)
  /** Grouped by ranges of pages instead of row by row. */
  byRegion = $state(false)
  groups = $state.raw<DecisionGroups | undefined>()
  total = $state(0)
  offset = $state(0)
  block = $state.raw<DecisionPage | undefined>()
  /** A search is under way that takes a while. */
  searching = $state(false)
  /** Number of the first row at or after the cursor. */
  cursorRow = $state(0)
  /** Number of the chosen row within the list. */
  chosen = $state<number | undefined>()
  readonly filtered = $derived(isFiltered(this.filter))
  #timeline: Timeline
  #rows
  #before
  #groups
  #asked = ''
  #groupsAsked = ''
  #cursorAskedNs: number | undefined
  #stepOnceFound: 1 | -1 | undefined
  /** Where the next block shall begin. */
  #wanted = 0
  /** The row at the cursor that this block is for, while a run grows. */
  #wantedCursorRow: number | undefined

  constructor(lab: Lab, workspace: string, timeline: Timeline, fail: (reason: unknown) => void) {
    this.#timeline = timeline
    this.#rows = createLatest({
      ask: async ({ cursorRow: _, ...q }: RowsAsked, superseded: AbortSignal) => {
        const slow = setTimeout(() => (this.searching = true), 150)
        try {
          // While a run grows every answer is soon old; the search under way is let finish.
          return await lab.decisions(
            { workspace, ...q, limit: BLOCK },
            timeline.live ? undefined : superseded,
          )
        } finally {
          clearTimeout(slow)
          this.searching = false
        }
      },
      take: (block: DecisionPage, q: RowsAsked) => {
        this.total = block.total
        this.offset = q.offset
        this.block = block
        if (timeline.live && q.cursorRow !== undefined) this.cursorRow = q.cursorRow
      },
      fail,
    })
    this.#before = createLatest({
      ask: (q: Question) => lab.decisions({ workspace, ...q, limit: 1 }),
      take: (answer: DecisionPage, q: Question) => this.#foundCursor(q.toNs, answer.total),
      fail,
    })
    this.#groups = createLatest({
      ask: (q: Question & { pages: number }, superseded: AbortSignal) =>
        lab.decisionGroups({ workspace, ...q, bins: REGIONS }, superseded),
      take: (groups: DecisionGroups) => (this.groups = groups),
      fail,
    })
  }

  /** Asks anew when the run, its frames, the range or a filter changed. */
  follow(): void {
    const question = this.#question(0)
    const asked = JSON.stringify([question, this.#timeline.frames])
    if (!question || asked === this.#asked) return
    this.#asked = asked
    this.chosen = undefined
    this.#rows.ask({ ...question, offset: this.#wanted, cursorRow: this.#wantedCursorRow })
  }

  followRegions(): void {
    const question = this.#question(0)
    const pages = pagesOf(this.#timeline)
    const asked = JSON.stringify([question, pages, this.#timeline.frames])
    if (!this.byRegion || !question || asked === this.#groupsAsked) return
    this.#groupsAsked = asked
    this.#groups.ask({ ...question, pages })
  }

  followCursor(): void {
    const question = this.#question(0)
    const { cursorNs, range } = this.#timeline
    if (!question) return
    const toNs = Math.min(cursorNs, range.toNs)
    this.#cursorAskedNs = toNs
    if (toNs > range.fromNs) this.#before.ask({ ...question, toNs })
    else {
      this.#before.forget()
      this.#foundCursor(toNs, 0)
    }
  }

  /** Sees to it that the rows from `first` on are there. */
  need(first: number, rows: number): void {
    const last = Math.min(this.total, first + rows)
    const has = this.block && first >= this.offset && last <= this.offset + this.block.rows.rows
    if (has) return
    this.#wanted = Math.max(0, first - Math.floor((BLOCK - rows) / 2))
    this.#wantedCursorRow = undefined
    const question = this.#question(this.#wanted)
    if (question) this.#rows.ask(question)
  }

  /** Chooses the next or previous row; the first step takes the one at the cursor, once it is known which that is. */
  step(by: 1 | -1): void {
    if (this.chosen === undefined && this.#cursorAskedNs !== undefined) {
      this.#stepOnceFound = by
      return
    }
    if (this.total === 0) return
    const from = this.chosen ?? (by > 0 ? this.cursorRow - 1 : this.cursorRow)
    this.chosen = Math.min(this.total - 1, Math.max(0, from + by))
  }

  /** Place of list row `row` in the block at hand. */
  placeOf(row: number): number | undefined {
    const place = row - this.offset
    return this.block && place >= 0 && place < this.block.rows.rows ? place : undefined
  }

  narrow(part: Partial<ListFilter>): void {
    this.filter = { ...this.filter, ...part }
  }

  dropFilter(): void {
    this.filter = noFilter
  }

  #foundCursor(toNs: number, row: number): void {
    if (this.#leadsAhead(row)) this.#askAround(row)
    else this.cursorRow = row
    if (this.#cursorAskedNs !== toNs) return
    this.#cursorAskedNs = undefined
    const by = this.#stepOnceFound
    this.#stepOnceFound = undefined
    if (by !== undefined) this.step(by)
  }

  /** While a run grows by more rows than a block has, the list moves on to the cursor's row only with the rows around it. */
  #leadsAhead(row: number): boolean {
    return this.#timeline.live && this.#stepOnceFound === undefined && this.placeOf(row) === undefined
  }

  #askAround(row: number): void {
    this.#wanted = Math.max(0, row - BLOCK / 2)
    this.#wantedCursorRow = row
    const question = this.#question(this.#wanted)
    if (question) this.#rows.ask({ ...question, cursorRow: row })
  }

  #question(offset: number): Question | undefined {
    const { run, range, frames } = this.#timeline
    if (!run || frames === 0) return undefined
    return { run: run.id, fromNs: range.fromNs, toNs: range.toNs, offset, ...askedFilter(this.filter) }
  }
}

/** How many pages decisions may name: the widest of what the run declares about pages or cells. */
export function pagesOf({ run }: Pick<Timeline, 'run'>): number {
  const maps = run?.spec.maps.map((map) => map.cells) ?? []
  const matrices = run?.spec.matrices.map((matrix) => matrix.bins * matrix.pagesPerBin) ?? []
  return Math.max(1, ...(maps.length > 0 ? maps : matrices))
}
