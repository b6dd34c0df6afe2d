/** Put in place by the build; sources that run unbuilt are of no version. */
export function engineVersion(): string {
  return typeof __ENGINE_VERSION__ === 'string' ? __ENGINE_VERSION__ : 'unbuilt'
}

/** Empty for sources that run unbuilt: those go with every window. */
export function buildId(): string {
  return typeof __BUILD_ID__ === 'string' ? __BUILD_ID__ : ''
}
