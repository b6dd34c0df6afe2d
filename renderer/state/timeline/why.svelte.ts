import type { Lab } from '../../../shared/contract/lab.ts'
import type { DecisionPage } from '../../../shared/contract/run-queries.ts'
import type { TimeRange } from '../../../shared/figures/time-range.ts'
import { createLatest } from '../latest.ts'
import type { DecisionList } from './decision-list.svelte.ts'
import type { Timeline } from './timeline.svelte.ts'

/** What a person asks about: one page, or the pages and the time of a pixel of the heatmap. */
export type Subject =
  | { readonly kind: 'page'; readonly page: number }
  | ({ readonly kind: 'region'; readonly page: number; readonly lastPage: number } & TimeRange)

/** What is known of it: decisions about a page from `offset` on, or those of a region near its time. */
export interface Story {
  readonly subject: Subject
  readonly run: string
  readonly offset: number
  /** Of a region: the time in which decisions were found; longer than asked for where there were none. */
  readonly span?: TimeRange
  readonly decisions: DecisionPage
}

/** Events of a page told at once, around the one chosen; decisions of a region. */
export const MOST_EVENTS = 400

interface Question {
  readonly run: string
  readonly subject: Subject
  /** Of a page: the event to be among those told. */
  readonly nearNs: number
}

/** Eight times as long around the same middle: a scanner comes by a page only now and then. */
function widened({ fromNs, toNs }: TimeRange, wholeNs: number): TimeRange {
  const half = Math.max(1, (toNs - fromNs) * 4)
  const middle = (fromNs + toNs) / 2
  return { fromNs: Math.max(0, middle - half), toNs: Math.min(wholeNs, middle + half) }
}

function window({ fromNs, toNs }: TimeRange): TimeRange {
  return { fromNs, toNs }
}

/** Why a page is where it is: its decisions, one after the other. Follows what is clicked or chosen. */
export class Why {
  subject = $state.raw<Subject | undefined>()
  story = $state.raw<Story | undefined>()
  /** Number, in the run's log, of the event that is told in full. */
  event = $state<number | undefined>()
  #timeline: Timeline
  #list: DecisionList
  #latest
  #asked = ''

  constructor(
    lab: Lab,
    workspace: string,
    timeline: Timeline,
    list: DecisionList,
    fail: (reason: unknown) => void,
  ) {
    this.#timeline = timeline
    this.#list = list
    this.#latest = createLatest({
      ask: async ({ run, subject, nearNs }: Question): Promise<Story> => {
        const ref = { workspace, run, limit: MOST_EVENTS }
        if (subject.kind === 'region') {
          const { page, lastPage } = subject
          const wholeNs = timeline.recordedNs
          for (let span: TimeRange = subject; ; span = widened(span, wholeNs)) {
            const decisions = await lab.decisions({ ...ref, page, lastPage, ...window(span), offset: 0 })
            const everything = span.fromNs <= 0 && span.toNs >= wholeNs
            if (decisions.total > 0 || everything) return { subject, run, offset: 0, span, decisions }
          }
        }
        const ask = { ...ref, fromNs: 0, toNs: Infinity, page: subject.page }
        const first = await lab.decisions({ ...ask, offset: 0 })
        if (first.total <= MOST_EVENTS) return { subject, run, offset: 0, decisions: first }
        const before = (await lab.decisions({ ...ask, toNs: nearNs, offset: 0, limit: 1 })).total
        const offset = Math.max(0, Math.min(first.total - MOST_EVENTS, before - MOST_EVENTS / 2))
        return { subject, run, offset, decisions: await lab.decisions({ ...ask, offset }) }
      },
      take: (story: Story) => this.#take(story),
      fail,
    })
  }

  /** A decision chosen in the list becomes the event of its page. */
  followList(): void {
    const { chosen, block } = this.#list
    const place = chosen === undefined ? undefined : this.#list.placeOf(chosen)
    if (!block || place === undefined) return
    this.event = block.number[place]
    this.subject = { kind: 'page', page: block.rows.page[place]! }
  }

  follow(): void {
    const { run, frames } = this.#timeline
    // A run of another study or size may have no such page.
    if (run && this.subject && this.subject.page >= (run.spec.maps[0]?.cells ?? Infinity))
      this.subject = undefined
    const { subject } = this
    if (!run || !subject) {
      this.#asked = ''
      this.#latest.forget()
      this.story = undefined
      return
    }
    if (this.story?.run !== run.id) this.story = undefined
    const asked = JSON.stringify([run.id, subject, frames])
    if (asked === this.#asked) return
    this.#asked = asked
    this.#latest.ask({ run: run.id, subject, nearNs: this.#timeline.cursorNs })
  }

  showPage(page: number, event?: number): void {
    this.event = event
    this.subject = { kind: 'page', page }
  }

  showRegion(page: number, lastPage: number, span: TimeRange): void {
    this.event = undefined
    this.#list.chosen = undefined
    this.subject = { kind: 'region', page, lastPage, ...span }
  }

  drop(): void {
    this.subject = this.story = this.event = undefined
    this.#list.chosen = undefined
  }

  /** Where nothing was chosen, the event at the cursor is told: the last one before it, else the first. */
  #take(story: Story): void {
    this.story = story
    const { number, rows } = story.decisions
    if (story.subject.kind === 'region') return
    if (this.event !== undefined && number.includes(this.event)) return
    let last = 0
    for (let i = 0; i < rows.rows; i++) if (rows.timeNs[i]! <= this.#timeline.cursorNs) last = i
    this.event = rows.rows > 0 ? number[last] : undefined
  }
}
