import fc from 'fast-check'
import { expect, test } from 'vitest'
import { edited, redone, startHistory, undone, type UndoHistory } from '../../renderer/state/undo-history.ts'

type Doc = { values: Record<string, number> }

const set = (history: UndoHistory<Doc>, key: string, value: number) =>
  edited(history, key, (draft) => void (draft.values[key] = value))

test('[V1] undoing every edit gives the first document, redoing every one the last', () => {
  const edits = fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer()), { maxLength: 30 })
  fc.assert(
    fc.property(edits, (list) => {
      const first: Doc = { values: {} }
      let history = startHistory(first)
      for (const [key, value] of list) history = set(history, key, value)
      const last = history.current
      let steps = 0
      for (; history.past.length > 0; steps++) history = undone(history)
      expect(history.current).toEqual(first)
      for (let i = 0; i < steps; i++) history = redone(history)
      expect(history.current).toEqual(last)
    }),
    { seed: 1 },
  )
})

test('[V1] typing in one field is one step, and a new edit forgets what was undone', () => {
  let history = startHistory<Doc>({ values: { a: 0 } })
  for (const value of [1, 12, 123]) history = set(history, 'a', value)
  history = set(history, 'b', 5)
  expect(history.past).toHaveLength(2)
  history = undone(undone(history))
  expect(history.current).toEqual({ values: { a: 0 } })
  history = set(redone(history), 'a', 7)
  expect(history.past).toHaveLength(2)
  expect(history.future).toHaveLength(0)
  expect(undone(history).current).toEqual({ values: { a: 123 } })
})

test('[V1] an edit that changes nothing is no step', () => {
  const history = set(startHistory<Doc>({ values: {} }), 'a', 1)
  expect(set(history, 'a', 1)).toBe(history)
  expect(undone(startHistory({})).past).toHaveLength(0)
})
