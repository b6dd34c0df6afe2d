import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { MessagePort } from 'node:worker_threads'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createBridge } from '../../main/hosts/electron/bridge.ts'
import { startShell } from '../../main/hosts/electron/shell.ts'
import { commandTable } from '../../shared/contract/commands.ts'
import type { ElectronBridge } from '../../shared/contract/host-bridge.ts'
import { labMethods, type Lab } from '../../shared/contract/lab.ts'
import { connectClient } from '../../shared/rpc/client.ts'
import { replyLimits } from '../../shared/rpc/frame.ts'
import { sayHello } from '../../shared/rpc/handshake.ts'
import { createFramePort } from '../../shared/rpc/port.ts'
import { delay } from '../contract/transports.ts'
import { startTestCore, type TestCore } from '../lab/test-core.ts'
import { createStandIn, type FakeWindow, type MenuEntry, type StandIn } from './electron-stand-in.ts'

let core: TestCore
let host: StandIn

beforeEach(() => {
  core = startTestCore()
  host = createStandIn()
  mkdirSync(core.path('window'))
  writeFileSync(core.path('window/index.html'), '<!doctype html>')
})
afterEach(() => core.dispose())

async function start(...words: string[]): Promise<FakeWindow> {
  startShell(host.electron, {
    core: () => core,
    root: core.path('window'),
    preload: '/preload.cjs',
    windowStateFile: core.path('window.json'),
    arguments: ['electron', ...words],
  })
  await Promise.resolve()
  await Promise.resolve()
  return host.windows[0]
}

/** The preload's bridge in a window, and the ports its page is given. */
function openPage(
  window: FakeWindow,
  url?: string,
  parent?: object,
): { bridge: ElectronBridge; ports: MessagePort[] } {
  const ports: MessagePort[] = []
  const ipc = window.ipcRenderer(url, parent) as unknown as Parameters<typeof createBridge>[0]
  const files = { getPathForFile: (file: File) => (file.name === 'real' ? '/dropped/real' : '') }
  const page = {
    postMessage: (_data: unknown, _origin: string, transfer: readonly unknown[]) =>
      ports.push(...(transfer as MessagePort[])),
  }
  return { bridge: createBridge(ipc, files, page), ports }
}

const everyEntry = (menu: readonly MenuEntry[]): MenuEntry[] =>
  menu.flatMap((entry) => [entry, ...everyEntry(entry.submenu ?? [])])

