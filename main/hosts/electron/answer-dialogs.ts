import type { FileFilter } from 'electron'
import { basename } from 'node:path'
import { documentMarks, type PathKind } from '../../../shared/contract/host-bridge.ts'
import type { ElectronApi } from './electron-api.ts'
import { channels } from './ipc.ts'
import type { LabWindow } from './lab-window.ts'
import { isOurPage } from './sender.ts'

const filters: Readonly<Record<PathKind, readonly FileFilter[]>> = {
  workspace: [{ name: 'Tierlab workspace', extensions: ['tierlab'] }],
  experiment: [{ name: 'Experiment', extensions: ['yaml', 'yml'] }],
  trace: [{ name: 'All files', extensions: ['*'] }],
  csv: [{ name: 'Comma-separated values', extensions: ['csv'] }],
}

/** Native dialogs and the title bar, for our own page and with checked words only. */
export function answerDialogs(
  { ipcMain, dialog, app }: ElectronApi,
  current: () => LabWindow | undefined,
): void {
  ipcMain.handle(channels.chooseOpenPath, async (event, kind: unknown) => {
    const window = current()
    if (!isOurPage(event) || !window || !isPathKind(kind)) return undefined
    const chosen = await dialog.showOpenDialog(window.window, {
      properties: ['openFile'],
      filters: [...filters[kind]],
    })
    const path = chosen.canceled ? undefined : chosen.filePaths[0]
    if (path !== undefined && kind === 'workspace') app.addRecentDocument(path)
    return path
  })
  ipcMain.handle(channels.chooseSavePath, async (event, kind: unknown, name: unknown) => {
    const window = current()
    if (!isOurPage(event) || !window || !isPathKind(kind) || typeof name !== 'string') return undefined
    const chosen = await dialog.showSaveDialog(window.window, {
      defaultPath: basename(name).slice(0, 200),
      filters: [...filters[kind]],
    })
    if (!chosen.canceled && chosen.filePath !== '') return chosen.filePath
    window.savingCancelled()
    return undefined
  })
  ipcMain.on(channels.setTitle, (event, title: unknown, mark: unknown) => {
    const known = documentMarks.find((word) => word === mark)
    if (isOurPage(event) && typeof title === 'string' && known)
      current()?.setTitle(title.slice(0, 300), known)
  })
  ipcMain.on(channels.menuReady, (event) => {
    if (isOurPage(event)) current()?.pageIsReady()
  })
}

function isPathKind(kind: unknown): kind is PathKind {
  return typeof kind === 'string' && Object.hasOwn(filters, kind)
}
