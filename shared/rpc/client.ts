import { createEmitter, type Unlisten } from '../base/emitter.ts'
import { LabError } from '../contract/errors.ts'
import { fromWire, type Message } from './message.ts'
import type { Port } from './port.ts'
import type { MethodTable } from './server.ts'

export interface Client<T> {
  /** Looks and behaves like the object at the far end. */
  readonly api: T
  /** Once, when the connection has ended. Everything under way has failed with `disconnected` by then. */
  onClosed(listener: (why: string) => void): Unlisten
  close(): void
}

export interface ClientOptions {
  /** Buffers and ports of a request that the caller gives away (ports between threads move them). */
  handOver?(method: string, request: unknown): readonly object[] | undefined
}

/** Items a server may send ahead of the reader. Granted again in halves, so that a fast reader never waits. */
const window = 16

/** The far end's methods. `T`'s methods must be those of the table, as `Service` says. */
export function connectClient<T extends object>(
  table: Readonly<Record<keyof T, 'call' | 'stream'>>,
  port: Port,
  options: ClientOptions = {},
): Client<T> {
  const pending = new Map<number, Waiting>()
  const closed = createEmitter<string>()
  let lastId = 0
  let closedWhy: string | undefined

  const lost = () =>
    new LabError('disconnected', `the connection to the core ended: ${closedWhy}`, 'reload the window')

  const call = (method: string, request: unknown, signal?: AbortSignal) =>
    new Promise((resolve, reject) => {
      if (signal?.aborted) return reject(cancelled(method))
      if (closedWhy !== undefined) return reject(lost())
      const id = ++lastId
      const settle = (settleIt: () => void) => {
        pending.delete(id)
        signal?.removeEventListener('abort', abort)
        settleIt()
      }
      const abort = () => {
        port.send({ type: 'cancel', id })
        settle(() => reject(cancelled(method)))
      }
      signal?.addEventListener('abort', abort, { once: true })
      pending.set(id, {
        value: (value) => settle(() => resolve(value)),
        end: () => settle(() => resolve(undefined)),
        fail: (error) => settle(() => reject(error)),
      })
      port.send({ type: 'call', id, method, request }, options.handOver?.(method, request))
    }) // prettier-ignore

  const stream = (method: string, request: unknown, signal?: AbortSignal): AsyncIterable<unknown> => ({
    [Symbol.asyncIterator]() {
      const id = ++lastId
      const items = createItemQueue(() => port.send({ type: 'credit', id, credit: window / 2 }))
      const leave = () => {
        if (pending.delete(id)) port.send({ type: 'cancel', id })
        signal?.removeEventListener('abort', abort)
      }
      const abort = () => {
        leave()
        items.fail(cancelled(method))
      }
      const finish = (how: () => void) => {
        pending.delete(id)
        signal?.removeEventListener('abort', abort)
        how()
      }
      if (signal?.aborted) items.fail(cancelled(method))
      else if (closedWhy !== undefined) items.fail(lost())
      else {
        signal?.addEventListener('abort', abort, { once: true })
        pending.set(id, {
          value: (value) => items.push(value),
          end: () => finish(() => items.end()),
          fail: (error) => finish(() => items.fail(error)),
        })
        port.send({ type: 'stream', id, method, request, credit: window })
      }
      return {
        next: () => items.next(),
        return() {
          leave()
          items.end()
          return Promise.resolve({ done: true as const, value: undefined })
        },
      }
    },
  })

  const hear = (message: Message) => {
    if (!('id' in message)) {
      if (message.type === 'refuse') shut(fromWire(message.error).message)
      return
    }
    const waiting = pending.get(message.id)
    if (!waiting) return // cancelled meanwhile
    if (message.type === 'result' || message.type === 'item') waiting.value(message.value)
    else if (message.type === 'end') waiting.end()
    else if (message.type === 'error') waiting.fail(fromWire(message.error))
  }

  const shut = (why: string) => {
    if (closedWhy !== undefined) return
    closedWhy = why
    for (const waiting of [...pending.values()]) waiting.fail(lost())
    closed.emit(why)
  }

  port.listen({ message: hear, closed: shut })

  const methods = Object.entries(table as MethodTable).map(([name, verb]) => {
    const start = verb === 'call' ? call : stream
    return [name, (request: unknown, signal?: AbortSignal) => start(name, request, signal)] as const
  })
  return {
    api: Object.fromEntries(methods) as T,
    onClosed: (listener) => closed.listen(listener),
    close() {
      port.close()
      shut('closed from this side')
    },
  }
}

interface Waiting {
  value(value: unknown): void
  end(): void
  fail(error: LabError): void
}

/** Items between the port that brings them and the loop that takes them. `onHalf`: half a window was taken. */
function createItemQueue(onHalf: () => void) {
  const items: unknown[] = []
  const readers: { resolve(result: IteratorResult<unknown>): void; reject(error: LabError): void }[] = []
  let over: { readonly error?: LabError } | undefined
  let taken = 0

  const take = (value: unknown): IteratorResult<unknown> => {
    taken++
    if (taken % (window / 2) === 0 && !over) onHalf()
    return { done: false, value }
  }
  const close = (error?: LabError) => {
    if (over) return
    over = error ? { error } : {}
    for (const reader of readers.splice(0)) {
      if (error) reader.reject(error)
      else reader.resolve({ done: true, value: undefined })
    }
  }
  return {
    push(value: unknown) {
      const reader = readers.shift()
      if (reader) reader.resolve(take(value))
      else items.push(value)
    },
    end: () => close(),
    fail: (error: LabError) => close(error),
    next(): Promise<IteratorResult<unknown>> {
      if (items.length > 0) return Promise.resolve(take(items.shift()))
      if (over?.error) return Promise.reject(over.error)
      if (over) return Promise.resolve({ done: true, value: undefined })
      return new Promise((resolve, reject) => readers.push({ resolve, reject }))
    },
  }
}

function cancelled(method: string): LabError {
  return new LabError('cancelled', `"${method}" was cancelled`, 'start it again if it is still wanted')
}
