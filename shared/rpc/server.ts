import { LabError, toLabError } from '../contract/errors.ts'
import { toWire, maxCredit, type Message } from './message.ts'
import type { Port } from './port.ts'

/** Which verb each method of an interface is. Client and server are derived from it. */
export type MethodTable = Readonly<Record<string, 'call' | 'stream'>>

/** An object whose methods take one plain request and an AbortSignal, and give a Promise or an AsyncIterable. */
export type Service<Table extends MethodTable> = {
  readonly [Name in keyof Table]: Table[Name] extends 'call'
    ? (request: never, signal?: AbortSignal) => Promise<unknown>
    : (request: never, signal?: AbortSignal) => AsyncIterable<unknown>
}

export interface ServerOptions {
  /** The door: returns the request if it is one for this method, throws `bad-request` otherwise. */
  admit?(method: string, request: unknown): unknown
  /** Told of what was thrown and was no LabError: bugs of ours. */
  onBug?(method: string, thrown: unknown): void
}

/** Calls and streams under way at once on one connection. */
const maxUnderWay = 512

/** Answers what comes in on a port until it closes; then everything that is under way is aborted. */
export function serve<Table extends MethodTable>(
  table: Table,
  service: Service<Table>,
  port: Port,
  options: ServerOptions = {},
): void {
  const underWay = new Map<number, Task>()

  const fail = (id: number, method: string, thrown: unknown) => {
    if (!(thrown instanceof LabError)) options.onBug?.(method, thrown)
    port.send({ type: 'error', id, error: toWire(toLabError(thrown)) })
  }

  /** The bound method and its admitted request. Throws what the client shall hear. */
  const prepare = (message: Asking) => {
    const verb = Object.hasOwn(table, message.method) ? table[message.method] : undefined
    if (verb !== message.type)
      throw badRequest(`there is no ${message.type} named "${message.method}"`, 'reload the window')
    const method = service[message.method] as unknown as (request: unknown, signal: AbortSignal) => unknown
    const request = options.admit ? options.admit(message.method, message.request) : message.request
    return (signal: AbortSignal) => method.call(service, request, signal)
  }

  const answer = async (message: Asking, task: Task) => {
    try {
      const run = prepare(message)
      if (message.type === 'call') {
        const value = await (run(task.controller.signal) as Promise<unknown>)
        if (!task.controller.signal.aborted) port.send({ type: 'result', id: message.id, value })
      } else {
        await pump(message.id, run(task.controller.signal) as AsyncIterable<unknown>, task)
      }
    } catch (thrown) {
      if (!task.controller.signal.aborted) fail(message.id, message.method, thrown)
    } finally {
      underWay.delete(message.id)
    }
  }

  /** Items are pulled only while the client has room for them. */
  const pump = async (id: number, items: AsyncIterable<unknown>, task: Task) => {
    const { signal } = task.controller
    for await (const value of items) {
      if (signal.aborted) return
      port.send({ type: 'item', id, value })
      task.credit--
      while (task.credit <= 0 && !signal.aborted) await new Promise<void>((resolve) => (task.wake = resolve))
      if (signal.aborted) return
    }
    port.send({ type: 'end', id })
  }

  const begin = (message: Asking) => {
    if (underWay.has(message.id))
      return fail(message.id, message.method, badRequest(`number ${message.id} is under way`, 'reload the window'))
    if (underWay.size >= maxUnderWay)
      return fail(message.id, message.method, badRequest(`${maxUnderWay} requests are under way`, 'wait for some of them'))
    const credit = message.type === 'stream' ? message.credit : 0
    const task: Task = { controller: new AbortController(), credit, wake: () => {} }
    underWay.set(message.id, task)
    void answer(message, task)
  } // prettier-ignore

  const hear = (message: Message) => {
    const task = 'id' in message ? underWay.get(message.id) : undefined
    if (message.type === 'call' || message.type === 'stream') begin(message)
    else if (message.type === 'credit' && task) {
      task.credit = Math.min(maxCredit, task.credit + message.credit)
      task.wake()
    } else if (message.type === 'cancel' && task) {
      task.controller.abort()
      task.wake()
    }
  }

  port.listen({
    message: hear,
    closed() {
      for (const task of underWay.values()) {
        task.controller.abort()
        task.wake()
      }
    },
  })
}

type Asking = Extract<Message, { type: 'call' | 'stream' }>

interface Task {
  readonly controller: AbortController
  credit: number
  wake: () => void
}

function badRequest(fact: string, wayOut: string): LabError {
  return new LabError('bad-request', fact, wayOut)
}
