import type { Protocol } from 'electron'
import { readFile } from 'node:fs/promises'
import { findWindowFile, windowHeaders } from '../../lab/window-files.ts'
import { pageOrigin, pageScheme } from './ipc.ts'

/** Before the app is ready: the scheme is one with an origin, like https. */
export function registerPageScheme(protocol: Protocol): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: pageScheme,
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
    },
  ])
}

/** The built window under its scheme, and nothing else. */
export function handlePageScheme(protocol: Protocol, root: string): void {
  protocol.handle(pageScheme, async (request) => {
    const address = new URL(request.url)
    const isOurs = `${address.protocol}//${address.host}` === pageOrigin && request.method === 'GET'
    const file = isOurs ? await findWindowFile(root, address.pathname) : undefined
    if (!file)
      return new Response('There is no such file in the window.', { status: 404, headers: windowHeaders })
    return new Response(await readFile(file.path), {
      headers: { ...windowHeaders, 'content-type': file.type },
    })
  })
}
