/** What the shell uses of Electron. Given to it, so that the same code runs under a stand-in in tests. */
export type ElectronApi = Pick<
  typeof import('electron'),
  | 'app'
  | 'BrowserWindow'
  | 'Menu'
  | 'MessageChannelMain'
  | 'dialog'
  | 'ipcMain'
  | 'protocol'
  | 'screen'
  | 'session'
>
