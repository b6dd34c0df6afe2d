export type Unlisten = () => void

/** Announces state to whoever listens, in the order they began to listen. Listeners steer nothing. */
export interface Emitter<T> {
  listen(listener: (event: T) => void): Unlisten
  emit(event: T): void
}

export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(event: T) => void>()
  return {
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    emit(event) {
      for (const listener of [...listeners]) listener(event)
    },
  }
}
