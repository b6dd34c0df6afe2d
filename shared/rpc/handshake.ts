import { LabError } from '../contract/errors.ts'
import { fromWire, toWire, type Message } from './message.ts'
import type { Port } from './port.ts'

/**
 * The first two messages of a connection. 1/3 the client says hello with what it is; 2/3 the server compares builds,
 * then the protocol number, then the token; 3/3 it welcomes, or refuses with the way out and closes. Builds come first
 * because a protocol number is raised by hand and so gets forgotten. Either side gives up after `limitMs`.
 */
export interface Hello {
  /** Build id; empty when run from sources, which goes with everything. */
  readonly build: string
  /** The secret of the web host; empty where the transport itself is private. */
  readonly token: string
}

/** Raised when an older client would misunderstand. */
export const protocolNumber = 1

/** Calls back later and returns how to prevent it. Pure code has no clock of its own. */
export type Timer = (delayMs: number, task: () => void) => () => void

export const handshakeLimitMs = 10_000

/** The client's side. Resolves when calls may be made. */
export function sayHello(port: Port, hello: Hello, timer: Timer, limitMs = handshakeLimitMs): Promise<void> {
  return settle(port, timer, limitMs, 'the core did not answer', (message) => {
    if (message.type === 'welcome') return
    if (message.type === 'refuse') throw fromWire(message.error)
    throw refusal('the core did not speak the language of this window', 'reload the window')
  }, () => port.send({ type: 'hello', protocol: protocolNumber, ...hello })) // prettier-ignore
}

/** The server's side. Resolves when the client was welcomed; otherwise it was refused and the port is closed. */
export function awaitHello(port: Port, own: Hello, timer: Timer, limitMs = handshakeLimitMs): Promise<void> {
  return settle(port, timer, limitMs, 'nobody said hello', (message) => {
    if (message.type !== 'hello') throw refusal('a client spoke before it said hello', 'reload the window')
    if (own.build !== '' && message.build !== '' && own.build !== message.build)
      throw refusal(`the window is build "${message.build}" and the core is build "${own.build}"`, 'reload the window')
    if (message.protocol !== protocolNumber)
      throw refusal(`the window speaks protocol ${message.protocol} and the core ${protocolNumber}`, 'reload the window')
    if (!sameSecret(message.token, own.token))
      throw refusal('the token in the address is not the one of this core', 'open the address that tierlab printed')
    port.send({ type: 'welcome', protocol: protocolNumber, build: own.build })
  }).catch((error: unknown) => {
    if (error instanceof LabError) port.send({ type: 'refuse', error: toWire(error) })
    port.close()
    throw error
  }) // prettier-ignore
}

/** Waits for one message, the end or the limit, whichever is first. */
function settle(
  port: Port,
  timer: Timer,
  limitMs: number,
  silence: string,
  judge: (message: Message) => void,
  begin?: () => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = timer(limitMs, () => end(() => reject(refusal(silence, 'start tierlab again'))))
    const end = (settleIt: () => void) => {
      stop()
      port.listen(undefined)
      settleIt()
    }
    port.listen({
      message(message) {
        try {
          judge(message)
          end(resolve)
        } catch (thrown) {
          end(() => reject(thrown))
        }
      },
      closed(why) {
        end(() => reject(new LabError('disconnected', `the connection ended: ${why}`, 'start tierlab again')))
      },
    })
    begin?.()
  })
}

function refusal(fact: string, wayOut: string): LabError {
  return new LabError('refused', fact, wayOut)
}

/** Takes as long for a wrong secret as for the right one. */
function sameSecret(a: string, b: string): boolean {
  let difference = a.length ^ b.length
  for (let i = 0; i < b.length; i++) difference |= a.charCodeAt(i % Math.max(1, a.length)) ^ b.charCodeAt(i)
  return difference === 0
}
