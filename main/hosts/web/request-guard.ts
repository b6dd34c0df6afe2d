const loopback = ['localhost', '127.0.0.1', '[::1]']
const anywhere = ['0.0.0.0', '::', '[::]']

/**
 * Whether the name by which we were called is one of ours. A page elsewhere whose name was made to point here (DNS
 * rebinding) calls us by its own name. The port may differ: `ssh -L` forwards from any.
 */
export function isAllowedHost(header: string | undefined, listening: string): boolean {
  const name = nameOf(header)
  if (name === undefined) return false
  return anywhere.includes(listening) || [...loopback, listening, `[${listening}]`].includes(name)
}

/** Whether a WebSocket is opened by the page that we served. Programs that are no browser send no origin. */
export function isOwnOrigin(origin: string | undefined, host: string | undefined): boolean {
  if (origin === undefined) return true
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`)
}

function nameOf(header: string | undefined): string | undefined {
  return header === undefined
    ? undefined
    : /^(\[[0-9a-f:.]+\]|[^:/@\s]+)(:\d+)?$/i.exec(header)?.[1]?.toLowerCase()
}
