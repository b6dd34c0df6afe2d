import type { MessagePortMain } from 'electron'
import type { LabCore } from '../../lab/lab.ts'
import { serveSession } from '../../lab/serve-session.ts'
import type { BytePort } from '../../../shared/rpc/port.ts'
import type { ElectronApi } from './electron-api.ts'
import { channels } from './ipc.ts'
import { isOurPage } from './sender.ts'

/** A page that asks gets one end of a channel; the core answers at the other until the page is gone. */
export function servePorts({ ipcMain, MessageChannelMain }: ElectronApi, core: LabCore): void {
  ipcMain.on(channels.requestPort, (event) => {
    if (!isOurPage(event)) return
    const { port1, port2 } = new MessageChannelMain()
    void serveSession(core, createMainBytePort(port1), '')
    event.sender.postMessage(channels.port, null, [port2])
  })
}

function createMainBytePort(port: MessagePortMain): BytePort {
  return {
    send: (bytes) => port.postMessage(bytes),
    listen(listener) {
      port.on('message', ({ data }: { data: unknown }) => {
        if (data instanceof Uint8Array) listener.bytes(data)
      })
      port.on('close', () => listener.closed('the window has gone'))
      port.start()
    },
    close: () => port.close(),
  }
}
