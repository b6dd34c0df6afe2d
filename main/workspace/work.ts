/**
 * Work that may take long, in pieces: it yields where others may have their turn, and returns its answer. Whoever runs
 * it decides whether to wait in between (the store's thread does) or to go through with it.
 */
export type Work<T> = Generator<void, T, void>

export function finished<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}
