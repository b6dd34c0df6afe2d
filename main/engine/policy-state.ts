import type { PolicyState } from './policy.ts'

/** A policy's state as `Policy.state` wants it: the same object until something in it changes. */
export function createState(read: () => PolicyState): () => PolicyState {
  let last = frozen(read())
  return () => {
    const now = read()
    if (Object.keys(now).some((key) => differ(now[key], last[key]))) last = frozen(now)
    return last
  }
}

type Value = PolicyState[string]

function frozen(state: PolicyState): PolicyState {
  for (const value of Object.values(state)) Object.freeze(value)
  return Object.freeze(state)
}

function differ(a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a !== b
  return a.value !== b.value || a.unit !== b.unit
}
