import { createFramePort, createPortPair, type BytePort, type Port } from '../../shared/rpc/port.ts'
import { replyLimits } from '../../shared/rpc/frame.ts'

/** Two ports in this thread, joined without frames. */
export function joinedPorts(): readonly [Port, Port] {
  return createPortPair((task) => setImmediate(task))
}

/** Two ports joined by bytes, with a way to put bytes on the wire by hand. */
export function joinedFramePorts(): { client: Port; server: Port; toServer: (bytes: Uint8Array) => void } {
  const ends = [createEnd(), createEnd()] as const
  const bytePort = (own: End, other: End): BytePort => ({
    send: (bytes) => void setImmediate(() => other.bytes(bytes.slice())),
    listen: (listener) => own.listen(listener),
    close: () => void setImmediate(() => other.closed('the other side closed')),
  })
  return {
    client: createFramePort(bytePort(ends[0], ends[1]), replyLimits),
    server: createFramePort(bytePort(ends[1], ends[0]), replyLimits),
    toServer: (bytes) => ends[1].bytes(bytes),
  }
}

type Listener = Parameters<BytePort['listen']>[0]
interface End extends Listener {
  listen(listener: Listener): void
}

function createEnd(): End {
  let listener: Listener | undefined
  return {
    listen: (next) => void (listener = next),
    bytes: (bytes) => listener?.bytes(bytes),
    closed: (why) => listener?.closed(why),
  }
}
