import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/**
 * The built window as files, for the hosts that hand it to a browser engine. Nothing outside its folder is ever
 * given out, and nothing in it may load anything from elsewhere.
 */
export interface WindowFile {
  readonly path: string
  readonly type: string
  readonly bytes: number
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.map': 'application/json; charset=utf-8',
}

/** Sent with every file. Style attributes are the one thing that plots and drawings need set inline. */
export const windowHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "style-src-attr 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** The file for a path of an address; undefined where the window has none, whatever the path tries. */
export async function findWindowFile(root: string, urlPath: string): Promise<WindowFile | undefined> {
  try {
    const name = decodeURIComponent(urlPath)
    if (name.includes('\0') || name.includes('\\')) return undefined
    const type = types[extname(name === '/' ? 'index.html' : name)]
    const home = await realpath(root)
    const path = await realpath(join(home, name === '/' ? 'index.html' : name))
    const found = await stat(path)
    if (type === undefined || !path.startsWith(home + sep) || !found.isFile()) return undefined
    return { path, type, bytes: found.size }
  } catch {
    return undefined
  }
}
