import type { Unlisten } from '../../shared/base/emitter.ts'
import { LabError } from '../../shared/contract/errors.ts'
import { portMessage, type ElectronBridge, type HostBridge } from '../../shared/contract/host-bridge.ts'
import { labMethods, type Lab } from '../../shared/contract/lab.ts'
import { connectClient } from '../../shared/rpc/client.ts'
import { replyLimits } from '../../shared/rpc/frame.ts'
import { sayHello } from '../../shared/rpc/handshake.ts'
import { createFramePort, type BytePort } from '../../shared/rpc/port.ts'
import { messageBytePort, socketBytePort } from './byte-ports.ts'
import { takeFragment, type Fragment } from './fragment.ts'
import { createWebBridge } from './web-bridge.ts'

export interface Connection {
  readonly lab: Lab
  readonly bridge: HostBridge
  /** When the core is gone: the window says so and offers to reload. */
  onClosed(listener: (why: string) => void): Unlisten
}

/** Finds the host it is in and connects to the core. The only place that knows which host that is. */
export async function connect(): Promise<Connection> {
  const electron = (globalThis as { tierlabHost?: ElectronBridge }).tierlabHost
  const bytes = electron ? await electronBytes(electron) : await webBytes()
  const port = createFramePort(bytes, replyLimits)
  const fragment: Fragment = electron ? { token: '' } : takeFragment()
  const build = typeof __BUILD_ID__ === 'string' ? __BUILD_ID__ : ''
  await sayHello(port, { build, token: fragment.token }, delay)
  const client = connectClient<Lab>(labMethods, port)
  return {
    lab: client.api,
    bridge: electron ?? createWebBridge(fragment),
    onClosed: (listener) => client.onClosed(listener),
  }
}

function electronBytes(electron: ElectronBridge): Promise<BytePort> {
  return new Promise((resolve) => {
    const take = (event: MessageEvent) => {
      const port = event.ports[0]
      if (event.source !== window || event.data !== portMessage || !port) return
      window.removeEventListener('message', take)
      resolve(messageBytePort(port))
    }
    window.addEventListener('message', take)
    electron.requestPort()
  })
}

function webBytes(): Promise<BytePort> {
  const address = new URL('lab', location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  address.hash = ''
  address.search = ''
  const socket = new WebSocket(address)
  socket.binaryType = 'arraybuffer'
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(socketBytePort(socket)), { once: true })
    socket.addEventListener('error', () => reject(unreachable()), { once: true })
  })
}

function unreachable(): LabError {
  return new LabError(
    'disconnected',
    'the core cannot be reached',
    'start "tierlab serve" again and open its address',
  )
}

function delay(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, delayMs)
  return () => clearTimeout(timer)
}
