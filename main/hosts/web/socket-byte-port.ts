import type { RawData, WebSocket } from 'ws'
import type { BytePort } from '../../../shared/rpc/port.ts'

/** What may wait to be sent before a client that does not read is let go. */
const maxWaitingBytes = 512 * 1024 * 1024

/** The core's end of a WebSocket. Text is no frame and ends the connection. */
export function createSocketBytePort(socket: WebSocket): BytePort {
  return {
    send(bytes) {
      if (socket.readyState !== socket.OPEN) return
      if (socket.bufferedAmount > maxWaitingBytes) return socket.terminate()
      socket.send(bytes)
    },
    listen(listener) {
      socket.on('message', (data: RawData, isBinary) => {
        if (isBinary && Buffer.isBuffer(data)) listener.bytes(data)
        else socket.close(1003, 'frames are binary')
      })
      socket.on('error', () => socket.terminate())
      socket.on('close', (_code, reason) => listener.closed(reason.toString() || 'the window has gone'))
    },
    close: () => socket.close(1000),
  }
}
