import { labMethods } from '../../shared/contract/lab.ts'
import { requestLimits } from '../../shared/rpc/frame.ts'
import { awaitHello } from '../../shared/rpc/handshake.ts'
import { createFramePort, type BytePort } from '../../shared/rpc/port.ts'
import { serve } from '../../shared/rpc/server.ts'
import type { LabCore } from './lab.ts'
import { buildId } from './program-version.ts'
import { admitRequest } from './request-schemas.ts'

/** One window's connection, from its hello to its end. `token`: what it has to know; empty on a private transport. */
export async function serveSession(core: LabCore, bytePort: BytePort, token: string): Promise<void> {
  const session = core.openSession()
  const port = createFramePort(
    {
      ...bytePort,
      listen: (listener) =>
        bytePort.listen({
          bytes: listener.bytes,
          closed(why) {
            listener.closed(why)
            session.end().catch(sayBug)
          },
        }),
    },
    requestLimits,
  )
  try {
    await awaitHello(port, { build: buildId(), token }, delay)
    serve(labMethods, session.lab, port, { admit: admitRequest, onBug: (_method, thrown) => sayBug(thrown) })
  } catch {
    // Refused, and told so; there is nobody to serve.
  }
}

/** A bug reaches the window as a sentence; where it happened is for whoever started the program. */
function sayBug(thrown: unknown): void {
  process.stderr.write(
    `tierlab: bug: ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`,
  )
}

function delay(delayMs: number, task: () => void): () => void {
  const timer = setTimeout(task, delayMs)
  return () => clearTimeout(timer)
}
