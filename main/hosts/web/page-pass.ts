import { createHash, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/**
 * How a browser that opened the printed address is known again: `/?token=…` is answered with a cookie that only this
 * host reads, and sent on to the page without the token in its address. Who has neither gets no file at all.
 */
export interface PagePass {
  /** Where to send on a request that brought the token, and the cookie for it. */
  admit(url: URL): { readonly location: string; readonly cookie: string } | undefined
  isKnown(request: IncomingMessage): boolean
}

export function createPagePass(token: string): PagePass {
  // Cookies of one name are shared by all ports of a machine, so each host has a name of its own.
  const name = `tierlab-${createHash('sha256').update(`name ${token}`).digest('hex').slice(0, 12)}`
  const secret = createHash('sha256').update(`page ${token}`).digest('base64url')
  return {
    admit(url) {
      if (!sameText(url.searchParams.get('token') ?? '', token)) return undefined
      const open = url.searchParams.get('open')
      // The fragment stays in the browser, and the page takes it out of its address at once.
      const fragment = new URLSearchParams({ token, ...(open !== null && { open }) })
      const cookie = `${name}=${secret}; HttpOnly; SameSite=Strict; Path=/`
      return { location: `/#${fragment.toString()}`, cookie }
    },
    isKnown({ headers }) {
      const cookies = (headers.cookie ?? '').split(';').map((pair) => pair.trim())
      return cookies.some(
        (pair) => pair.startsWith(`${name}=`) && sameText(pair.slice(name.length + 1), secret),
      )
    },
  }
}

/** Takes as long for a wrong text as for the right one. */
function sameText(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(a), digest(b))
}
