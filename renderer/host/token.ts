const kept = 'tierlab:token'

/**
 * The secret of the web host. It comes in the address's fragment, which browsers send to nobody; it is kept for
 * reloads of this tab and taken out of the address, so that a screenshot or a copied link does not give it away.
 */
export function takeToken(): string {
  const fields = new URLSearchParams(location.hash.slice(1))
  const token = fields.get('token')
  if (token === null) return sessionStorage.getItem(kept) ?? ''
  sessionStorage.setItem(kept, token)
  fields.delete('token')
  const rest = fields.toString()
  history.replaceState(history.state, '', `${location.pathname}${location.search}${rest && `#${rest}`}`)
  return token
}
