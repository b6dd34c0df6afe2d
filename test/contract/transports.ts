import { MessageChannel } from 'node:worker_threads'
import { WebSocket } from 'ws'
import { startWebServer } from '../../main/hosts/web/web-server.ts'
import { createSocketBytePort } from '../../main/hosts/web/socket-byte-port.ts'
import type { LabCore } from '../../main/lab/lab.ts'
import { serveSession } from '../../main/lab/serve-session.ts'
import { labMethods, type Lab } from '../../shared/contract/lab.ts'
import { connectClient } from '../../shared/rpc/client.ts'
import { replyLimits } from '../../shared/rpc/frame.ts'
import { sayHello } from '../../shared/rpc/handshake.ts'
import { createFramePort, type BytePort } from '../../shared/rpc/port.ts'

/** A Lab at the end of some transport. */
export interface ConnectedLab {
  readonly lab: Lab
  close(): Promise<void>
}

export const transports: Readonly<Record<string, (core: LabCore) => Promise<ConnectedLab>>> = {
  async direct(core) {
    const session = core.openSession()
    return { lab: session.lab, close: () => session.end() }
  },

  async 'a MessageChannel'(core) {
    const { port1, port2 } = new MessageChannel()
    const bytePort = (port: typeof port1): BytePort => ({
      send: (bytes) => port.postMessage(bytes),
      listen(listener) {
        port.on('message', (bytes: Uint8Array) => listener.bytes(bytes))
        port.on('close', () => listener.closed('the port closed'))
      },
      close: () => port.close(),
    })
    void serveSession(core, bytePort(port2), '')
    return connect(bytePort(port1), '')
  },

  async 'a WebSocket'(core) {
    const token = 'test-token'
    const server = await startWebServer({ core, root: '/nowhere', host: '127.0.0.1', port: 0, token })
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/lab`)
    await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
    const connected = await connect(createSocketBytePort(socket), token)
    return {
      ...connected,
      async close() {
        await connected.close()
        await server.close()
      },
    }
  },
}

export function delay(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, delayMs)
  return () => clearTimeout(timer)
}

async function connect(bytePort: BytePort, token: string): Promise<ConnectedLab> {
  const port = createFramePort(bytePort, replyLimits)
  await sayHello(port, { build: '', token }, delay)
  const client = connectClient<Lab>(labMethods, port)
  return { lab: client.api, close: async () => client.close() }
}
