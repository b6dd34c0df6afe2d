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
  readonly ask: (question: Question) => Promise<Answer>
  readonly take: (answer: Answer, question: Question) => void
  readonly fail: (reason: unknown) => void
}): Latest<Question> {
  let waiting: { question: Question } | undefined
  let busy = false
  let generation = 0

  async function work() {
    busy = true
    while (waiting) {
      const { question } = waiting
      waiting = undefined
      const asked = generation
      try {
        const answer = await asks.ask(question)
        if (asked === generation) asks.take(answer, question)
      } catch (reason) {
        if (asked === generation) asks.fail(reason)
      }
    }
    busy = false
  }

  return {
    ask(question) {
      waiting = { question }
      if (!busy) void work()
    },
    forget() {
      waiting = undefined
      generation++
    },
  }
}
