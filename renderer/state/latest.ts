/**
 * One question in flight at a time; of those asked meanwhile only the newest is asked next. A scrubber that moves
 * faster than the core answers skips moments, and never shows an answer after a newer one.
 */
export interface Latest<Question> {
  ask(question: Question): void
  /** Answers still under way are dropped. */
  forget(): void
}

export function createLatest<Question, Answer>(asks: {
  /** The signal says that a newer question waits; whether to go on is for the asker to say. */
  readonly ask: (question: Question, superseded: AbortSignal) => Promise<Answer>
  readonly take: (answer: Answer, question: Question) => void
  readonly fail: (reason: unknown) => void
}): Latest<Question> {
  let waiting: { question: Question } | undefined
  let busy = false
  let generation = 0
  let superseded = new AbortController()

  async function work() {
    busy = true
    while (waiting) {
      const { question } = waiting
      waiting = undefined
      const asked = generation
      superseded = new AbortController()
      const { signal } = superseded
      try {
        const answer = await asks.ask(question, signal)
        if (asked === generation) asks.take(answer, question)
      } catch (reason) {
        if (asked === generation && !signal.aborted) asks.fail(reason)
      }
    }
    busy = false
  }

  return {
    ask(question) {
      waiting = { question }
      superseded.abort()
      if (!busy) void work()
    },
    forget() {
      waiting = undefined
      superseded.abort()
      generation++
    },
  }
}
