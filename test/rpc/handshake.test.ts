import { describe, expect, test } from 'vitest'
import { awaitHello, sayHello, type Hello } from '../../shared/rpc/handshake.ts'
import { joinedPorts } from './port-doubles.ts'

function timer(delayMs: number, task: () => void) {
  const id = setTimeout(task, delayMs)
  return () => clearTimeout(id)
}

async function shake(client: Hello, server: Hello) {
  const [near, far] = joinedPorts()
  const ends = await Promise.allSettled([sayHello(near, client, timer), awaitHello(far, server, timer)])
  return ends.map((end) => (end.status === 'fulfilled' ? 'ok' : (end.reason as Error).message))
}

describe('the handshake', () => {
  test('[T11] welcomes equal builds with the right token', async () => {
    expect(await shake({ build: 'b1', token: 't' }, { build: 'b1', token: 't' })).toEqual(['ok', 'ok'])
    expect(await shake({ build: '', token: '' }, { build: 'b1', token: '' })).toEqual(['ok', 'ok'])
  })

  test('[T11] refuses another build before it looks at anything else, and says to reload', async () => {
    const said = 'the window is build "b1" and the core is build "b2"; reload the window'
    expect(await shake({ build: 'b1', token: 'x' }, { build: 'b2', token: 't' })).toEqual([said, said])
  })

  test.each(['', 'T', 'tt', 'u'])('[T11] refuses the token "%s" where "t" is wanted', async (token) => {
    const [client] = await shake({ build: 'b1', token }, { build: 'b1', token: 't' })
    expect(client).toContain('open the address that tierlab printed')
  })

  test('[T12] ends on either side when the other says nothing', async () => {
    const hello = { build: '', token: '' }
    const [near] = joinedPorts()
    await expect(sayHello(near, hello, timer, 10)).rejects.toMatchObject({ code: 'refused' })
    const [, far] = joinedPorts()
    await expect(awaitHello(far, hello, timer, 10)).rejects.toMatchObject({ fact: 'nobody said hello' })
  })

  test('[T12] loses no message that comes right behind the hello', async () => {
    const [near, far] = joinedPorts()
    const welcomed = awaitHello(far, { build: '', token: '' }, timer)
    near.send({ type: 'hello', protocol: 1, build: '', token: '' })
    near.send({ type: 'cancel', id: 5 })
    await welcomed
    await new Promise((resolve) => setTimeout(resolve, 10))
    const heard: unknown[] = []
    far.listen({ message: (message) => heard.push(message), closed: () => {} })
    expect(heard).toEqual([{ type: 'cancel', id: 5 }])
  })
})
