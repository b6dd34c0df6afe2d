import { parentPort } from 'node:worker_threads'
import { expectDefined } from '../../shared/base/assert.ts'
import { serve } from '../../shared/rpc/server.ts'
import { openStore } from './open-store.ts'
import { createStoreService, storeMethods } from './store-service.ts'
import { createThreadPort } from './thread-port.ts'

/** The thread of one workspace file. It answers its port and ends when it is told to. */
const port = createThreadPort(expectDefined(parentPort, 'the store worker runs as a worker'))
serve(storeMethods, createStoreService(openStore), port)
