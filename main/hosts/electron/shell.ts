import { existsSync } from 'node:fs'
import { extname, isAbsolute, resolve } from 'node:path'
import type { LabCore } from '../../lab/lab.ts'
import { answerDialogs } from './answer-dialogs.ts'
import { handlePageScheme, registerPageScheme } from './app-scheme.ts'
import type { ElectronApi } from './electron-api.ts'
import { pageOrigin } from './ipc.ts'
import { createLabWindow, type LabWindow } from './lab-window.ts'
import { createMenuTemplate } from './menu-template.ts'
import { servePorts } from './serve-ports.ts'

export interface ShellOptions {
  /** Made when this turns out to be the only instance. */
  core(): LabCore
  /** The built window. */
  readonly root: string
  readonly preload: string
  readonly windowStateFile: string | undefined
  readonly arguments: readonly string[]
}

/** Electron's main process: one window over one core, and as little else as can be. */
export function startShell(electron: ElectronApi, options: ShellOptions): void {
  const { app } = electron
  if (!app.requestSingleInstanceLock()) return app.quit()
  registerPageScheme(electron.protocol)

  const core = options.core()
  let window: LabWindow | undefined
  /** Files to be shown, from before there was a window. */
  const waiting = documentsIn(options.arguments, process.cwd())

  const show = (path: string) => {
    app.addRecentDocument(path)
    if (window) window.choose({ command: 'openPath', path })
    else waiting.push(path)
  }
  const openWindow = () => {
    window = createLabWindow(electron, options.preload, options.windowStateFile)
    window.onClosed(() => (window = undefined))
    for (const path of waiting.splice(0)) show(path)
  }

  app.on('second-instance', (_event, words, folder) => {
    for (const path of documentsIn(words, folder)) show(path)
    window?.focus()
  })
  app.on('open-file', (event, path) => {
    event.preventDefault()
    show(path)
  })
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }))
    contents.on('will-navigate', (event) => event.preventDefault())
    contents.on('will-redirect', (event) => event.preventDefault())
    contents.on('will-attach-webview', (event) => event.preventDefault())
  })
  app.on('activate', () => {
    if (!window && app.isReady()) openWindow()
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  let closed = false
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    const leave = () => {
      closed = true
      app.quit()
    }
    core.close().then(leave, leave)
  })

  void app.whenReady().then(() => {
    denyPermissions(electron)
    handlePageScheme(electron.protocol, options.root)
    servePorts(electron, core)
    answerDialogs(electron, () => window)
    const choose = (choice: Parameters<LabWindow['choose']>[0]) => window?.choose(choice)
    electron.Menu.setApplicationMenu(
      electron.Menu.buildFromTemplate(createMenuTemplate(app.name, process.platform, choose)),
    )
    openWindow()
  })
}

/** Documents named on a command line; whatever else stands there is for Electron. */
function documentsIn(words: readonly string[], folder: string): string[] {
  return words
    .slice(1)
    .filter((word) => !word.startsWith('-') && ['.tierlab', '.yaml', '.yml'].includes(extname(word)))
    .map((word) => (isAbsolute(word) ? word : resolve(folder, word)))
    .filter((path) => existsSync(path))
}

/** Copying text out is all that the page may do beyond drawing. */
function denyPermissions({ session }: ElectronApi): void {
  const allowed = (permission: string, origin: string) =>
    permission === 'clipboard-sanitized-write' && origin.startsWith(pageOrigin)
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(allowed(permission, details.requestingUrl))
  })
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) =>
    allowed(permission, origin),
  )
}
