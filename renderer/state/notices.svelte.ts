import { toLabError } from '../../shared/contract/errors.ts'

/** Something to tell the person: what happened and the way out. Stays until it is dismissed or replaced. */
export interface Notice {
  readonly id: number
  readonly kind: 'trouble' | 'note'
  readonly fact: string
  readonly wayOut: string
  readonly action?: NoticeAction
}

/** What can be done about it, as a button. */
export interface NoticeAction {
  readonly label: string
  readonly act: () => void
}

const MOST = 3
const NOTE_STAYS_MS = 4000
const OFFER_STAYS_MS = 60_000

export class Notices {
  list = $state.raw<readonly Notice[]>([])
  #made = 0

  /** A failure as fact and way out. What the person cancelled is none. */
  trouble(thrown: unknown): void {
    const error = toLabError(thrown)
    if (error.code === 'cancelled') return
    this.#add('trouble', error.fact, error.wayOut)
  }

  refuse(fact: string, wayOut: string): void {
    this.#add('trouble', fact, wayOut)
  }

  note(fact: string): void {
    const id = this.#add('note', fact, '')
    setTimeout(() => this.dismiss(id), NOTE_STAYS_MS)
  }

  /** As `note`, but it stays until it is dismissed: an answer that was waited for. */
  tell(fact: string): void {
    this.#add('note', fact, '')
  }

  /** Stays a while with a button; the button also takes it away. */
  offer(fact: string, action: NoticeAction): void {
    const id = this.#add('note', fact, '', action)
    setTimeout(() => this.dismiss(id), OFFER_STAYS_MS)
  }

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id)
  }

  #add(kind: Notice['kind'], fact: string, wayOut: string, action?: NoticeAction): number {
    const id = ++this.#made
    const others = this.list.filter((notice) => notice.fact !== fact)
    this.list = [...others, { id, kind, fact, wayOut, ...(action && { action }) }].slice(-MOST)
    return id
  }
}
