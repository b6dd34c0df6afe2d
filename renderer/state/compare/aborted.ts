/** Asked again after an await: the type checker remembers what was read before it. */
export function isAborted(signal: AbortSignal): boolean {
  return signal.aborted
}
