const KEY = 'tierlab:workspace'

/** Remembers for this tab which workspace is open, so that reloading the page is coming back to it. */
export function rememberOpen(path: string | undefined): void {
  if (path === undefined) sessionStorage.removeItem(KEY)
  else sessionStorage.setItem(KEY, path)
}

export function rememberedOpen(): string | undefined {
  return sessionStorage.getItem(KEY) ?? undefined
}
