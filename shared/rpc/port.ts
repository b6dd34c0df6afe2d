import { toLabError } from '../contract/errors.ts'
import { decodeFrame, encodeFrame, type FrameLimits } from './frame.ts'
import { readMessage, toWire, type Message } from './message.ts'

/**
 * One end of a connection. Sends and receives whole messages, in order; a host provides it and knows nothing more.
 * What was sent after the other side closed is dropped: the listener hears `closed`, and that is enough.
 */
export interface Port {
  /** `handOver`: buffers and ports the sender gives away. A port between threads moves them; others copy what they must. */
  send(message: Message, handOver?: readonly object[]): void
  /** Takes over from the listener before. While there is none, what arrives waits. */
  listen(listener: PortListener | undefined): void
  close(): void
}

export interface PortListener {
  message(message: Message): void
  /** Once, however it came about. `why` is for people. */
  closed(why: string): void
}

/** One end of a connection that carries bytes: a WebSocket, a MessagePort. Listening follows the same rules. */
export interface BytePort {
  send(bytes: Uint8Array<ArrayBuffer>): void
  listen(listener: { bytes(bytes: Uint8Array): void; closed(why: string): void }): void
  close(): void
}

/** Messages as frames of bytes, the same on every host. A frame that is none is answered with a refusal, then the end. */
export function createFramePort(bytePort: BytePort, limits: FrameLimits): Port {
  const inbox = createInbox()
  const refuse = (thrown: unknown) => {
    const error = toLabError(thrown)
    bytePort.send(encodeFrame({ type: 'refuse', error: toWire(error) }))
    bytePort.close()
    inbox.closed(error.message)
  }
  bytePort.listen({
    bytes(bytes) {
      try {
        const message = readMessage(decodeFrame(bytes, limits))
        if (message === undefined) throw new Error('a frame that holds no message')
        inbox.message(message)
      } catch (thrown) {
        refuse(thrown)
      }
    },
    closed: (why) => inbox.closed(why),
  })
  return {
    send: (message) => bytePort.send(encodeFrame(message)),
    listen: (listener) => inbox.listen(listener),
    close() {
      bytePort.close()
      inbox.closed('closed from this side')
    },
  }
}

/** Keeps what arrives until somebody listens, and tells of the end exactly once. */
export interface Inbox extends PortListener {
  listen(listener: PortListener | undefined): void
}

export function createInbox(): Inbox {
  const waiting: Message[] = []
  let listener: PortListener | undefined
  let closedWhy: string | undefined
  return {
    message(message) {
      if (closedWhy !== undefined) return
      if (listener) listener.message(message)
      else waiting.push(message)
    },
    closed(why) {
      if (closedWhy !== undefined) return
      closedWhy = why
      listener?.closed(why)
    },
    listen(next) {
      listener = next
      while (listener !== undefined && listener === next && waiting.length > 0)
        listener.message(waiting.shift() as Message)
      if (closedWhy !== undefined && listener === next) next?.closed(closedWhy)
    },
  }
}

/** Two ports in one thread, each the other's far end. Delivery is never within `send`: as with real ones. */
export function createPortPair(defer: (task: () => void) => void): readonly [Port, Port] {
  const inboxes = [createInbox(), createInbox()] as const
  const end = (own: Inbox, other: Inbox): Port => ({
    send: (message) => defer(() => other.message(message)),
    listen: (listener) => own.listen(listener),
    close() {
      own.closed('closed from this side')
      defer(() => other.closed('closed from the other side'))
    },
  })
  return [end(inboxes[0], inboxes[1]), end(inboxes[1], inboxes[0])]
}
