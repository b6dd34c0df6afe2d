import { basename } from 'node:path'
import { TraceError } from '../../engine/traces/trace-parser.ts'
import { toLabError } from '../../../shared/contract/errors.ts'
import type { RunFailure } from './run-messages.ts'

/** What a job ended with, as it crosses to the core: a place in the trace, a file's trouble, or a bug. */
export function toFailure(thrown: unknown, tracePath: string | undefined): RunFailure {
  if (thrown instanceof TraceError && tracePath !== undefined) {
    const place = thrown.line === undefined ? `byte ${thrown.byteOffset}` : `line ${thrown.line}`
    const fact = `${basename(tracePath)}, ${place}: ${thrown.fact}`
    return { type: 'failed', code: 'bad-trace', fact, wayOut: thrown.wayOut }
  }
  const { code, fact, wayOut } = toLabError(thrown)
  return { type: 'failed', code, fact, wayOut }
}
