import { Worker } from 'node:worker_threads'
import { connectClient } from '../../shared/rpc/client.ts'
import { storeMethods, type RemoteStore } from '../workspace/store-service.ts'
import { buffersOf, createThreadPort } from '../workspace/thread-port.ts'

/** A workspace file and the thread it lives in. */
export interface OpenedStore {
  readonly store: RemoteStore
  /** Closes the file, then ends the thread. */
  close(): Promise<void>
}

export type StartStore = () => OpenedStore

export function startStoreWorker(file: URL): OpenedStore {
  const worker = new Worker(file, { name: 'tierlab-store' })
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  const client = connectClient<RemoteStore>(storeMethods, createThreadPort(worker), {
    handOver(method, request) {
      if (method === 'appendRun') return buffersOf(request)
      return method === 'lend' || method === 'borrow' ? [(request as { port: object }).port] : undefined
    },
  })
  return {
    store: client.api,
    async close() {
      try {
        await client.api.close({})
      } finally {
        client.close()
        await ended
      }
    },
  }
}
