// Where Electron's binary is, without loading the package: loading it would start a download.
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** The folder of the package `electron`; undefined where it is not installed. */
export function electronPackage() {
  try {
    return dirname(createRequire(import.meta.url).resolve('electron/package.json'))
  } catch {
    return undefined
  }
}

/** The program to start: `path.txt` says its name in `dist`, or in ELECTRON_OVERRIDE_DIST_PATH. Undefined without one. */
export function electronBinary(env = process.env, home = electronPackage()) {
  const override = env.ELECTRON_OVERRIDE_DIST_PATH
  if (!home) return undefined
  try {
    const path = readFileSync(join(home, 'path.txt'), 'utf8').trim()
    return [join(override ?? join(home, 'dist'), path)].find((file) => existsSync(file))
  } catch {
    return override && [join(override, 'electron')].find((file) => existsSync(file))
  }
}
