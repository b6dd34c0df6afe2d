import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { createSocketBytePort } from '../../main/hosts/web/socket-byte-port.ts'
import { labMethods, type Lab } from '../../shared/contract/lab.ts'
import { connectClient } from '../../shared/rpc/client.ts'
import { replyLimits } from '../../shared/rpc/frame.ts'
import { sayHello } from '../../shared/rpc/handshake.ts'
import { createFramePort } from '../../shared/rpc/port.ts'
import { openStore } from '../../main/workspace/open-store.ts'
import { delay } from '../contract/transports.ts'
import { makeFolder, nextEvent, smallSetup } from '../lab/test-core.ts'
import { build, startCli } from './cli-process.ts'

let folder: string

beforeAll(() => {
  build('cli', 'renderer')
  folder = makeFolder()
}, 60_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('tierlab serve', () => {
  test('[C12] prints an address that works, and ends on a signal with a running run and its file closed', async () => {
    writeFileSync(join(folder, 'first.yaml'), 'name: x\n')
    const { child, finished } = startCli(['serve', 'first.yaml', '--open'], folder)
    const address = await new Promise<URL>((resolve) => {
      let text = ''
      child.stdout?.on('data', (piece) => {
        text += String(piece)
        const found = /http:\S+(?=\nCtrl-C)/.exec(text)
        if (found) resolve(new URL(found[0]))
      })
    })
    const words = address.searchParams
    expect([address.hostname, words.get('open')]).toEqual(['127.0.0.1', join(folder, 'first.yaml')])
    expect((await fetch(new URL('/', address))).status).toBe(403)
    const sentOn = await fetch(address, { redirect: 'manual' })
    const cookie = sentOn.headers.get('set-cookie')?.split(';')[0] ?? ''
    expect((await fetch(new URL('/', address), { headers: { cookie } })).status).toBe(200)

    const socket = new WebSocket(`ws://${address.host}/lab`)
    await new Promise((resolve) => socket.once('open', resolve))
    const port = createFramePort(createSocketBytePort(socket), replyLimits)
    await sayHello(port, { build: '', token: words.get('token') ?? '' }, delay)
    const { api: lab } = connectClient<Lab>(labMethods, port)
    const { id: workspace } = await lab.createWorkspace({})
    const path = join(folder, 'served.tierlab')
    await lab.saveWorkspace({ workspace, path })
    const { id: experiment } = await lab.putExperiment({ workspace, setup: smallSetup(80_000) })
    const events = lab.watch({ workspace })[Symbol.asyncIterator]()
    const first = events.next()
    await lab.startRun({ workspace, experiment })
    await first
    await nextEvent(events, ({ type }) => type === 'progress')

    const lost = expect(events.next().then(() => events.next()).then(() => events.next())).rejects.toThrow('ended') // prettier-ignore
    child.kill('SIGTERM')
    expect(await finished).toMatchObject({ code: 0, err: '', out: expect.stringContaining('no browser') })
    await lost
    const store = openStore(path, 'open')
    const { runs } = store.contents()
    store.close()
    expect(runs).toMatchObject([{ status: 'cancelled', frames: expect.any(Number) }])
  })
})
