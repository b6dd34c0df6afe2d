const kept = 'tierlab:token'

/** What the web host says to its page in the address. */
export interface Fragment {
  readonly token: string
  /** A file to show first. */
  readonly openPath?: string
}

/**
 * The secret of the web host comes in the address's fragment, where the host sent it on to; it is kept for reloads
 * of this tab and taken out of the address, so that a screenshot or a copied link does not give it away.
 */
export function takeFragment(): Fragment {
  const fields = new URLSearchParams(location.hash.slice(1))
  const token = fields.get('token') ?? sessionStorage.getItem(kept) ?? ''
  const openPath = fields.get('open')
  sessionStorage.setItem(kept, token)
  if (fields.has('token') || fields.has('open')) {
    fields.delete('token')
    fields.delete('open')
    const rest = fields.toString()
    history.replaceState(history.state, '', `${location.pathname}${location.search}${rest && `#${rest}`}`)
  }
  return { token, ...(openPath !== null && { openPath }) }
}
