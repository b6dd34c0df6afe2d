/** The few words between the preload and the main process. Everything about experiments goes over the port instead. */
export const channels = {
  requestPort: 'tierlab:request-port',
  port: 'tierlab:port',
  chooseOpenPath: 'tierlab:choose-open-path',
  chooseSavePath: 'tierlab:choose-save-path',
  setTitle: 'tierlab:set-title',
  menu: 'tierlab:menu',
  menuReady: 'tierlab:menu-ready',
} as const

/** The page's address. Its own scheme, so that it has an origin and no access to files. */
export const pageScheme = 'app'
export const pageOrigin = `${pageScheme}://tierlab`
export const pageAddress = `${pageOrigin}/index.html`
