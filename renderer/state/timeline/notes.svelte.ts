import type { Lab } from '../../../shared/contract/lab.ts'
import type { Note } from '../../../shared/documents/notes/note.ts'
import { edited, redone, startHistory, undone, type UndoHistory } from '../undo-history.ts'
import type { Timeline } from './timeline.svelte.ts'

interface NoteBook {
  notes: Record<string, Note>
}

/** Notes and marks of the workspace's runs. Every edit is stored at once, and can be undone. */
export class Notes {
  #history = $state.raw<UndoHistory<NoteBook>>(startHistory<NoteBook>({ notes: {} }))
  /** The note whose text is being written. */
  editing = $state<string | undefined>()
  #lab: Lab
  #workspace: string
  #timeline: Timeline
  #fail: (reason: unknown) => void

  /** Those of the run on screen, by time. */
  readonly shown: readonly Note[] = $derived.by(() =>
    Object.values(this.#history.current.notes)
      .filter((note) => note.run === this.#timeline.runId)
      .sort((a, b) => a.timeNs - b.timeNs || (a.id < b.id ? -1 : 1)),
  )
  readonly canUndo = $derived(this.#history.past.length > 0)
  readonly canRedo = $derived(this.#history.future.length > 0)

  constructor(
    lab: Lab,
    workspace: string,
    timeline: Timeline,
    kept: readonly Note[],
    fail: (reason: unknown) => void,
  ) {
    this.#lab = lab
    this.#workspace = workspace
    this.#timeline = timeline
    this.#fail = fail
    this.#history = startHistory<NoteBook>({ notes: Object.fromEntries(kept.map((note) => [note.id, note])) })
  }

  /** At the cursor; over the range A to B where the cursor is in it. Returns its id. */
  add(text = ''): string | undefined {
    const { runId, cursorNs, stretch } = this.#timeline
    if (runId === undefined) return undefined
    const within = stretch && cursorNs >= stretch.fromNs && cursorNs <= stretch.toNs
    const id = `n-${crypto.randomUUID()}`
    const place = within ? { timeNs: stretch.fromNs, toNs: stretch.toNs } : { timeNs: cursorNs }
    this.#edit(`add ${id}`, (book) => (book.notes[id] = { id, run: runId, ...place, text }))
    return id
  }

  mark(): void {
    const { runId, cursorNs } = this.#timeline
    if (runId === undefined) return
    const id = `n-${crypto.randomUUID()}`
    this.#edit(`add ${id}`, (book) => (book.notes[id] = { id, run: runId, timeNs: cursorNs, text: '' }))
  }

  write(id: string, text: string): void {
    this.#edit(`text ${id}`, (book) => {
      const note = book.notes[id]
      if (note && note.text !== text) book.notes[id] = { ...note, text }
    })
  }

  remove(id: string): void {
    if (this.editing === id) this.editing = undefined
    this.#edit(`remove ${id}`, (book) => void delete book.notes[id])
  }

  undo(): void {
    this.#become(undone(this.#history))
  }

  redo(): void {
    this.#become(redone(this.#history))
  }

  /** The next note after the cursor, or the one before it. */
  neighbour(step: 1 | -1): Note | undefined {
    const { cursorNs } = this.#timeline
    return step > 0
      ? this.shown.find((note) => note.timeNs > cursorNs)
      : this.shown.findLast((note) => note.timeNs < cursorNs)
  }

  #edit(key: string, recipe: (book: NoteBook) => void): void {
    this.#become(edited(this.#history, key, recipe))
  }

  /** What differs is put or removed, note by note. */
  #become(next: UndoHistory<NoteBook>): void {
    const before = this.#history.current.notes
    const after = next.current.notes
    this.#history = next
    const workspace = this.#workspace
    for (const note of Object.values(after))
      if (before[note.id] !== note) this.#lab.putNote({ workspace, note }).catch(this.#fail)
    for (const { id, run } of Object.values(before))
      if (!after[id]) this.#lab.removeNote({ workspace, run, id }).catch(this.#fail)
  }
}
