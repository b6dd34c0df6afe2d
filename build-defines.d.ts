/**
 * Constants that the build puts in place of these names (vite.config.ts).
 * Sources that plain Node runs unbuilt do not have them: ask `typeof __BUILD_ID__ === 'string'` first.
 */
declare const __ENGINE_VERSION__: string
declare const __BUILD_ID__: string
