import {
  applyPatches,
  enablePatches,
  produceWithPatches,
  type Draft,
  type Objectish,
  type Patch,
} from 'immer'

enablePatches()

/** A document with every edit that led to it, forwards and backwards. A value: each step makes a new one. */
export interface UndoHistory<T> {
  readonly current: T
  readonly past: readonly Edit[]
  readonly future: readonly Edit[]
}

interface Edit {
  /** Edits in a row with the same key (typing in one field) are one step. */
  readonly key: string
  readonly patches: readonly Patch[]
  readonly inverse: readonly Patch[]
}

const MOST_STEPS = 500

export function startHistory<T>(document: T): UndoHistory<T> {
  return { current: document, past: [], future: [] }
}

export function edited<T extends Objectish>(
  history: UndoHistory<T>,
  key: string,
  recipe: (draft: Draft<T>) => void,
): UndoHistory<T> {
  const [current, patches, inverse] = produceWithPatches(history.current, (draft) => {
    recipe(draft)
  })
  if (patches.length === 0) return history
  const last = history.past.at(-1)
  const joins = last !== undefined && last.key === key && history.future.length === 0
  const edit = joins
    ? { key, patches: [...last.patches, ...patches], inverse: [...inverse, ...last.inverse] }
    : { key, patches, inverse }
  const before = joins ? history.past.slice(0, -1) : history.past
  return { current, past: [...before, edit].slice(-MOST_STEPS), future: [] }
}

/** What is edited next is a step of its own, also in the same field. */
export function sealed<T>(history: UndoHistory<T>): UndoHistory<T> {
  const past = history.past.map((edit, i) =>
    i === history.past.length - 1 ? { ...edit, key: `${edit.key}\u0000sealed` } : edit,
  )
  return { ...history, past }
}

export function undone<T extends Objectish>(history: UndoHistory<T>): UndoHistory<T> {
  const edit = history.past.at(-1)
  if (!edit) return history
  const current = applyPatches(history.current, edit.inverse)
  return { current, past: history.past.slice(0, -1), future: [...history.future, edit] }
}

export function redone<T extends Objectish>(history: UndoHistory<T>): UndoHistory<T> {
  const edit = history.future.at(-1)
  if (!edit) return history
  const current = applyPatches(history.current, edit.patches)
  // A key of its own, so that the next edit of the same field does not merge into what was redone.
  const done = { ...edit, key: `${edit.key}\u0000redone` }
  return { current, past: [...history.past, done], future: history.future.slice(0, -1) }
}
