import type { MessagePort, Transferable, Worker } from 'node:worker_threads'
import { readMessage, type Message } from '../../shared/rpc/message.ts'
import { createInbox, type Port } from '../../shared/rpc/port.ts'

/** The last thing a thread is told. It ends itself then, between two messages, rather than from outside in the middle of one. */
export const farewell = 'end'

/** A port between threads: messages are cloned by Node, and buffers that are handed over move without a copy. */
export function createThreadPort(thread: Worker | MessagePort): Port {
  const inbox = createInbox()
  thread.on('message', (value: unknown) => {
    const message = readMessage(value)
    if (message) inbox.message(message)
  })
  thread.on('error', (error: unknown) => inbox.closed(error instanceof Error ? error.message : String(error)))
  if ('terminate' in thread)
    thread.on('exit', (code: number) => inbox.closed(`the thread ended with code ${code}`))
  else thread.on('close', () => inbox.closed('the thread has ended'))
  return {
    send: (message: Message, handOver) =>
      thread.postMessage(message, [...(handOver ?? [])] as Transferable[]),
    listen: (listener) => inbox.listen(listener),
    close() {
      if ('terminate' in thread) thread.postMessage(farewell)
      else thread.close()
    },
  }
}

/** The buffers of every column in a value, each once. For values the sender gives away. */
export function buffersOf(value: unknown, found = new Set<ArrayBuffer>()): readonly ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer)
  } else if (typeof value === 'object' && value !== null) {
    for (const field of Object.values(value)) buffersOf(field, found)
  }
  return [...found]
}
