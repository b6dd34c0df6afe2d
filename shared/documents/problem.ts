/**
 * Something wrong with, or worth knowing about, a document. Problems are values: the form shows them at the field,
 * the command line prints them with file and line, the core refuses a run while an error is among them.
 */
export interface Problem {
  readonly severity: 'error' | 'warning'
  /** Stable word for tests and links, e.g. `out-of-range`. */
  readonly code: string
  /** Where, from the root of the document: `policy.hot_threshold_ms`; '' for the whole. */
  readonly path: string
  /** The fact and the culprit, without a full stop: `"hot_threshold_ms" is 90000 ms, above its range 1 – 60000 ms`. */
  readonly fact: string
  /** What to do about it: `use at most 60000 ms`. */
  readonly wayOut: string
  /** Fixes a form can offer as buttons. */
  readonly fixes?: readonly Fix[]
}

export interface Fix {
  readonly title: string
  readonly path: string
  readonly value: unknown
}

export function isError(problem: Problem): boolean {
  return problem.severity === 'error'
}

/** Fact and way out as one sentence. */
export function problemSentence(problem: Problem): string {
  return `${problem.fact}; ${problem.wayOut}`
}
