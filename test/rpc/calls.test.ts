import { describe, expect, test } from 'vitest'
import { LabError } from '../../shared/contract/errors.ts'
import { connectClient } from '../../shared/rpc/client.ts'
import type { Message } from '../../shared/rpc/message.ts'
import type { Port } from '../../shared/rpc/port.ts'
import { serve } from '../../shared/rpc/server.ts'
import { joinedFramePorts, joinedPorts } from './port-doubles.ts'

interface Counter {
  add(request: { a: number; b: number }, signal?: AbortSignal): Promise<number>
  fail(request: { code: 'known' | 'unknown' }): Promise<never>
  wait(request: { name: string }, signal?: AbortSignal): Promise<string>
  count(request: { to: number }, signal?: AbortSignal): AsyncIterable<number>
}
const table = { add: 'call', fail: 'call', wait: 'call', count: 'stream' } as const

function startCounter([near, far]: readonly [Port, Port] = joinedPorts()) {
  const seen = { aborted: [] as string[], counted: 0, left: 0, bugs: [] as string[] }
  const releases = new Map<string, () => void>()
  const counter: Counter = {
    add: ({ a, b }) => Promise.resolve(a + b),
    fail: ({ code }) =>
      Promise.reject(
        code === 'known' ? new LabError('no-such-run', 'no run "7"', 'pick another') : new Error('oops'),
      ),
    wait: ({ name }, signal) =>
      new Promise((resolve) => {
        releases.set(name, () => resolve(name))
        signal?.addEventListener('abort', () => seen.aborted.push(name))
      }),
    async *count({ to }, signal) {
      try {
        for (let i = 0; i < to && !signal?.aborted; i++) {
          seen.counted = i + 1
          yield i
        }
      } finally {
        seen.left++
      }
    },
  }
  serve(table, counter, far, { onBug: (method) => seen.bugs.push(method) })
  return { client: connectClient<Counter>(table, near), seen, releases }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20))

describe('a call', () => {
  test('[T4] gets its own answer, in whatever order answers come', async () => {
    const { client, releases } = startCounter()
    const order: string[] = []
    const calls = ['a', 'b', 'c'].map((name) => client.api.wait({ name }).then((got) => order.push(got)))
    await pause()
    for (const name of ['c', 'a', 'b']) releases.get(name)?.()
    await Promise.all(calls)
    expect(order).toEqual(['c', 'a', 'b'])
  })

  test('[T5] fails with the code, the fact and the way out of the far end', async () => {
    const { client, seen } = startCounter()
    await expect(client.api.fail({ code: 'known' })).rejects.toMatchObject({
      code: 'no-such-run', fact: 'no run "7"', wayOut: 'pick another',
    }) // prettier-ignore
    await expect(client.api.fail({ code: 'unknown' })).rejects.toMatchObject({ code: 'bug', fact: 'oops' })
    expect(seen.bugs).toEqual(['fail'])
  })

  test('[T6] that is aborted fails at once and is aborted at the far end', async () => {
    const { client, seen } = startCounter()
    const stop = new AbortController()
    const call = client.api.wait({ name: 'long' }, stop.signal)
    await pause()
    stop.abort()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    await pause()
    expect(seen.aborted).toEqual(['long'])
  })

  test('[T7] under way fails with `disconnected` when the port closes, and later ones fail too', async () => {
    const [near, far] = joinedPorts()
    const { client, seen } = startCounter([near, far])
    const ends: string[] = []
    client.onClosed((why) => ends.push(why))
    const call = client.api.wait({ name: 'cut' })
    await pause()
    far.close()
    await expect(call).rejects.toMatchObject({ code: 'disconnected' })
    await expect(client.api.add({ a: 1, b: 2 })).rejects.toMatchObject({ code: 'disconnected' })
    expect([ends.length, seen.aborted]).toEqual([1, ['cut']])
  })

  test.each([
    ['a method that is not in the table', 'toString', 'call'],
    ['a stream asked for as a call', 'count', 'call'],
    ['a call asked for as a stream', 'add', 'stream'],
  ] as const)('[T8] is refused when it is %s', async (_name, method, type) => {
    const [near, far] = joinedPorts()
    serve(table, {} as Counter, far)
    const answer = new Promise<Message>((resolve) => near.listen({ message: resolve, closed: () => {} }))
    near.send({ type, id: 1, method, request: {}, credit: 1 })
    expect(await answer).toMatchObject({ type: 'error', id: 1, error: { code: 'bad-request' } })
  })
})

describe('a stream', () => {
  test('[T9] delivers every item once and in order, over frames too', async () => {
    const { client: near, server: far } = joinedFramePorts()
    const { client } = startCounter([near, far])
    const got: number[] = []
    for await (const item of client.api.count({ to: 500 })) got.push(item)
    expect(got).toEqual(Array.from({ length: 500 }, (_, i) => i))
  })

  test('[T10] never runs further ahead of its reader than the credit it was given', async () => {
    const { client, seen } = startCounter()
    const items = client.api.count({ to: 1000 })[Symbol.asyncIterator]()
    await items.next()
    await pause()
    expect(seen.counted).toBeLessThanOrEqual(16)
    for (let i = 0; i < 99; i++) await items.next()
    await pause()
    expect(seen.counted).toBeGreaterThanOrEqual(100)
    expect(seen.counted).toBeLessThanOrEqual(116)
    await items.return?.()
  })

  test('[T6] that is left or aborted ends at the far end too', async () => {
    const { client, seen } = startCounter()
    for await (const item of client.api.count({ to: 1000 })) if (item === 3) break
    await pause()
    expect(seen.left).toBe(1)
    const stop = new AbortController()
    const reading = (async () => {
      for await (const item of client.api.count({ to: 1000 }, stop.signal)) if (item === 3) stop.abort()
    })()
    await expect(reading).rejects.toMatchObject({ code: 'cancelled' })
    await pause()
    expect(seen.left).toBe(2)
  })
})

describe('a connection', () => {
  test('[T3] that brings bytes which are no frame is refused and closed, and the server goes on for others', async () => {
    const { client: near, server: far, toServer } = joinedFramePorts()
    const { client } = startCounter([near, far])
    const ended = new Promise<string>((resolve) => void client.onClosed(resolve))
    toServer(new Uint8Array(64).fill(7))
    expect(await ended).toContain('a frame does not begin as one')
    await expect(client.api.add({ a: 1, b: 1 })).rejects.toMatchObject({ code: 'disconnected' })
  })
})
