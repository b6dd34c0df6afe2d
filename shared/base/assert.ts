/** Stops on a bug of ours. Never for bad input: that is a Problem with a place and a way out. */
export function assert(holds: boolean, claim: string): asserts holds {
  if (!holds) throw new Error(`bug: ${claim}`)
}

/** The value, where its absence would be a bug of ours. `claim` says why it must be there. */
export function expectDefined<T>(value: T | undefined | null, claim: string): T {
  if (value === undefined || value === null) throw new Error(`bug: ${claim}`)
  return value
}

/** Marks a union as exhausted; the compiler refuses the call while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`bug: unexpected ${JSON.stringify(value)}`)
}
