import type { PolicyState } from './policy.ts'

/**
 * A policy's state as `Policy.state` wants it: the same object until something in it changes, and then one that shares
 * with it what did not.
 */
export function createState(read: () => PolicyState): () => PolicyState {
  let last: PolicyState = {}
  return () => {
    const now = read()
    const keys = Object.keys(now)
    if (keys.some((key) => differ(now[key], last[key]))) last = sharing(now, last, keys)
    return last
  }
}

type Value = PolicyState[string]

function sharing(now: PolicyState, last: PolicyState, keys: readonly string[]): PolicyState {
  const shared: Record<string, Value> = {}
  for (const key of keys) shared[key] = differ(now[key], last[key]) ? Object.freeze(now[key]) : last[key]
  return Object.freeze(shared)
}

function differ(a: Value, b: Value): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return a !== b
  return a.value !== b.value || a.unit !== b.unit
}
