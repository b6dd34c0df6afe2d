import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { request, type IncomingMessage } from 'node:http'
import { connect as connectTcp } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createSocketBytePort } from '../../main/hosts/web/socket-byte-port.ts'
import { startWebServer, type WebServer } from '../../main/hosts/web/web-server.ts'
import { replyLimits, requestLimits } from '../../shared/rpc/frame.ts'
import { sayHello } from '../../shared/rpc/handshake.ts'
import { createFramePort } from '../../shared/rpc/port.ts'
import { delay } from '../contract/transports.ts'
import { startTestCore, type TestCore } from '../lab/test-core.ts'

let core: TestCore
let server: WebServer
/** Of a browser that has opened the printed address. */
let cookie = ''

beforeAll(async () => {
  core = startTestCore()
  const root = core.path('window')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), '<!doctype html>')
  writeFileSync(join(root, 'assets/main.js'), 'export {}')
  writeFileSync(join(root, '.build-id'), 'x')
  writeFileSync(core.path('secret.html'), 'secret')
  symlinkSync(core.path('secret.html'), join(root, 'link.html'))
  server = await startWebServer({ core, root, host: '127.0.0.1', port: 0, token: 'right' })
  const sentOn = await ask('/?token=right', { cookie: '' })
  cookie = sentOn.headers['set-cookie']?.[0].split(';')[0] ?? ''
})
afterAll(async () => {
  await server.close()
  await core.dispose()
})

/** A request with its path and headers exactly as given. */
function ask(path: string, given: Record<string, string> = {}, method = 'GET'): Promise<IncomingMessage> {
  const headers = { cookie, ...given }
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: server.port, path, headers, method }, (response) => {
      response.resume()
      resolve(response)
    })
      .on('error', reject)
      .end()
  })
}

/** How opening a socket ends: 'open', or the status of the refusal. */
function openSocket(
  path: string,
  options: { origin?: string; headers?: Record<string, string> },
): Promise<string> {
  const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, options)
  return new Promise((resolve) => {
    socket.on('open', () => {
      socket.terminate()
      resolve('open')
    })
    socket.on('unexpected-response', (_request, { statusCode }) => resolve(String(statusCode)))
    socket.on('error', () => resolve('error'))
  })
}

describe('the web server', () => {
  test('[L11] serves the window with its types and a policy that loads nothing from elsewhere', async () => {
    const [page, script] = await Promise.all([ask('/'), ask('/assets/main.js')])
    expect([page.statusCode, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
    expect([script.statusCode, script.headers['content-type']]).toEqual([
      200,
      'text/javascript; charset=utf-8',
    ])
    const policy = String(page.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toContain("script-src 'self';")
    expect(policy).not.toMatch(/https?:|unsafe-eval|\*/)
    expect(page.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' })
  })

  test.each([
    '/../secret.html', '/..%2fsecret.html', '/assets/../../secret.html', '/%2e%2e/secret.html', '/..\\secret.html',
    '/link.html', '/.build-id', '/assets', '/index.html%00.js', '/%', '//etc/passwd', '/nothing.js',
  ])('[L11] gives nothing for %s', async (path) => {
    expect((await ask(path)).statusCode).toBe(404)
  }) // prettier-ignore

  test.each([
    ['GET', 'evil.example', 403], ['GET', `evil.example:80`, 403], ['GET', 'localhost:1', 200], ['GET', '[::1]:9', 200],
    ['GET', '127.0.0.1.evil.example', 403], ['GET', 'user@127.0.0.1', 403], ['POST', '127.0.0.1', 405],
    ['OPTIONS', '127.0.0.1', 405],
  ])('[C11] answers %s for the name %s with %d', async (method, host, status) => {
    expect((await ask('/', { host }, method)).statusCode).toBe(status)
  }) // prettier-ignore

  test('[C11] opens its socket to its own pages and to programs, at one path only', async () => {
    const own = `http://127.0.0.1:${server.port}`
    expect(await openSocket('/lab', {})).toBe('open')
    expect(await openSocket('/lab', { origin: own })).toBe('open')
    expect(await openSocket('/lab', { origin: 'http://evil.example' })).toBe('403')
    expect(await openSocket('/lab', { origin: 'null' })).toBe('403')
    expect(
      await openSocket('/lab', { headers: { host: 'evil.example' }, origin: 'http://evil.example' }),
    ).toBe('403')
    expect(await openSocket('/other', { origin: own })).toBe('404')
  })

  test('[C20] gives nothing, not even the page, to a browser without the token', async () => {
    for (const path of [
      '/',
      '/assets/main.js',
      '/?token=wrong',
      '/?token=',
      '/assets/main.js?token=right',
      '/nothing',
    ]) {
      const answer = await ask(path, { cookie: '' })
      expect([path, answer.statusCode, answer.headers['set-cookie']]).toEqual([path, 403, undefined])
    }
    const [name, value] = cookie.split('=')
    for (const wrong of [`${name}=`, `${name}=x${value}`, `other=${value}`, `${name}x=${value}`])
      expect((await ask('/', { cookie: wrong })).statusCode).toBe(403)
    expect((await ask('/', { cookie: `a=b; ${cookie}; c=d` })).statusCode).toBe(200)
  })

  test('[C20] sends the token on out of the address, with a cookie that only this host reads', async () => {
    const answer = await ask('/?token=right&open=%2Fa%20b.yaml', { cookie: '' })
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/#token=right&open=%2Fa+b.yaml'])
    expect(answer.headers['set-cookie']?.[0]).toMatch(
      /^tierlab-[0-9a-f]{12}=[\w-]{43}; HttpOnly; SameSite=Strict; Path=\/$/,
    )
    expect(answer.headers['set-cookie']?.[0]).not.toContain('right')
  })

  test('[C21] lets go of a client whose frame is too large, and takes no more than so many', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/lab`)
    await new Promise((resolve) => socket.once('open', resolve))
    const closed = new Promise((resolve) => socket.once('close', resolve))
    socket.on('error', () => undefined)
    socket.send(new Uint8Array(requestLimits.maxBytes + 1))
    expect(await closed).toBe(1009)
    const many = Array.from({ length: 32 }, () => new WebSocket(`ws://127.0.0.1:${server.port}/lab`))
    await Promise.all(many.map((one) => new Promise((resolve) => one.once('open', resolve))))
    expect(await openSocket('/lab', {})).toBe('503')
    const gone = many.map((one) => new Promise((resolve) => one.once('close', resolve)))
    for (const one of many) one.terminate()
    await Promise.all(gone)
    await expect.poll(() => openSocket('/lab', {})).toBe('open')
  })

  test('[C11] refuses a wrong token with the way out, then closes', async () => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}/lab`)
    await new Promise((resolve) => socket.once('open', resolve))
    const closed = new Promise((resolve) => socket.once('close', resolve))
    const port = createFramePort(createSocketBytePort(socket), replyLimits)
    await expect(sayHello(port, { build: '', token: 'wrong' }, delay)).rejects.toMatchObject({
      code: 'refused',
      wayOut: 'open the address that tierlab printed',
    })
    await closed
  })

  test('[C11] lives through rubbish on its port', async () => {
    const rubbish = ['\0\0\0', 'GET / HTTP/9\r\n\r\n', 'GET /lab HTTP/1.1\r\nUpgrade: websocket\r\n\r\n']
    for (const text of rubbish) {
      const socket = connectTcp(server.port, '127.0.0.1')
      const ended = new Promise((resolve) => socket.on('close', resolve).on('error', () => {}))
      socket.resume()
      socket.end(text)
      await ended
    }
    expect((await ask('/')).statusCode).toBe(200)
  })
})
