import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { createBridge } from './bridge.ts'

/** Runs in the page's sandbox, before the page, in a world of its own. */
contextBridge.exposeInMainWorld('tierlabHost', createBridge(ipcRenderer, webUtils))