describe('the Electron shell', () => {
  test('[C13] opens one window that is isolated and sandboxed, at its own address', async () => {
    const window = await start()
    expect(host.windows).toHaveLength(1)
    expect(window.options).toMatchObject({
      webPreferences: {
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        preload: '/preload.cjs',
      },
    })
    expect(window.asked).toContain('load app://tierlab/index.html')
    expect(host.schemes).toMatchObject([{ scheme: 'app', privileges: { standard: true, secure: true } }])
  })

  test('[C13] lets the page go nowhere, open nothing and have no permission but copying', async () => {
    const { webContents, opensWindows } = await start()
    for (const name of ['will-navigate', 'will-redirect', 'will-attach-webview']) {
      let prevented = false
      webContents.emit(name, { preventDefault: () => (prevented = true) })
      expect([name, prevented]).toEqual([name, true])
    }
    expect(opensWindows()).toBe(false)
    const denied = { request: false, check: false }
    for (const name of ['media', 'geolocation', 'notifications', 'clipboard-read', 'openExternal'])
      expect(host.permission(name, 'app://tierlab/')).toEqual(denied)
    expect(host.permission('clipboard-sanitized-write', 'app://tierlab/')).toEqual({
      request: true,
      check: true,
    })
    expect(host.permission('clipboard-sanitized-write', 'https://evil.example/')).toEqual(denied)
  })

  test('[C13] gives the page its own files under its policy, and nothing else', async () => {
    await start()
    const page = await host.fetch('app://tierlab/index.html')
    expect([page.status, await page.text()]).toEqual([200, '<!doctype html>'])
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    for (const url of [
      'app://other/index.html',
      'app://tierlab/../window.json',
      'app://tierlab/%2e%2e/window.json',
    ])
      expect((await host.fetch(url)).status).toBe(404)
    expect((await host.fetch('app://tierlab/index.html', 'POST')).status).toBe(404)
  })

  test('[C14] gives the page a port at whose other end the core answers', async () => {
    const { bridge, ports } = openPage(await start())
    bridge.requestPort()
    const [port] = ports
    const frames = createFramePort(
      {
        send: (bytes) => port.postMessage(bytes),
        listen: (listener) => void port.on('message', (bytes: Uint8Array) => listener.bytes(bytes)),
        close: () => port.close(),
      },
      replyLimits,
    )
    await sayHello(frames, { build: '', token: '' }, delay)
    const client = connectClient<Lab>(labMethods, frames)
    expect((await client.api.catalog({})).parts.length).toBeGreaterThan(5)
    const { id } = await client.api.createWorkspace({})
    client.close()
    await expect.poll(() => core.openSession().lab.closeWorkspace({ workspace: id }).then(() => 'open', () => 'gone')).toBe('gone')
  }) // prettier-ignore

  test.each([
    ['another address', 'https://evil.example/', undefined],
    ['an address that only begins like ours', 'app://tierlab.evil/', undefined],
    ['a frame within the page', 'app://tierlab/index.html', {}],
  ])('[C14] answers nothing to %s', async (_name, url, parent) => {
    const window = await start()
    const { bridge, ports } = openPage(window, url, parent)
    bridge.requestPort()
    bridge.setTitle('mine now', 'unnamed')
    host.dialogs.answers.push({ canceled: false, filePaths: ['/etc/passwd'] })
    expect(await bridge.chooseOpenPath?.('workspace')).toBeUndefined()
    expect([ports, host.dialogs.asked, window.asked.filter((word) => word.startsWith('title'))]).toEqual([
      [],
      [],
      [],
    ])
  })

  test('[C14] shows native dialogs for known kinds, and hands on only what was chosen', async () => {
    const { bridge } = openPage(await start())
    host.dialogs.answers.push({ canceled: false, filePaths: ['/a/b.tierlab'] })
    expect(await bridge.chooseOpenPath?.('workspace')).toBe('/a/b.tierlab')
    expect(host.app.recent).toEqual(['/a/b.tierlab'])
    host.dialogs.answers.push({ canceled: true, filePath: '' })
    expect(await bridge.chooseSavePath?.('csv', '../../x.csv')).toBeUndefined()
    expect(host.dialogs.asked[1]).toMatchObject({ defaultPath: 'x.csv', filters: [{ extensions: ['csv'] }] })
    expect(await bridge.chooseOpenPath?.('shadow' as 'trace')).toBeUndefined()
    expect(host.dialogs.asked).toHaveLength(2)
    expect(bridge.pathOfFile?.(new File([], 'real'))).toBe('/dropped/real')
    expect(bridge.pathOfFile?.(new File([], 'made up'))).toBeUndefined()
  })

  test('[C15] brings files from every way in to the page, once it listens', async () => {
    const files = ['first', 'second', 'third'].map((name) => core.path(`${name}.tierlab`))
    for (const file of files) writeFileSync(file, '')
    const window = await start('--no-sandbox', '/app', files[0], core.path('none.tierlab'))
    const prevented: boolean[] = []
    host.app.emit('open-file', { preventDefault: () => prevented.push(true) }, files[1])
    const { bridge } = openPage(window)
    const heard: unknown[] = []
    bridge.onMenu?.((choice) => heard.push(choice))
    host.app.emit('second-instance', {}, ['electron', 'third.tierlab'], core.folder)
    expect(heard).toEqual(files.map((path) => ({ command: 'openPath', path })))
    expect([prevented, window.asked.at(-1)]).toEqual([[true], 'focus'])
  })

  test('[C15] a second instance ends at once and makes no core', () => {
    host.app.primary = false
    let cores = 0
    const options = { root: '', preload: '', windowStateFile: undefined, arguments: [] }
    startShell(host.electron, { ...options, core: () => (cores++, core) })
    expect([host.app.quits, cores, host.windows.length]).toEqual([1, 0, 0])
  })

  test('[C15] its menu sends every command to the page', async () => {
    const { bridge } = openPage(await start())
    const heard: unknown[] = []
    bridge.onMenu?.(({ command }) => heard.push(command))
    for (const entry of everyEntry(host.menu)) entry.click?.()
    expect(heard.sort()).toEqual(commandTable.map((command) => command.id).sort())
  })

  test('[C15] asks before unsaved work is closed: cancel stays, save saves and closes, close closes', async () => {
    const window = await start()
    const { bridge } = openPage(window)
    const heard: unknown[] = []
    bridge.onMenu?.(({ command }) => heard.push(command))
    bridge.setTitle('untitled', 'unnamed')
    expect(window.asked.slice(-2)).toEqual(['title untitled •', 'edited true'])

    host.dialogs.answers.push({ response: 2 }, { response: 0 })
    window.close()
    await Promise.resolve()
    window.close()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect([heard, window.isGone()]).toEqual([['saveAs'], false])
    bridge.setTitle('named', 'saved')
    expect(window.isGone()).toBe(true)

    host.app.emit('activate')
    const other = host.windows[1]
    openPage(other).bridge.setTitle('untitled', 'unnamed')
    host.dialogs.answers.push({ response: 1 })
    other.close()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(other.isGone()).toBe(true)
  })

  test('[C16] waits for an edit that is on its way to the file, and asks nothing', async () => {
    const window = await start()
    const { bridge } = openPage(window)
    bridge.setTitle('named', 'saving')
    expect(window.asked.slice(-2)).toEqual(['title named •', 'edited true'])
    window.close()
    expect([window.isGone(), host.dialogs.asked]).toEqual([false, []])
    bridge.setTitle('named', 'saved')
    expect(window.isGone()).toBe(true)
  })

  test('[C16] stays open when the save dialog is left, also after a later save', async () => {
    const window = await start()
    const { bridge } = openPage(window)
    bridge.setTitle('untitled', 'unnamed')
    host.dialogs.answers.push({ response: 0 }, { canceled: true, filePath: '' })
    window.close()
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await bridge.chooseSavePath?.('workspace', 'untitled.tierlab')).toBeUndefined()
    bridge.setTitle('named', 'saved')
    expect(window.isGone()).toBe(false)
  })

  test('[C16] believes no mark that is none', async () => {
    const window = await start()
    const { bridge } = openPage(window)
    bridge.setTitle('x', 'gone' as 'saved')
    expect(window.asked.filter((word) => word.startsWith('title'))).toEqual([])
  })

  test('[C15] comes back where it was, unless no screen is there to show it', async () => {
    const window = await start()
    window.close()
    const place = { x: 10, y: 20, width: 1000, height: 700 }
    expect(JSON.parse(readFileSync(core.path('window.json'), 'utf8'))).toEqual({
      bounds: place,
      maximized: false,
    })
    host.app.emit('activate')
    expect(host.windows[1].options).toMatchObject(place)
    host.windows[1].close()
    writeFileSync(join(core.folder, 'window.json'), '{"bounds":{"x":9000,"y":20,"width":1000,"height":700}}')
    host.app.emit('activate')
    expect(host.windows[2].options).toMatchObject({ width: 1440, height: 900 })
  })

  test('[C13] reloads a page that crashed, but not one that crashes at once again', async () => {
    const window = await start()
    for (const reason of ['crashed', 'crashed', 'clean-exit'])
      window.webContents.emit('render-process-gone', {}, { reason })
    expect(window.asked.filter((word) => word === 'reload')).toEqual(['reload'])
  })

  test('[C15] closes every file before it quits', async () => {
    await start()
    const ended = new Promise((resolve) => host.app.once('quit', resolve))
    host.app.emit('window-all-closed')
    await ended
    expect(host.app.quits).toBe(2)
  })
})
