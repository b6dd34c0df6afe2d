import { isLabError } from '../../../shared/contract/errors.ts'

/** What the program may end with. Scripts rely on these. */
export const exitCodes = { done: 0, bug: 1, wrongInput: 2, cancelled: 130 } as const

/** Ends a command with a sentence on stderr. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
  readonly exitCode: number

  constructor(message: string, exitCode: number = exitCodes.wrongInput) {
    super(message)
    this.exitCode = exitCode
  }
}

/** One document on stdout, nothing around it. What JSON cannot say (NaN, infinities) is null. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, undefined, 2)}\n`)
}

export function printLines(lines: readonly string[]): void {
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
}

export function complain(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Columns of a table, each as wide as its widest cell; numbers are for the caller to format. */
export function tableLines(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)))
  return rows.map((row) => row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  ').trimEnd()) // prettier-ignore
}

/** A reader that has seen enough (`| head`) closes the pipe; that is its right and no failure of ours. A full disk is no bug either. */
export function surviveClosedPipes(): void {
  process.stderr.on('error', () => process.exit(process.exitCode ?? exitCodes.done))
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(process.exitCode ?? exitCodes.done)
    complain(`tierlab: the output cannot be written (${error.code}); make room, or send it elsewhere`)
    process.exit(exitCodes.wrongInput)
  })
}

/** Says what went wrong and returns the code to end with. A bug shows where it happened; wrong input never does. */
export function report(thrown: unknown): number {
  if (thrown instanceof CommandError) {
    complain(thrown.message)
    return thrown.exitCode
  }
  if (isLabError(thrown) && thrown.code !== 'bug') {
    complain(`tierlab: ${thrown.message}`)
    return thrown.code === 'cancelled' ? exitCodes.cancelled : exitCodes.wrongInput
  }
  // What cac throws about options and arguments.
  if (thrown instanceof Error && thrown.name === 'CACError') {
    complain(`tierlab: ${thrown.message}; see "tierlab --help"`)
    return exitCodes.wrongInput
  }
  const text = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
  complain(`tierlab: a bug of ours, please report it with the command you gave:\n${text}`)
  return exitCodes.bug
}
