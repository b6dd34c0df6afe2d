/**
 * Failures that cross the wire: a stable code, the fact with its culprit, and the way out. Everything else that is
 * thrown in the core is a bug and arrives as `bug`.
 */
export const labErrorCodes = {
  'bad-setup': 'the experiment cannot run as it is',
  'bad-request': 'a request was not understood',
  'no-such-workspace': 'no workspace with this handle is open',
  'no-such-experiment': 'the experiment is not in the workspace',
  'no-such-run': 'the run is not in the workspace',
  'no-such-column': 'the run did not record this column',
  'file-missing': 'a file is not there',
  'file-refused': 'a file could not be read as what it should be',
  'file-locked': 'another program has the workspace open',
  'file-newer': 'the workspace was written by a newer version',
  'file-unwritable': 'a file could not be written',
  'bad-trace': 'a trace could not be read',
  'not-running': 'the run has ended',
  'still-running': 'the run has not ended',
  refused: 'the host refused the connection',
  cancelled: 'cancelled on request',
  disconnected: 'the connection to the core was lost',
  bug: 'a bug of the lab',
} as const

export type LabErrorCode = keyof typeof labErrorCodes

export class LabError extends Error {
  override readonly name = 'LabError'
  readonly code: LabErrorCode
  /** Lower-case fact with the culprit in quotes. */
  readonly fact: string
  /** What to do about it. */
  readonly wayOut: string

  constructor(code: LabErrorCode, fact: string, wayOut: string) {
    super(`${fact}; ${wayOut}`)
    this.code = code
    this.fact = fact
    this.wayOut = wayOut
  }
}

/** By name, not by class: two programs bundled apart each have a class of their own. */
export function isLabError(thrown: unknown): thrown is LabError {
  if (thrown instanceof LabError) return true
  return thrown instanceof Error && thrown.name === 'LabError' && 'code' in thrown && 'wayOut' in thrown
}

/** Any thrown thing as a LabError; what is none becomes a `bug`. */
export function toLabError(thrown: unknown): LabError {
  if (isLabError(thrown)) return thrown
  const text = thrown instanceof Error ? thrown.message : String(thrown)
  return new LabError('bug', text, 'please report it with what you did before')
}
