/** Something that takes long, as a stream: what it reports meanwhile (only the latest counts), and what it came to. */
export async function* progressStream<Progress, Result>(
  begin: (report: (progress: Progress) => void, signal: AbortSignal) => Promise<Result>,
  outer?: AbortSignal,
): AsyncGenerator<Progress | Result, void> {
  const leaving = new AbortController()
  const signal = outer ? AbortSignal.any([outer, leaving.signal]) : leaving.signal
  let latest: Progress | undefined
  let settled: { readonly result: Result } | { readonly thrown: unknown } | undefined
  let wake = () => {}
  const settle = (how: typeof settled) => {
    settled = how
    wake()
  }
  const report = (progress: Progress) => {
    latest = progress
    wake()
  }
  begin(report, signal).then(
    (result) => settle({ result }),
    (thrown: unknown) => settle({ thrown }),
  )
  try {
    for (;;) {
      if (settled) {
        if ('thrown' in settled) throw settled.thrown
        yield settled.result
        return
      }
      if (latest !== undefined) {
        const progress = latest
        latest = undefined
        yield progress
      } else await new Promise<void>((resolve) => (wake = resolve))
    }
  } finally {
    leaving.abort()
  }
}
