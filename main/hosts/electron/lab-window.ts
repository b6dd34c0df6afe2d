import type { BrowserWindow } from 'electron'
import type { DocumentMark, MenuChoice } from '../../../shared/contract/host-bridge.ts'
import type { ElectronApi } from './electron-api.ts'
import { channels, pageAddress } from './ipc.ts'
import { keepWindowState, readWindowState } from './window-state.ts'

/** A page that ends again this soon would only do it once more. */
const crashLoopMs = 10_000
/** An edit reaches its file within some 400 ms. */
const savingMs = 3000

export interface LabWindow {
  readonly window: BrowserWindow
  /** Passes a choice on to the page, now or when it first listens. */
  choose(choice: MenuChoice): void
  pageIsReady(): void
  setTitle(title: string, mark: DocumentMark): void
  /** The person left the save dialog: a window that was to close after it stays. */
  savingCancelled(): void
  focus(): void
  onClosed(listener: () => void): void
}

/** The window: sandboxed, isolated, with the preload's few verbs and nothing of Node. */
export function createLabWindow(
  electron: ElectronApi,
  preload: string,
  stateFile: string | undefined,
): LabWindow {
  const state = readWindowState(stateFile, electron.screen.getAllDisplays())
  const window = new electron.BrowserWindow({
    ...state.bounds,
    minWidth: 720,
    minHeight: 480,
    show: false,
    title: 'Tierlab',
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      spellcheck: false,
    },
  })
  if (state.maximized) window.maximize()
  keepWindowState(window, stateFile)

  let mark: DocumentMark = 'saved'
  let savingToClose = false
  let isReady = false
  let lastCrashMs = 0
  const waiting: MenuChoice[] = []
  const choose = (choice: MenuChoice) => {
    if (isReady) window.webContents.send(channels.menu, choice)
    else waiting.push(choice)
  }

  window.once('ready-to-show', () => window.show())
  window.webContents.on('did-start-navigation', () => (isReady = false))
  // Nothing is lost with the page: experiments and runs live in this process.
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const again = Date.now() - lastCrashMs < crashLoopMs
    lastCrashMs = Date.now()
    if (reason !== 'clean-exit' && !again) window.webContents.reload()
  })
  window.on('close', (event) => {
    if (mark === 'saved') return
    event.preventDefault()
    if (mark === 'unnamed') return void askBeforeClosing()
    // An edit is on its way to the file; a page that does not bring it there in time has stopped.
    savingToClose = true
    setTimeout(() => savingToClose && window.destroy(), savingMs).unref()
  })

  const askBeforeClosing = async () => {
    const { response } = await electron.dialog.showMessageBox(window, {
      type: 'question',
      message: 'Save this workspace before closing?',
      detail:
        'It has no name yet. Without one it stays in the list of recent workspaces until it is removed there.',
      buttons: ['Save', 'Close without a name', 'Cancel'],
      defaultId: 0,
      cancelId: 2,
    })
    if (response === 0) {
      savingToClose = true
      choose({ command: 'saveAs' })
    } else if (response === 1) window.destroy()
  }

  void window.loadURL(pageAddress)
  return {
    window,
    choose,
    pageIsReady() {
      isReady = true
      for (const choice of waiting.splice(0)) choose(choice)
    },
    setTitle(title, nowMark) {
      mark = nowMark
      const unsaved = mark !== 'saved'
      window.setTitle(unsaved ? `${title} •` : title)
      window.setDocumentEdited(unsaved)
      if (savingToClose && !unsaved) window.close()
    },
    savingCancelled: () => (savingToClose = false),
    focus() {
      if (window.isMinimized()) window.restore()
      window.focus()
    },
    onClosed: (listener) => void window.on('closed', listener),
  }
}
