import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron'
import { pageOrigin } from './ipc.ts'

/** Whether a message comes from our own page, in its own top frame. */
export function isOurPage(event: IpcMainEvent | IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame
  return frame !== null && frame.parent === null && frame.url.startsWith(`${pageOrigin}/`)
}
