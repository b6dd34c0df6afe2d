import type { IpcRenderer, IpcRendererEvent, WebUtils } from 'electron'
import { portMessage, type ElectronBridge, type MenuChoice } from '../../../shared/contract/host-bridge.ts'
import { channels, pageOrigin } from './ipc.ts'

/** The page's own window, as far as a preload needs it. */
interface Page {
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void
}

/** What the page may ask for: these verbs with these arguments, and never a way to say anything else. */
export function createBridge(
  ipc: Pick<IpcRenderer, 'invoke' | 'on' | 'off' | 'send'>,
  files: Pick<WebUtils, 'getPathForFile'>,
  page: Page = globalThis as unknown as Page,
): ElectronBridge {
  ipc.on(channels.port, (event) => page.postMessage(portMessage, pageOrigin, event.ports))
  const choose = async (channel: string, ...words: string[]) => {
    const path: unknown = await ipc.invoke(channel, ...words)
    return typeof path === 'string' ? path : undefined
  }
  return {
    kind: 'electron',
    requestPort: () => ipc.send(channels.requestPort),
    chooseOpenPath: (what) => choose(channels.chooseOpenPath, String(what)),
    chooseSavePath: (what, name) => choose(channels.chooseSavePath, String(what), String(name)),
    pathOfFile(file) {
      const path = files.getPathForFile(file as Parameters<WebUtils['getPathForFile']>[0])
      return path === '' ? undefined : path
    },
    setTitle: (title, mark) => ipc.send(channels.setTitle, String(title), String(mark)),
    onMenu(listener) {
      const hear = (_event: IpcRendererEvent, choice: MenuChoice) => listener(choice)
      ipc.on(channels.menu, hear)
      ipc.send(channels.menuReady)
      return () => void ipc.off(channels.menu, hear)
    },
  } satisfies ElectronBridge
}
