import type { BytePort } from '../../shared/rpc/port.ts'

/** A port to Electron's main process. Its end is told by the process itself, as a `close` message event. */
export function messageBytePort(port: MessagePort): BytePort {
  return {
    send: (bytes) => port.postMessage(bytes),
    listen(listener) {
      port.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.data instanceof Uint8Array) listener.bytes(event.data)
      })
      port.addEventListener('close', () => listener.closed('the core has ended'))
      port.start()
    },
    close: () => port.close(),
  }
}

/** An open WebSocket whose `binaryType` is 'arraybuffer'. */
export function socketBytePort(socket: WebSocket): BytePort {
  return {
    send(bytes) {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes)
    },
    listen(listener) {
      socket.addEventListener('message', (event: MessageEvent<unknown>) => {
        if (event.data instanceof ArrayBuffer) listener.bytes(new Uint8Array(event.data))
      })
      socket.addEventListener('close', (event) => listener.closed(event.reason || 'the core has ended'))
    },
    close: () => socket.close(),
  }
}
