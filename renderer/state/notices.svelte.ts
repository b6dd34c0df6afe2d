import { toLabError } from '../../shared/contract/errors.ts'

/** Something to tell the person: what happened and the way out. Stays until it is dismissed or replaced. */
export interface Notice {
  readonly id: number
  readonly kind: 'trouble' | 'note'
  readonly fact: string
  readonly wayOut: string
}

const MOST = 3
const NOTE_STAYS_MS = 4000

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

  dismiss(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id)
  }

  #add(kind: Notice['kind'], fact: string, wayOut: string): number {
    const id = ++this.#made
    const others = this.list.filter((notice) => notice.fact !== fact)
    this.list = [...others, { id, kind, fact, wayOut }].slice(-MOST)
    return id
  }
}
