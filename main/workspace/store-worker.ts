import { parentPort } from 'node:worker_threads'
import { expectDefined } from '../../shared/base/assert.ts'
import { serve } from '../../shared/rpc/server.ts'
import { openStore } from './open-store.ts'
import { createStoreService, storeMethods } from './store-service.ts'
import { createThreadPort, farewell } from './thread-port.ts'

/** The thread of one workspace file. It answers its port and ends when it is told to. */
const parent = expectDefined(parentPort, 'the store worker runs as a worker')
serve(storeMethods, createStoreService(openStore), createThreadPort(parent))
parent.on('message', (value) => value === farewell && process.exit())
