import { createReadStream } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { WebSocketServer, type WebSocket } from 'ws'
import type { LabCore } from '../../lab/lab.ts'
import { serveSession } from '../../lab/serve-session.ts'
import { findWindowFile, windowHeaders } from '../../lab/window-files.ts'
import { requestLimits } from '../../../shared/rpc/frame.ts'
import { createSocketBytePort } from './socket-byte-port.ts'
import { createPagePass, type PagePass } from './page-pass.ts'
import { isAllowedHost, isOwnOrigin } from './request-guard.ts'

export interface WebServerOptions {
  readonly core: LabCore
  /** The built window. */
  readonly root: string
  readonly host: string
  /** 0: a free one. */
  readonly port: number
  /** Who does not know it is refused. */
  readonly token: string
}

export interface WebServer {
  readonly port: number
  close(): Promise<void>
}

const maxConnections = 32
const pingEveryMs = 30_000

/** The window over HTTP and the core over a WebSocket at `/lab`, for programs on this machine only. */
export async function startWebServer(options: WebServerOptions): Promise<WebServer> {
  const pass = createPagePass(options.token)
  const http = createServer({ requestTimeout: 30_000 }, (request, response) => {
    void answer(request, response, options, pass)
  })
  http.maxConnections = 4 * maxConnections
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: requestLimits.maxBytes,
    perMessageDeflate: false,
  })
  http.on('upgrade', (request, socket: Duplex, head) => {
    socket.on('error', () => socket.destroy())
    const refusal = refuseUpgrade(request, options, sockets.clients.size)
    if (refusal !== undefined) return void socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\n\r\n`)
    sockets.handleUpgrade(request, socket, head, (client) => attend(client, options))
  })
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(options.port, options.host, resolve)
  })
  return {
    port: (http.address() as AddressInfo).port,
    async close() {
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      const closed = new Promise((resolve) => http.close(resolve))
      http.closeAllConnections()
      await closed
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  options: WebServerOptions,
  pass: PagePass,
): Promise<void> {
  const refuse = (status: number, text: string) => {
    response
      .writeHead(status, { ...windowHeaders, 'content-type': 'text/plain; charset=utf-8' })
      .end(`${text}\n`)
  }
  if (!isAllowedHost(request.headers.host, options.host))
    return refuse(403, 'This address is not one of this lab.')
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405, 'Only GET and HEAD.')
  const path = (request.url ?? '/').split(/[?#]/, 1)[0] ?? '/'
  if (!pass.isKnown(request) || path === '/') {
    const admitted = path === '/' ? pass.admit(new URL(request.url ?? '/', 'http://lab')) : undefined
    if (admitted) {
      const { location, cookie } = admitted
      return void response.writeHead(303, { ...windowHeaders, location, 'set-cookie': cookie }).end()
    }
    if (!pass.isKnown(request)) return refuse(403, 'Open the address that tierlab printed; it has the token.')
  }
  const file = await findWindowFile(options.root, path)
  if (!file) return refuse(404, 'There is no such file in the window.')
  // Files in assets/ carry a hash of their content in their names.
  const caching = path.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache'
  const length = { 'content-type': file.type, 'content-length': file.bytes, 'cache-control': caching }
  response.writeHead(200, { ...windowHeaders, ...length })
  if (request.method === 'HEAD') return void response.end()
  createReadStream(file.path)
    .on('error', () => response.destroy())
    .pipe(response)
}

/** A status line to refuse with, or undefined. Other pages of the same browser get no further than this. */
function refuseUpgrade(
  request: IncomingMessage,
  { host }: WebServerOptions,
  clients: number,
): string | undefined {
  if ((request.url ?? '').split(/[?#]/, 1)[0] !== '/lab') return '404 Not Found'
  if (!isAllowedHost(request.headers.host, host)) return '403 Forbidden'
  if (!isOwnOrigin(request.headers.origin, request.headers.host)) return '403 Forbidden'
  return clients >= maxConnections ? '503 Service Unavailable' : undefined
}

function attend(client: WebSocket, { core, token }: WebServerOptions): void {
  const ping = setInterval(() => client.ping(), pingEveryMs)
  client.on('close', () => clearInterval(ping))
  void serveSession(core, createSocketBytePort(client), token)
}
