import { EventEmitter } from 'node:events'
import { MessageChannel, type MessagePort } from 'node:worker_threads'
import type { ElectronApi } from '../../main/hosts/electron/electron-api.ts'

/**
 * A small stand-in for Electron: the names that the shell uses, with the behaviour it relies on. Ports are Node's,
 * windows are recordings of what was asked of them, and `page` plays the part of the page's process.
 */
export interface StandIn {
  readonly electron: ElectronApi
  readonly app: EventEmitter & { quits: number; recent: string[]; primary: boolean }
  readonly windows: FakeWindow[]
  readonly schemes: unknown[]
  readonly dialogs: { answers: unknown[]; asked: unknown[] }
  menu: MenuEntry[]
  /** What the scheme's handler answers. */
  fetch(url: string, method?: string): Promise<Response>
  permission(name: string, url: string): { request: boolean; check: boolean }
}

export interface MenuEntry {
  readonly id?: string
  readonly role?: string
  readonly label?: string
  readonly submenu?: readonly MenuEntry[]
  click?(): void
}

export function createStandIn(): StandIn {
  const app = Object.assign(new EventEmitter(), {
    quits: 0,
    recent: [] as string[],
    primary: true,
    name: 'Tierlab',
    requestSingleInstanceLock: () => app.primary,
    whenReady: () => Promise.resolve(),
    isReady: () => true,
    addRecentDocument: (path: string) => void app.recent.push(path),
    quit() {
      app.quits++
      let prevented = false
      app.emit('will-quit', { preventDefault: () => (prevented = true) })
      if (!prevented) app.emit('quit')
    },
  })
  const ipcMain = createIpc()
  const windows: FakeWindow[] = []
  const dialogs = { answers: [] as unknown[], asked: [] as unknown[] }
  const ask = (_window: unknown, options: unknown) => {
    dialogs.asked.push(options)
    return Promise.resolve(dialogs.answers.shift())
  }
  let handler: (request: Request) => Promise<Response> = () => Promise.reject(new Error('no handler'))
  let onRequest = (_contents: null, _name: string, answer: (ok: boolean) => void, _details: object) =>
    answer(true)
  let onCheck = (_contents: null, _name: string, _origin: string) => true
  const standIn: StandIn = {
    app,
    windows,
    schemes: [],
    dialogs,
    menu: [],
    fetch: (url, method = 'GET') => handler({ url, method } as Request),
    permission(name, url) {
      let request = true
      onRequest(null, name, (ok) => (request = ok), { requestingUrl: url })
      return { request, check: onCheck(null, name, url) }
    },
    electron: {
      app, ipcMain,
      BrowserWindow: class {
        constructor(options: unknown) {
          const window = createFakeWindow(options, ipcMain)
          windows.push(window)
          app.emit('web-contents-created', {}, window.webContents)
          return window
        }
      },
      Menu: {
        buildFromTemplate: (template: MenuEntry[]) => template,
        setApplicationMenu: (menu: MenuEntry[]) => (standIn.menu = menu),
      },
      MessageChannelMain: class {
        port1: MessagePort
        port2: MessagePort
        constructor() {
          const { port1, port2 } = new MessageChannel()
          this.port1 = asMainPort(port1)
          this.port2 = port2
        }
      },
      dialog: { showOpenDialog: ask, showSaveDialog: ask, showMessageBox: ask },
      protocol: {
        registerSchemesAsPrivileged: (schemes: unknown[]) => standIn.schemes.push(...schemes),
        handle: (_scheme: string, next: typeof handler) => (handler = next),
      },
      screen: { getAllDisplays: () => [{ workArea: { x: 0, y: 0, width: 1920, height: 1080 } }] },
      session: {
        defaultSession: {
          setPermissionRequestHandler: (next: typeof onRequest) => (onRequest = next),
          setPermissionCheckHandler: (next: typeof onCheck) => (onCheck = next),
        },
      },
    } as unknown as ElectronApi,
  } // prettier-ignore
  return standIn
}

type Handler = (event: object, ...words: unknown[]) => unknown

function createIpc() {
  const handlers = new Map<string, Handler>()
  return Object.assign(new EventEmitter(), {
    handle: (channel: string, handler: Handler) => void handlers.set(channel, handler),
    invoke: (channel: string, event: object, ...words: unknown[]) => handlers.get(channel)?.(event, ...words),
  })
}

/** Electron hands a message over inside an event, and does not listen before `start`. */
function asMainPort(port: MessagePort): MessagePort {
  const on = port.on.bind(port) as (name: string, listener: (value: unknown) => void) => MessagePort
  return Object.assign(port, {
    on: (name: string, listener: (event: unknown) => void) =>
      on(name, name === 'message' ? (data) => listener({ data }) : listener),
  })
}

export type FakeWindow = ReturnType<typeof createFakeWindow>

function createFakeWindow(options: unknown, ipcMain: ReturnType<typeof createIpc>) {
  const asked: string[] = []
  const openHandlers: (() => { action: string })[] = []
  const toPage = new EventEmitter()
  const webContents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: (handler: () => { action: string }) => void openHandlers.push(handler),
    send: (channel: string, ...words: unknown[]) => toPage.emit(channel, {}, ...words),
    postMessage: (channel: string, _message: null, ports: MessagePort[]) => toPage.emit(channel, { ports }),
    reload: () => void asked.push('reload'),
  })
  let gone = false
  const window = Object.assign(new EventEmitter(), {
    options,
    asked,
    webContents,
    loadURL: (url: string) => {
      asked.push(`load ${url}`)
      return Promise.resolve()
    },
    show: () => void asked.push('show'),
    focus: () => void asked.push('focus'),
    maximize: () => void asked.push('maximize'),
    restore: () => void asked.push('restore'),
    isMinimized: () => false,
    isMaximized: () => false,
    getNormalBounds: () => ({ x: 10, y: 20, width: 1000, height: 700 }),
    setTitle: (title: string) => void asked.push(`title ${title}`),
    setDocumentEdited: (edited: boolean) => void asked.push(`edited ${edited}`),
    destroy() {
      gone = true
      window.emit('closed')
    },
    close() {
      let prevented = false
      window.emit('close', { preventDefault: () => (prevented = true) })
      if (!prevented) window.destroy()
    },
    isGone: () => gone,
    opensWindows: () =>
      openHandlers.some((handler) => handler().action !== 'deny') || openHandlers.length === 0,
    /** The page's side of the shell, as the preload sees it. `url`: what frame it claims to be. */
    ipcRenderer: (url = 'app://tierlab/index.html', parent: object | null = null) => ({
      send: (channel: string, ...words: unknown[]) =>
        void ipcMain.emit(channel, { sender: webContents, senderFrame: { url, parent } }, ...words),
      invoke: (channel: string, ...words: unknown[]) =>
        Promise.resolve(
          ipcMain.invoke(channel, { sender: webContents, senderFrame: { url, parent } }, ...words),
        ),
      on: (channel: string, listener: (...words: unknown[]) => void) => void toPage.on(channel, listener),
      off: (channel: string, listener: (...words: unknown[]) => void) => void toPage.off(channel, listener),
    }),
  })
  return window
}
